import type { Command } from '../commands.ts'
import type { ToolName } from '../plan/plan.ts'
import type { Facts } from '../state/state.ts'
import { createToolset, type ToolEntry, type Toolset } from '../tools.ts'

/** The tools and commands of an editor, as it was given them; built-in ones are entries like any other. */
export interface Register extends Toolset {
  /** In the order of menus. */
  readonly commands: readonly Command[]
  commandOf(id: string): Command | undefined
  /** Commands of a key, of which one makes sense at a time, or the tool that has it; null: neither. The first that is in a list counts. */
  ofKeys(chords: readonly string[]): Shortcut | null
}

type Shortcut = { readonly tool: ToolName } | { readonly commands: readonly Command[] }

/**
 * Puts tools and commands in a register.
 *
 * @throws when two have one id or one key, or when a tool is missing that the editor cannot do without
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
        const found = commands.filter(({ keys, native }) => !native && keys.includes(chord))
        if (found.length > 0) return { commands: found }
        const tool = tools.find(({ keys }) => keys.includes(chord))
        if (tool) return { tool: tool.name }
      }
      return null
    },
  }
}

/** Whether a command does anything now. */
export function isOffered({ when, edits }: Command, facts: Facts): boolean {
  return !(edits && facts.readOnly) && (when?.(facts) ?? true)
}

/** A key that two have, unless one says so; null: there is none. */
function clashOf(tools: readonly ToolEntry[], commands: readonly Command[]): string | null {
  const owners = [
    ...commands.map(({ id, keys, keysOf }) => ({
      owner: `the command "${id}"`,
      keys,
      like: `the command "${keysOf}"`,
    })),
    ...tools.map(({ name, keys }) => ({ owner: `the tool "${name}"`, keys, like: null })),
  ]
  const taken = new Map<string, string>()
  for (const { owner, keys, like } of owners)
    for (const key of keys) {
      const other = taken.get(key)
      if (other && other !== like) return `The key ${key} is that of ${other} and ${owner}.`
      taken.set(key, owner)
    }
  return null
}
