import type { ToolName } from '../plan/plan.ts'
import { type ToolEntry, toolGroups } from './entry.ts'

/** The tools of an editor, as it was given them. */
export interface Toolset {
  /** By group, else in the order given. */
  readonly tools: readonly ToolEntry[]
  toolOf(name: ToolName): ToolEntry | undefined
}

/** The editor turns to them by itself: after a shape was made, and where nothing can be edited. */
const needed = ['select', 'hand'] as const satisfies readonly ToolName[]

/** @throws when two tools have one name, or one is missing that the editor cannot do without */
export function createToolset(tools: readonly ToolEntry[]): Toolset {
  const byName = new Map(tools.map((tool) => [tool.name, tool]))
  const twice = tools.find((tool) => byName.get(tool.name) !== tool)
  if (twice) throw new Error(`Two tools are called "${twice.name}". Leave one out of the list, or rename yours.`)
  const missing = needed.find((name) => !byName.has(name))
  if (missing) throw new Error(`The list of tools lacks "${missing}", which the editor needs.`)
  return {
    tools: toolGroups.flatMap((group) => tools.filter((tool) => tool.group === group)),
    toolOf: (name) => byName.get(name),
  }
}

/** Whether a tool may be chosen: where nothing can be edited only those that change nothing. */
export function isAllowed(tool: ToolEntry, readOnly: boolean): boolean {
  return !readOnly || tool.group === 'look'
}

/** The tool to begin with: the pen, or the select tool where there is none. */
export function firstTool({ toolOf }: Pick<Toolset, 'toolOf'>, readOnly: boolean): ToolName {
  if (readOnly) return 'hand'
  return toolOf('pen') ? 'pen' : 'select'
}

/** Tools that share a place in a toolbar, the first of each gives the place its name. */
export function families(tools: readonly ToolEntry[], narrow: boolean): readonly (readonly ToolEntry[])[] {
  const has = (name: ToolName | undefined) => name !== undefined && tools.some((tool) => tool.name === name)
  const placeOf = ({ name, under, narrowUnder }: ToolEntry) =>
    [narrow ? narrowUnder : undefined, under].find(has) ?? name
  return tools
    .filter((tool) => placeOf(tool) === tool.name)
    .map(({ name }) => tools.filter((tool) => placeOf(tool) === name))
}
