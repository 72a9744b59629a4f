import type { ToolName } from '../plan/plan.ts'
import { type ToolEntry, toolGroups } from './entry.ts'

/** The tools of an editor. */
export interface Toolset {
  /** Sorted by group, then in the order given. */
  readonly tools: readonly ToolEntry[]
  toolOf(name: ToolName): ToolEntry | undefined
}

/** Tools the editor switches to automatically: after creating a shape, and in read-only mode. */
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

/** Whether a tool is available: in read-only mode only tools that change nothing. */
export function isAllowed(tool: ToolEntry, readOnly: boolean): boolean {
  return !readOnly || tool.group === 'look'
}

/** Returns the initial tool: the pen, or the select tool without it. */
export function firstTool({ toolOf }: Pick<Toolset, 'toolOf'>, readOnly: boolean): ToolName {
  if (readOnly) return 'hand'
  return toolOf('pen') ? 'pen' : 'select'
}

/** Returns the tools by place in the toolbar; the first of each names the place. */
export function families(tools: readonly ToolEntry[], narrow: boolean): readonly (readonly ToolEntry[])[] {
  const has = (name: ToolName | undefined) => name !== undefined && tools.some((tool) => tool.name === name)
  const placeOf = ({ name, under, narrowUnder }: ToolEntry) =>
    [narrow ? narrowUnder : undefined, under].find(has) ?? name
  return tools
    .filter((tool) => placeOf(tool) === tool.name)
    .map(({ name }) => tools.filter((tool) => placeOf(tool) === name))
}
