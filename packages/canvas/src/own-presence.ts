import type { Box, OwnPresence, ShapeId } from '@inkbridge/types'
import type { Scene } from './scene.ts'
import { selectionBox } from './shapes.ts'
import type { Draft } from './tools.ts'

/** More selected shapes than these are shown to others as one box. */
const maxNamed = 200

/** A few shapes by name; many as the box around them, and how far it is dragged. */
export function shownSelection(selection: readonly ShapeId[], scene: Scene, { moved }: Draft): OwnPresence {
  if (selection.length <= maxNamed) return { selection, box: null, shift: null }
  const box = selectionBox(selection.flatMap((id) => scene.get(id) ?? []))
  return { selection: [], box, shift: moved ? { x: moved.dx, y: moved.dy } : null }
}

/** To a thousandth of what it shows: as much as others need to know. */
export function roughly(box: Box): Box {
  const unit = 10 ** Math.floor(Math.log10(Math.max(1e-6, box.maxX - box.minX)) - 3)
  const rounded = (value: number) => Number((Math.round(value / unit) * unit).toPrecision(12))
  return { minX: rounded(box.minX), minY: rounded(box.minY), maxX: rounded(box.maxX), maxY: rounded(box.maxY) }
}
