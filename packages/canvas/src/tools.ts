import { eraser } from './tools/eraser.ts'
import { hand } from './tools/hand.ts'
import { pen } from './tools/pen.ts'
import { select } from './tools/select.ts'
import { ellipse, line, rect } from './tools/shape.ts'
import type { Input, Step, Tool, View } from './tools/tool.ts'

export { frameOf } from './tools/handles.ts'
export { selectionBox } from './tools/select.ts'
export type { Draft, Input, Pointer, Sample, Step } from './tools/tool.ts'

export type ToolName = 'select' | 'hand' | 'pen' | 'eraser' | 'rect' | 'ellipse' | 'line'

export interface ToolEntry {
  readonly name: ToolName
  readonly label: string
  /** The letter shown; `keys` all that choose it. */
  readonly key: string
  readonly keys: readonly string[]
  readonly group: 'move' | 'ink' | 'shapes'
  /** What of a style the tool uses. */
  readonly styles: readonly ('color' | 'width' | 'fill')[]
}

/** The register of tools: toolbar, shortcuts and help read it. */
export const tools: readonly ToolEntry[] = [
  { name: 'select', label: 'Select', key: 'V', keys: ['v', '1'], group: 'move', styles: [] },
  { name: 'hand', label: 'Hand', key: 'H', keys: ['h'], group: 'move', styles: [] },
  { name: 'pen', label: 'Pen', key: 'D', keys: ['d', 'p', 'b', 'x', '7'], group: 'ink', styles: ['color', 'width'] },
  { name: 'eraser', label: 'Eraser', key: 'E', keys: ['e', '0'], group: 'ink', styles: [] },
  { name: 'rect', label: 'Rectangle', key: 'R', keys: ['r', '2'], group: 'shapes', styles: ['color', 'width', 'fill'] },
  {
    name: 'ellipse',
    label: 'Ellipse',
    key: 'O',
    keys: ['o', '4'],
    group: 'shapes',
    styles: ['color', 'width', 'fill'],
  },
  { name: 'line', label: 'Line', key: 'L', keys: ['l', '6'], group: 'shapes', styles: ['color', 'width'] },
]

/** A tool with its state kept inside: give it an input, get a plan. */
export interface RunningTool {
  readonly cursor: string
  next(input: Input, view: View): Step<unknown>
}

export function runTool(name: ToolName): RunningTool {
  const starts: { readonly [Name in ToolName]: () => RunningTool } = {
    select: () => running(select),
    hand: () => running(hand),
    pen: () => running(pen),
    eraser: () => running(eraser),
    rect: () => running(rect),
    ellipse: () => running(ellipse),
    line: () => running(line),
  }
  return starts[name]()
}

function running<State>(tool: Tool<State>): RunningTool {
  let state = tool.idle
  return {
    cursor: tool.cursor,
    next(input, view) {
      const step = tool.next(state, input, view)
      state = step.state
      return step
    },
  }
}
