import { type BoxedKind, boxedKinds } from '@inkbridge/types'
import { hasStraightSides } from './shapes/contours.ts'
import type { ToolEntry, ToolName } from './tools/entry.ts'

export type { Draft } from './tools/draft.ts'
export type { ToolEntry, ToolName } from './tools/entry.ts'
export { carried, cornersOf, type Frame, frameAround, padded, turnHandleOf } from './tools/frame.ts'
export { adopted, framed, withContents } from './tools/frames.ts'
export { hasPointsOnly, type LinePoint, linePoints } from './tools/select/bending.ts'
export { sproutsOf } from './tools/select/connecting.ts'
export { groupOver } from './tools/select/units.ts'
export { placeAround, shapeOf } from './tools/shape.ts'
export {
  gridSize,
  holdMs,
  type Input,
  type Pointer,
  type Sample,
  type View,
} from './tools/tool.ts'
export { Toolbox } from './tools/toolbox.ts'

const lineStyles = ['color', 'width', 'dash', 'route', 'corners', 'look', 'startHead', 'endHead', 'opacity'] as const
const figureStyles = ['color', 'width', 'fill', 'pattern', 'dash', 'look', 'opacity'] as const
const textStyles = ['color', 'font', 'size', 'align', 'opacity'] as const
const noteStyles = ['fill', 'font', 'size', 'align', 'opacity'] as const

/** Labels of box shapes, and the keys of those that have one. */
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

/** The register of tools: toolbar, shortcuts, command palette and help read it. */
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

/** The name of a kind of box shape. */
export function labelOf(kind: BoxedKind): string {
  return figures[kind][0]
}
