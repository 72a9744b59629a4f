import {
  type Box,
  defaultStyle,
  type Edit,
  type Place,
  type Shape,
  type ShapeId,
  type Style,
  type WorldPoint,
} from '@inkbridge/types'
import { around, contains, grow, middleOf, overlaps, placeBox, turned, union } from '../geometry.ts'
import type { Direction } from '../plan/plan.ts'
import type { Scene } from '../scene/scene.ts'
import { type Attribution, connects, extentOf, isErasableInParts, type Kinds, lineThrough, nextOf } from '../shapes.ts'

/** Gap to the next shape of a chart, and between sticky notes, world units. */
const [chartGap, noteGap] = [96, 24]

const steps: { readonly [Name in Direction]: readonly [x: number, y: number] } = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
}

interface Next {
  readonly edits: readonly Edit[]
  readonly id: ShapeId
}

/**
 * Adds a similar shape in a direction where there is room, connected by an arrow; sticky notes are put side by side
 * without one. In a frame the new shape stays inside and the frame grows; a locked frame must have room. Null: the kind
 * has no next shape.
 */
export function nextTo(
  shape: Shape,
  direction: Direction,
  scene: Pick<Scene, 'inBox' | 'get' | 'asStored' | 'kinds'>,
  newId: () => ShapeId,
  attribution: Attribution,
): Next | null {
  // Use the stored size, not one grown with text.
  const next = nextOf(scene.asStored(shape), scene.kinds)
  if (!next) return null
  const { w, h, isJoined, make } = next
  const box = extentOf(shape, scene.kinds)
  const at = { ...freePlace(box, w, h, direction, isJoined ? chartGap : noteGap, scene), w, h, rotation: 0 }
  const id = newId()
  const edits: Edit[] = [{ type: 'create', shape: make({ id, at, style: shape.style }, attribution) }]
  if (shape.frame) {
    const room = roomIn(shape.frame, placeBox(at), scene)
    edits.push(...room.edits)
    if (room.parent) edits.push({ type: 'parent', id, parent: room.parent })
  }
  if (isJoined) edits.push(arrowBetween(shape, id, newId(), middleOf(box), middleOf(placeBox(at))))
  return { edits, id }
}

/**
 * Returns the innermost frame around a box that has room for it or can grow, and the edits by which that frame and those
 * around it grow. A locked frame keeps its size.
 */
function roomIn(
  innermost: ShapeId,
  box: Box,
  scene: Pick<Scene, 'get'>,
): { readonly parent: ShapeId | null; readonly edits: readonly Edit[] } {
  const padded = grow(box, noteGap)
  const passed = new Set<ShapeId>()
  let parent: ShapeId | null = innermost
  let edits: readonly Edit[] = []
  let inside = padded
  for (let frame = scene.get(innermost); frame && !passed.has(frame.id); ) {
    passed.add(frame.id)
    const { id, at, locked } = frame
    if (contains(levelBox(at), levelled(inside, at))) break
    if (locked) {
      parent = frame.frame ?? null
      edits = []
      inside = padded
    } else {
      const grown = grownTo(at, inside)
      edits = [...edits, { type: 'place', id, at: grown }]
      inside = placeBox(grown)
    }
    frame = frame.frame ? scene.get(frame.frame) : undefined
  }
  return { parent, edits }
}

/** Enlarges a place until it contains a box, keeping its rotation. */
function grownTo(at: Place, box: Box): Place {
  const level = union([levelBox(at), levelled(box, at)]) ?? box
  const [w, h] = [level.maxX - level.minX, level.maxY - level.minY]
  const middle = turned(middleOf(level), at, at.rotation)
  return { ...at, x: middle.x - w / 2, y: middle.y - h / 2, w, h }
}

/** Returns the box of a place before its rotation. */
function levelBox({ x, y, w, h }: Place): Box {
  return { minX: x, minY: y, maxX: x + w, maxY: y + h }
}

