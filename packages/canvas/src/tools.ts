import { type BoxedKind, boxedKinds, highlighterWidths, noteRecord, wordKeys } from '@inkbridge/types'
import type { ToolName } from './plan/plan.ts'
import { connects, figureData, hasStraightSides, isErasableInParts } from './shapes.ts'
import { bucket } from './tools/bucket.ts'
import type { ToolEntry } from './tools/entry.ts'
import { eraser } from './tools/eraser.ts'
import { eyedropper } from './tools/eyedropper.ts'
import { frame } from './tools/frame-tool.ts'
import { hand } from './tools/hand.ts'
import { laser } from './tools/laser-tool.ts'
import { lasso } from './tools/lasso.ts'
import { line } from './tools/line-tool.ts'
import { partEraser } from './tools/part-eraser.ts'
import { pen, shapePen } from './tools/pen.ts'
import { select } from './tools/select/select.ts'
import { boxTool } from './tools/shape.ts'
import { isArrow } from './tools/target.ts'
import { note, text } from './tools/text-tools.ts'

export type { ToolEntry } from './tools/entry.ts'
export { framed, reparent, reparentContents, withContents } from './tools/frame-tool.ts'
export { hasPointsOnly, type LinePoint, linePoints } from './tools/select/bending.ts'
export { connectHandlesOf } from './tools/select/connecting.ts'
export { groupOver } from './tools/select/entered-group.ts'
export {
  carried,
  cornersOf,
  isIn,
  padded,
  rotateHandleOf,
  type SelectionBox,
  selectionBoxOf,
} from './tools/selection-box.ts'
export { placeAround, shapeOf } from './tools/shape.ts'
export {
  dragPx,
  gridSize,
  holdMs,
  type Input,
  type Pointer,
  type Sample,
  type Step,
  type Tool,
  type View,
} from './tools/tool.ts'
export { Toolbox } from './tools/toolbox.ts'
export { createToolset, families, firstTool, isAllowed, type Toolset } from './tools/toolset.ts'

const lineStyles = ['color', 'width', 'dash', 'route', 'corners', 'look', 'startHead', 'endHead', 'opacity'] as const
const lineOwn = ['route', 'corners', 'startHead', 'endHead'] as const
const figureStyles = ['color', 'width', 'fill', 'pattern', ...wordKeys, 'dash', 'look', 'opacity'] as const
const textStyles = ['color', 'font', 'size', 'align', 'opacity'] as const
const noteStyles = ['color', 'fill', ...wordKeys, 'opacity'] as const

/** The size of erasers is the width of their style, screen pixels. */
const eraserSizes = { styles: ['width'], style: { width: 16 }, own: ['width'], widths: [8, 16, 32, 64] } as const

/** Keys of box shapes that have any. */
const figureKeys: { readonly [Kind in BoxedKind]?: readonly string[] } = {
  rect: ['R', '2'],
  ellipse: ['O', '4'],
  diamond: ['3'],
}

/**
 * Returns the tool of a box shape, with a place of its own or under another tool; on a phone all are under the
 * rectangle.
 */
function figure(kind: BoxedKind, under?: ToolName): ToolEntry {
  const corners = hasStraightSides(kind) ? (['corners'] as const) : []
  return {
    ...boxTool(kind),
    name: kind,
    keys: figureKeys[kind] ?? [],
    group: 'shapes',
    icon: figureData(kind, flat.has(kind) ? flatIcon : squareIcon),
    ...(under ? { under } : {}),
    narrowUnder: 'rect',
    styles: [...figureStyles, ...corners],
  }
}

const flat: ReadonlySet<BoxedKind> = new Set([
  ...(['rect', 'oval', 'trapezoid', 'parallelogram', 'parallelogram-left', 'cloud', 'hexagon'] as const),
])
const flatIcon = { x: 2, y: 4, w: 16, h: 12, rotation: 0 }
const squareIcon = { x: 2.5, y: 2.5, w: 15, h: 15, rotation: 0 }

/** The built-in tools, in the order of the toolbar. */
export const builtInTools: readonly ToolEntry[] = [
  { ...select, name: 'select', keys: ['V', '1'], group: 'look', styles: [], keepsSelection: true },
  {
    ...lasso,
    name: 'lasso',
    keys: ['Y'],
    group: 'look',
    under: 'select',
    styles: [],
    keepsSelection: true,
  },
  { ...hand, name: 'hand', keys: ['H'], group: 'look', narrowUnder: 'select', styles: [] },
  {
    ...laser,
    name: 'laser',
    keys: ['K'],
    group: 'look',
    under: 'hand',
    narrowUnder: 'select',
    styles: [],
  },
  {
    ...pen,
    name: 'pen',
    keys: ['D', 'P', 'X', '7'],
    group: 'ink',
    styles: ['color', 'width', 'nib', 'streamline', 'opacity'],
    made: (shape, kinds) => isErasableInParts(shape, kinds) && shape.style.nib !== 'highlighter',
  },
  {
    ...pen,
    name: 'highlighter',
    keys: ['Shift+D', 'Shift+P'],
    group: 'ink',
    under: 'pen',
    styles: ['color', 'width', 'opacity'],
    style: { color: 'amber', width: 20, nib: 'highlighter' },
    own: ['color', 'width'],
    widths: highlighterWidths,
    made: (shape, kinds) => isErasableInParts(shape, kinds) && shape.style.nib === 'highlighter',
  },
  {
    ...shapePen,
    name: 'shape-pen',
    keys: ['Shift+X'],
    group: 'ink',
    under: 'pen',
    styles: ['color', 'width', 'dash', 'look', 'opacity'],
  },
  { ...eraser, name: 'eraser', keys: ['E', '0'], group: 'ink', ...eraserSizes },
  {
    ...partEraser,
    name: 'part-eraser',
    keys: ['Shift+E'],
    group: 'ink',
    under: 'eraser',
    ...eraserSizes,
  },
  figure('rect'),
  figure('ellipse'),
  figure('diamond'),
  ...boxedKinds.filter((kind) => !['rect', 'ellipse', 'diamond'].includes(kind)).map((kind) => figure(kind, 'diamond')),
  {
    ...line,
    name: 'arrow',
    keys: ['A', '5'],
    group: 'shapes',
    styles: lineStyles,
    style: { endHead: 'arrow' },
    own: lineOwn,
    made: (shape, kinds) => connects(shape, kinds) && isArrow(shape),
  },
  {
    ...line,
    name: 'line',
    keys: ['L', '6'],
    group: 'shapes',
    under: 'arrow',
    styles: lineStyles,
    own: lineOwn,
    made: (shape, kinds) => connects(shape, kinds) && !isArrow(shape),
  },
  {
    ...bucket,
    name: 'bucket',
    keys: ['B'],
    group: 'shapes',
    narrowUnder: 'arrow',
    styles: ['color', 'pattern'],
    own: ['color'],
  },
  {
    ...eyedropper,
    name: 'eyedropper',
    keys: ['I'],
    group: 'shapes',
    under: 'bucket',
    narrowUnder: 'arrow',
    styles: [],
    keepsSelection: true,
  },
  { ...text, name: 'text', keys: ['T', '8'], group: 'words', styles: textStyles, own: ['align'], writes: true },
  {
    ...note,
    name: 'note',
    keys: ['N', 'S'],
    group: 'words',
    styles: noteStyles,
    style: noteRecord.style.defaults ?? {},
    own: ['color', 'fill', 'align', 'valign', 'fit'],
    writes: true,
  },
  { ...frame, name: 'frame', keys: ['F'], group: 'words', narrowUnder: 'note', styles: [] },
]
