import type { Shape, WorldPoint } from '@inkbridge/types'
import { isNear, rotateAbout } from '../../geometry.ts'
import type { Direction } from '../../plan/plan.ts'
import { isBindable, isSizedByText, nextOf, worldPoints } from '../../shapes.ts'
import { line } from '../line-tool.ts'
import { padded, selectionBoxOf } from '../selection-box.ts'
import { dragPx, type Pointer, type View } from '../tool.ts'
import { type Connecting, type Dragged, idle, type SelectStep, shapesOf } from './select-state.ts'

/** A handle beside a shape: pressed, it adds a shape in its direction; dragged, it draws an arrow. */
export interface ConnectHandle extends WorldPoint {
  readonly direction: Direction
}

/** Distance of connect handles from the selection box, screen pixels; larger above, where the rotation handle is. */
const [awayPx, abovePx] = [20, 46]
/** Minimum size of a shape with connect handles, screen pixels. */
const leastPx = 56
/** Radius for pressing a handle, screen pixels. */
const reachPx = { mouse: 11, pen: 14, touch: 22 } as const

/** The middle of each side, as fractions of the place. */
const sideOf = { right: [1, 0.5], down: [0.5, 1], left: [0, 0.5], up: [0.5, 0] } as const

/** Minimum distance of a handle from bound lines, and the offsets that are tried, screen pixels. */
const [clearPx, asidePx] = [14, [0, 28, -28, 56, -56]] as const

/** Returns the connect handles of a single selected shape, clear of lines bound to it. */
export function connectHandlesOf(
  shape: Shape | undefined,
  zoom: number,
  scene: Pick<View['scene'], 'linesBoundTo' | 'kinds'>,
): readonly ConnectHandle[] {
  const { kinds } = scene
  if (!shape || shape.locked || !isBindable(shape, kinds) || isSizedByText(shape, kinds)) return []
  if (!nextOf(shape, kinds)) return []
  if (Math.min(shape.at.w, shape.at.h) * zoom < leastPx) return []
  const frame = selectionBoxOf([shape], kinds)
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
  const lines = scene.linesBoundTo(shape.id).map(worldPoints)
  const isFree = (point: WorldPoint) =>
    !lines.some((points) => isNear({ points, closed: false }, point, clearPx / zoom))
  return places.flatMap(({ direction, ...middle }) => {
    const isUpright = direction === 'left' || direction === 'right'
    const room = (isUpright ? box.maxY - box.minY : box.maxX - box.minX) / 2
    const points = asidePx
      .map((px) => px / zoom)
      .filter((aside) => Math.abs(aside) <= room)
      .map((aside) => (isUpright ? { x: middle.x, y: middle.y + aside } : { x: middle.x + aside, y: middle.y }))
      .map((point) => rotateAbout(point, about, angle))
    const point = points.find(isFree)
    return point ? [{ direction, ...point }] : []
  })
}

/** Returns the gesture that starts on a connect handle. */
export function connectHandleAt({ point, device }: Pointer, view: View): Connecting | null {
  const [shape, another] = shapesOf(view.selection, view)
  if (view.readOnly || another || !shape) return null
  const reach = reachPx[device] / view.zoom
  const near = connectHandlesOf(shape, view.zoom, view.scene).find(
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
    start: { id: state.id, at: sideOf[state.direction], outline: true } as const,
    end: null,
    rested: null,
  }
  const { state: after, done: _done, ...step } = line.next(begun, input, arrows)
  return { ...step, state: after.name === 'idle' ? idle : { ...state, line: after } }
}
