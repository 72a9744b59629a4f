import { type BoxedKind, boxedKinds, parseBoxedKind, type Style } from '@inkbridge/types'
import { hasStraightSides } from './shapes/contours.ts'
import { bucket } from './tools/bucket.ts'
import { eraser } from './tools/eraser.ts'
import { eyedropper } from './tools/eyedropper.ts'
import { frame } from './tools/frames.ts'
import { hand } from './tools/hand.ts'
import { laser } from './tools/laser.ts'
import { lasso } from './tools/lasso.ts'
import { line } from './tools/line.ts'
import { partEraser } from './tools/part-eraser.ts'
import { pen, shapePen } from './tools/pen.ts'
import { select } from './tools/select/select.ts'
import { boxTool } from './tools/shape.ts'
import type { Input, Step, Tool, View } from './tools/tool.ts'
import { note, text } from './tools/words.ts'

export { carried, cornersOf, type Frame, frameAround, padded, turnHandleOf } from './tools/frame.ts'
export { adopted, framed, withContents } from './tools/frames.ts'
export { hasPointsOnly, type LinePoint, linePoints } from './tools/select/bending.ts'
export { sproutsOf } from './tools/select/connecting.ts'
export { groupOver } from './tools/select/units.ts'
export { placeAround, shapeOf } from './tools/shape.ts'
export {
  type Draft,
  gridSize,
  holdMs,
  type Input,
  type Pointer,
  type Sample,
  type Step,
  type View,
} from './tools/tool.ts'

export type ToolName =
  | 'select'
  | 'lasso'
  | 'hand'
  | 'pen'
  | 'shape-pen'
  | 'highlighter'
  | 'eraser'
  | 'part-eraser'
  | 'line'
  | 'arrow'
  | 'bucket'
  | 'eyedropper'
  | 'laser'
  | 'text'
  | 'note'
  | 'frame'
  | BoxedKind

export interface ToolEntry {
  readonly name: ToolName
  readonly label: string
  /** As in the register of actions: the first is shown. */
  readonly keys: readonly string[]
  /** Those of `look` change nothing on the board: they are for viewers, too. */
  readonly group: 'look' | 'ink' | 'shapes' | 'words'
  /** Shares a place in the toolbar with the tool of this name, and comes with a second click there. */
  readonly under?: ToolName
  /** What of a style the tool uses. */
  readonly styles: readonly (keyof Style)[]
}

const lineStyles = ['color', 'width', 'dash', 'route', 'corners', 'look', 'startHead', 'endHead', 'opacity'] as const
const figureStyles = ['color', 'width', 'fill', 'pattern', 'dash', 'look', 'opacity'] as const
const textStyles = ['color', 'font', 'size', 'align', 'opacity'] as const
const noteStyles = ['fill', 'font', 'size', 'align', 'opacity'] as const

/** Names of what fills its place, and the keys of those that have one. */
const figures: { readonly [Kind in BoxedKind]: readonly [label: string, ...keys: readonly string[]] } = {
  rect: ['Rectangle', 'R', '2'],
  ellipse: ['Ellipse', 'O', '4'],
  diamond: ['Diamond', '3'],
  triangle: ['Triangle'],
  pentagon: ['Pentagon'],
  hexagon: ['Hexagon'],
  octagon: ['Octagon'],
  star: ['Star'],
  cloud: ['Cloud'],
  heart: ['Heart'],
  oval: ['Oval'],
  trapezoid: ['Trapezoid'],
  parallelogram: ['Parallelogram'],
  'parallelogram-left': ['Parallelogram to the left'],
  'arrow-right': ['Block arrow right'],
  'arrow-left': ['Block arrow left'],
  'arrow-up': ['Block arrow up'],
  'arrow-down': ['Block arrow down'],
  'x-box': ['Crossed box'],
  'check-box': ['Checked box'],
}

