import type { Pointer, ToolEntry, View } from '@inkbridge/react'
import type { Edit, NewShape, Place, WorldPoint } from '@inkbridge/types'

/** Where the pointer was pressed; null: it is up. */
type State = WorldPoint | null

const [columns, rows] = [3, 2]

/** Draws a table from corner to corner: its outline during the drag, then its cells, as one group and one undo step. */
export const table: ToolEntry<State> = {
  name: 'acme.table',
  label: 'Table',
  keys: ['Shift+T'],
  group: 'shapes',
  icon: 'M3 4H17V16H3ZM3 10H17M7.7 4V16M12.3 4V16',
  styles: ['color', 'width', 'fill', 'opacity'],
  cursor: 'crosshair',
  drags: true,
  idle: null,
  next(from, input, view) {
    if (input.type === 'down') return { state: input.point, selection: [] }
    if (!from || input.type === 'cancel' || input.type === 'hold') return { state: null }
    const outline = placeFrom(from, input)
    if (input.type === 'move') return { state: from, draft: { shape: { ...cell(outline, view), order: 'a0' } } }
    const cells = places(outline).map((at) => cell(at, view))
    const ids = cells.map(({ id }) => id)
    const edits: readonly Edit[] = [
      ...cells.map((shape): Edit => ({ type: 'create', shape })),
      { type: 'group', id: view.newId(), members: ids },
    ]
    return { state: null, edits, selection: ids, done: true }
  },
}

function cell(at: Place, { style, newId }: View): NewShape {
  return { id: newId(), kind: 'rect', at, style }
}

function placeFrom(from: WorldPoint, { point }: Pointer): Place {
  const [w, h] = [Math.abs(point.x - from.x), Math.abs(point.y - from.y)]
  return { x: Math.min(from.x, point.x), y: Math.min(from.y, point.y), w, h, rotation: 0 }
}

/** The cells of a table, row by row. */
function places({ x, y, w, h }: Place): readonly Place[] {
  const [width, height] = [w / columns, h / rows]
  return Array.from({ length: columns * rows }, (_, index) => ({
    x: x + (index % columns) * width,
    y: y + Math.floor(index / columns) * height,
    w: width,
    h: height,
    rotation: 0,
  }))
}
