import type { Shape, WorldPoint } from '@inkbridge/types'
import type { Direction } from '../../editor/plan.ts'
import { twist } from '../../geometry/box.ts'
import { isBindable, isSizedByText } from '../../shapes/capabilities.ts'
import type { Kinds } from '../../shapes/kind.ts'
import { frameAround, padded } from '../frame.ts'
import { line } from '../line.ts'
import { dragPx, type Pointer, type View } from '../tool.ts'
import { type Connecting, type Dragged, idle, type SelectStep, shapesOf } from './state.ts'

/** A place beside a shape from which it goes on in a direction: pressed, another shape; dragged, an arrow. */
export interface Sprout extends WorldPoint {
  readonly direction: Direction
}

/** Screen pixels from the frame of a shape to its sprouts; above it there is a handle already. */
const [awayPx, abovePx] = [20, 46]
/** A shape that is smaller on the screen has none, pixels. */
const leastPx = 56
/** How near one has to press, screen pixels. */
const reachPx = { mouse: 11, pen: 14, touch: 22 } as const

/** Where a shape that is selected alone goes on. */
export function sproutsOf(shape: Shape | undefined, zoom: number, kinds: Kinds): readonly Sprout[] {
  if (!shape || shape.locked || !isBindable(shape, kinds) || isSizedByText(shape, kinds)) return []
  if (Math.min(shape.at.w, shape.at.h) * zoom < leastPx) return []
  const frame = frameAround([shape], kinds)
  if (!frame) return []
  const { box, about, angle } = padded(frame, zoom)
  const [x, y] = [(box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2]
  const [away, above] = [awayPx / zoom, abovePx / zoom]
  const places = [
    { direction: 'right', x: box.maxX + away, y },
    { direction: 'down', x, y: box.maxY + away },
    { direction: 'left', x: box.minX - away, y },
    { direction: 'up', x, y: box.minY - above },
  ] as const
  return places.map(({ direction, ...point }) => ({ direction, ...twist(point, about, angle) }))
}

/** The gesture that begins on a sprout. */
export function sproutUnder({ point, device }: Pointer, view: View): Connecting | null {
  const [shape, another] = shapesOf(view.selection, view)
  if (view.readOnly || another || !shape) return null
  const reach = reachPx[device] / view.zoom
  const near = sproutsOf(shape, view.zoom, view.scene.kinds).find(
    ({ x, y }) => Math.hypot(x - point.x, y - point.y) <= reach,
  )
  return near ? { name: 'connecting', id: shape.id, direction: near.direction, from: point, line: null } : null
}

export function connecting(state: Connecting, input: Dragged, view: View): SelectStep {
  const arrows = { ...view, style: view.arrowStyle }
  const far = Math.hypot(input.point.x - state.from.x, input.point.y - state.from.y) * view.zoom >= dragPx
  if (!state.line && !far) return input.type === 'up' ? { state: idle, beside: state.direction } : { state }
  const { x, y } = state.from
  const begun = state.line ?? {
    name: 'drawing' as const,
    id: view.newId(),
    points: [x, y],
    isDown: true,
    dragged: true,
    start: { id: state.id },
    end: null,
    rested: null,
  }
  const { state: after, done: _done, ...step } = line.next(begun, input, arrows)
  return { ...step, state: after.name === 'idle' ? idle : { ...state, line: after } }
}
