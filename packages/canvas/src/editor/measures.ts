import type { Edit, Shape } from '@inkbridge/types'
import { type Kinds, turnedAbout } from '../shapes.ts'
import { carried, selectionBoxOf } from '../tools.ts'

/** Position of the top left before rotation and size, world units; angle in degrees clockwise, 0 to 360. */
export interface Measures {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  readonly angle: number
}

export function measuresOf(shapes: readonly Shape[], kinds: Kinds): Measures | null {
  const frame = selectionBoxOf(shapes, kinds)
  if (!frame) return null
  const { minX, minY, maxX, maxY } = frame.box
  const angle = (((frame.angle * 180) / Math.PI) % 360) + 360
  return { x: minX, y: minY, w: maxX - minX, h: maxY - minY, angle: Math.round((angle % 360) * 100) / 100 }
}

/** Returns edits that give shapes other measures, all together, as if their selection box were dragged. */
export function measured(shapes: readonly Shape[], change: Partial<Measures>, kinds: Kinds): readonly Edit[] {
  const [frame, now] = [selectionBoxOf(shapes, kinds), measuresOf(shapes, kinds)]
  if (!frame || !now) return []
  const { x, y, w, h, angle } = { ...now, ...change }
  const { minX, minY } = frame.box
  const size = { w: Math.max(1, w), h: Math.max(1, h) }
  const turnedBy = ((angle - now.angle) * Math.PI) / 180
  const to = { box: { minX, minY, maxX: minX + size.w, maxY: minY + size.h }, over: { x: false, y: false } }
  const resizes = change.w !== undefined || change.h !== undefined
  return shapes.map((shape) => {
    const sized = resizes ? carried(shape.at, frame, to) : shape.at
    const at = turnedBy === 0 ? sized : turnedAbout(sized, frame.about, turnedBy)
    return { type: 'place', id: shape.id, at: { ...at, x: at.x + x - now.x, y: at.y + y - now.y } }
  })
}
