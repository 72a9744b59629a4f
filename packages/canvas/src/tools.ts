import { eraser } from './tools/eraser.ts'
import { hand } from './tools/hand.ts'
import { lasso } from './tools/lasso.ts'
import { partEraser } from './tools/part-eraser.ts'
import { pen } from './tools/pen.ts'
import { select } from './tools/select.ts'
import { ellipse, line, rect } from './tools/shape.ts'
import type { Input, Step, Tool, View } from './tools/tool.ts'

export { frameOf } from './tools/handles.ts'
export { selectionBox } from './tools/select.ts'
export { type Draft, holdMs, type Input, type Pointer, type Sample, type Step } from './tools/tool.ts'

export type ToolName =
  | 'select'
  | 'lasso'
  | 'hand'
  | 'pen'
  | 'highlighter'
  | 'eraser'
  | 'part-eraser'
  | 'rect'
  | 'ellipse'
  | 'line'

export interface ToolEntry {
  readonly name: ToolName
  readonly label: string
  /** The letter shown; `keys` all that choose it. */
  readonly key: string
  readonly keys: readonly string[]
  readonly group: 'move' | 'ink' | 'shapes'
  /** Shares a place in the toolbar with the tool of this name, and comes with a second click there. */
  readonly under?: ToolName
  /** What of a style the tool uses. */
  readonly styles: readonly StyleKey[]
}

type StyleKey = 'color' | 'width' | 'fill' | 'nib' | 'streamline'

/** The register of tools: toolbar, shortcuts and help read it. */
export const tools: readonly ToolEntry[] = [
  { name: 'select', label: 'Select', key: 'V', keys: ['v', '1'], group: 'move', styles: [] },
  { name: 'lasso', label: 'Lasso', key: 'Y', keys: ['y'], group: 'move', under: 'select', styles: [] },
  { name: 'hand', label: 'Hand', key: 'H', keys: ['h'], group: 'move', styles: [] },
  {
    name: 'pen',
    label: 'Pen',
    key: 'D',
    keys: ['d', 'p', 'b', 'x', '7'],
    group: 'ink',
    styles: ['color', 'width', 'nib', 'streamline'],
  },
  {
    name: 'highlighter',
    label: 'Highlighter',
    key: '⇧D',
    keys: ['shift+d', 'shift+p'],
    group: 'ink',
    under: 'pen',
    styles: ['color', 'width'],
  },
  { name: 'eraser', label: 'Eraser', key: 'E', keys: ['e', '0'], group: 'ink', styles: [] },
  {
    name: 'part-eraser',
    label: 'Erase parts',
    key: '⇧E',
    keys: ['shift+e'],
    group: 'ink',
    under: 'eraser',
    styles: [],
  },
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
  readonly holds: boolean
  next(input: Input, view: View): Step<unknown>
}

export function runTool(name: ToolName): RunningTool {
  const starts: { readonly [Name in ToolName]: () => RunningTool } = {
    select: () => running(select),
    lasso: () => running(lasso),
    hand: () => running(hand),
    pen: () => running(pen),
    highlighter: () => running(pen),
    eraser: () => running(eraser),
    'part-eraser': () => running(partEraser),
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
    holds: tool.holds ?? false,
    next(input, view) {
      const step = tool.next(state, input, view)
      state = step.state
      return step
    },
  }
}
