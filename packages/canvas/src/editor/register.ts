import type { Command } from '../commands.ts'
import type { ToolName } from '../plan/plan.ts'
import type { Facts } from '../state/state.ts'
import { createToolset, type ToolEntry, type Toolset } from '../tools.ts'

/** The tools and commands of an editor; built-in ones are entries like any other. */
export interface Register extends Toolset {
  /** In the order of menus. */
  readonly commands: readonly Command[]
  commandOf(id: string): Command | undefined
  /**
   * Returns the commands with a key, at most one of them available at a time, or the tool with it; null: none. Earlier
   * chords take precedence.
   */
  ofKeys(chords: readonly string[]): Shortcut | null
}

type Shortcut = { readonly tool: ToolName } | { readonly commands: readonly Command[] }

/**
 * Puts tools and commands in a register.
 *
 * @throws on duplicate ids or keys, or when a required tool is missing
 */
export function createRegister(tools: readonly ToolEntry[], commands: readonly Command[]): Register {
  const toolset = createToolset(tools)
  const byId = new Map(commands.map((command) => [command.id, command]))
  const twice = commands.find((command) => byId.get(command.id) !== command)
  if (twice) throw new Error(`Two commands are called "${twice.id}". Leave one out of the list, or rename yours.`)
  const clash = clashOf(tools, commands)
  if (clash) throw new Error(`${clash} Give one of them other keys, or leave it out of the list.`)
  return {
    ...toolset,
    commands,
    commandOf: (id) => byId.get(id),
    ofKeys: (chords) => {
      for (const chord of chords) {
        const matching = commands.filter(({ keys, native }) => !native && keys.includes(chord))
        if (matching.length > 0) return { commands: matching }
        const tool = tools.find(({ keys }) => keys.includes(chord))
        if (tool) return { tool: tool.name }
      }
      return null
    },
  }
}

/** Whether a command is available. */
export function isOffered({ when, edits }: Command, facts: Facts): boolean {
  return !(edits && facts.readOnly) && (when?.(facts) ?? true)
}

/** Returns a message about a key used twice, unless intended by `keysOf`; null: none. */
function clashOf(tools: readonly ToolEntry[], commands: readonly Command[]): string | null {
  const owners = [
    ...commands.map(({ id, keys, keysOf }) => ({
      owner: `the command "${id}"`,
      keys,
      like: `the command "${keysOf}"`,
    })),
    ...tools.map(({ name, keys }) => ({ owner: `the tool "${name}"`, keys, like: null })),
  ]
  const ownerOfKey = new Map<string, string>()
  for (const { owner, keys, like } of owners)
    for (const key of keys) {
      const other = ownerOfKey.get(key)
      if (other && other !== like) return `The key ${key} is that of ${other} and ${owner}.`
      ownerOfKey.set(key, owner)
    }
  return null
}