/** The register of tools: toolbar, shortcuts, list of commands and help read it. */
export const tools: readonly ToolEntry[] = [
  { name: 'select', label: 'Select', keys: ['V', '1'], group: 'look', styles: [] },
  { name: 'lasso', label: 'Lasso', keys: ['Y'], group: 'look', under: 'select', styles: [] },
  { name: 'hand', label: 'Hand', keys: ['H'], group: 'look', styles: [] },
  { name: 'laser', label: 'Laser pointer', keys: ['K'], group: 'look', under: 'hand', styles: [] },
  {
    name: 'pen',
    label: 'Pen',
    keys: ['D', 'P', 'X', '7'],
    group: 'ink',
    styles: ['color', 'width', 'nib', 'streamline', 'opacity'],
  },
  {
    name: 'highlighter',
    label: 'Highlighter',
    keys: ['Shift+D', 'Shift+P'],
    group: 'ink',
    under: 'pen',
    styles: ['color', 'width', 'opacity'],
  },
  {
    name: 'shape-pen',
    label: 'Draw a shape',
    keys: ['Shift+X'],
    group: 'ink',
    under: 'pen',
    styles: ['color', 'width', 'dash', 'look', 'opacity'],
  },
  { name: 'eraser', label: 'Eraser', keys: ['E', '0'], group: 'ink', styles: [] },
  { name: 'part-eraser', label: 'Erase parts', keys: ['Shift+E'], group: 'ink', under: 'eraser', styles: [] },
  figure('rect'),
  figure('ellipse'),
  figure('diamond'),
  ...boxedKinds.filter((kind) => !['rect', 'ellipse', 'diamond'].includes(kind)).map((kind) => figure(kind, 'diamond')),
  { name: 'arrow', label: 'Arrow', keys: ['A', '5'], group: 'shapes', styles: lineStyles },
  { name: 'line', label: 'Line', keys: ['L', '6'], group: 'shapes', under: 'arrow', styles: lineStyles },
  {
    name: 'bucket',
    label: 'Fill',
    keys: ['B'],
    group: 'shapes',
    styles: ['color', 'pattern'],
  },
  { name: 'eyedropper', label: 'Take a style', keys: ['I'], group: 'shapes', under: 'bucket', styles: [] },
  { name: 'text', label: 'Text', keys: ['T', '8'], group: 'words', styles: textStyles },
  { name: 'note', label: 'Note', keys: ['N', 'S'], group: 'words', styles: noteStyles },
  { name: 'frame', label: 'Frame', keys: ['F'], group: 'words', styles: [] },
]

function figure(kind: BoxedKind, under?: ToolName): ToolEntry {
  const [label, ...keys] = figures[kind]
  const corners = hasStraightSides(kind) ? (['corners'] as const) : []
  const styles = [...figureStyles, ...corners]
  return { name: kind, label, keys, group: 'shapes', ...(under ? { under } : {}), styles }
}

/** What a kind that fills its place is called. */
export function labelOf(kind: BoxedKind): string {
  return figures[kind][0]
}

/** A tool with its state kept inside: give it an input, get a plan. */
export interface RunningTool {
  readonly cursor: string
  readonly holds: boolean
  readonly drags: boolean
  next(input: Input, view: View): Step<unknown>
  /** Ends what was begun and goes on while nothing is pressed; null when nothing was. */
  finish(view: View): Step<unknown> | null
}

const others: { readonly [Name in Exclude<ToolName, BoxedKind>]: () => RunningTool } = {
  select: () => running(select),
  lasso: () => running(lasso),
  hand: () => running(hand),
  laser: () => running(laser),
  pen: () => running(pen),
  'shape-pen': () => running(shapePen),
  highlighter: () => running(pen),
  eraser: () => running(eraser),
  'part-eraser': () => running(partEraser),
  line: () => running(line),
  arrow: () => running(line),
  bucket: () => running(bucket),
  text: () => running(text),
  note: () => running(note),
  frame: () => running(frame),
  eyedropper: () => running(eyedropper),
}

export function runTool(name: ToolName): RunningTool {
  const kind = parseBoxedKind(name)
  return kind ? running(boxTool(kind)) : others[name as Exclude<ToolName, BoxedKind>]()
}

function running<State>(tool: Tool<State>): RunningTool {
  let state = tool.idle
  const taken = <Taken extends Step<State> | null>(step: Taken): Taken => {
    if (step) state = step.state
    return step
  }
  return {
    cursor: tool.cursor,
    holds: tool.holds ?? false,
    drags: tool.drags ?? false,
    next: (input, view) => taken(tool.next(state, input, view)),
    finish: (view) => taken(tool.finish?.(state, view) ?? null),
  }
}