/** Returns the bounds of a box in the coordinates of a rotated place. */
function levelled({ minX, minY, maxX, maxY }: Box, at: Place): Box {
  const corners = [
    { x: minX, y: minY },
    { x: maxX, y: minY },
    { x: maxX, y: maxY },
    { x: minX, y: maxY },
  ]
  return around(corners.map((corner) => turned(corner, at, -at.rotation)))
}

/** Returns an edit that creates an arrow between the centres of two shapes. */
export function connectEdit(from: Shape, to: Shape, id: ShapeId, style: Style, kinds: Kinds): Edit {
  const [a, b] = [middleOf(extentOf(from, kinds)), middleOf(extentOf(to, kinds))]
  const line = lineThrough([a.x, a.y, b.x, b.y])
  return { type: 'create', shape: { id, kind: 'line', ...line, style, start: { to: from.id }, end: { to: to.id } } }
}

function arrowBetween(from: Shape, to: ShapeId, id: ShapeId, a: WorldPoint, b: WorldPoint): Edit {
  const { color, width, look } = from.style
  const style: Style = { ...defaultStyle, color, width, endHead: 'arrow', route: 'elbow', ...(look ? { look } : {}) }
  const line = lineThrough([a.x, a.y, b.x, b.y])
  return { type: 'create', shape: { id, kind: 'line', ...line, style, start: { to: from.id }, end: { to } } }
}

/**
 * Returns the first free place in a direction, trying those beside it in turn; shapes that contain the box do not
 * count.
 */
function freePlace(
  box: Box,
  w: number,
  h: number,
  direction: Direction,
  gap: number,
  scene: Pick<Scene, 'inBox' | 'kinds'>,
): { readonly x: number; readonly y: number } {
  const [stepX, stepY] = steps[direction]
  const middle = middleOf(box)
  const x = stepX === 0 ? middle.x - w / 2 : stepX > 0 ? box.maxX + gap : box.minX - gap - w
  const y = stepY === 0 ? middle.y - h / 2 : stepY > 0 ? box.maxY + gap : box.minY - gap - h
  for (let turn = 0; turn < 40; turn += 1) {
    const aside = Math.ceil(turn / 2) * (turn % 2 === 0 ? -1 : 1)
    const place = {
      x: Math.round(x + (stepX === 0 ? aside * (w + noteGap) : 0)),
      y: Math.round(y + (stepY === 0 ? aside * (h + noteGap) : 0)),
    }
    const at = { minX: place.x + 1, minY: place.y + 1, maxX: place.x + w - 1, maxY: place.y + h - 1 }
    const isOccupied = scene.inBox(at).some((shape) => {
      if (connects(shape, scene.kinds) || isErasableInParts(shape, scene.kinds)) return false
      const extent = extentOf(shape, scene.kinds)
      return !contains(extent, box) && overlaps(extent, at)
    })
    if (!isOccupied) return place
  }
  return { x: Math.round(x), y: Math.round(y) }
}

/** Returns the nearest shape that an arrow leads to in a direction; null: none. */
export function connectedTo(
  shape: Shape,
  direction: Direction,
  scene: Pick<Scene, 'linesBoundTo' | 'get' | 'kinds'>,
): ShapeId | null {
  const [stepX, stepY] = steps[direction]
  const from = middleOf(extentOf(shape, scene.kinds))
  let best: { readonly id: ShapeId; readonly turn: number } | null = null
  for (const line of scene.linesBoundTo(shape.id)) {
    const other = line.start?.to === shape.id ? line.end?.to : line.start?.to
    const there = other && other !== shape.id ? scene.get(other) : undefined
    if (!there) continue
    const to = middleOf(extentOf(there, scene.kinds))
    const [dx, dy] = [to.x - from.x, to.y - from.y]
    const along = (dx * stepX + dy * stepY) / Math.max(1, Math.hypot(dx, dy))
    // Up to 45° to either side.
    if (along > 0.7 && (!best || along > best.turn)) best = { id: there.id, turn: along }
  }
  return best?.id ?? null
}
