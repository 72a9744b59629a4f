import type { Box, Peer, Shape, ShapeId, WorldPoint } from '@inkbridge/types'
import { palette, type Theme } from '../display.ts'
import { grow, turned } from '../geometry.ts'
import type { Draft, Guide, Matches, Target } from '../plan/plan.ts'
import type { Scene } from '../scene/scene.ts'
import { linkMarkOf, nearestOutline, selectionBox } from '../shapes.ts'
import {
  connectHandlesOf,
  cornersOf,
  hasPointsOnly,
  type LinePoint,
  linePoints,
  padded,
  rotateHandleOf,
  type SelectionBox,
  selectionBoxOf,
} from '../tools.ts'
import { type Camera, toScreen, type ViewSize } from '../viewport/viewport.ts'
import { type Composing, type PeerCaret, paintCaret, paintComposing, paintMatch } from './carets.ts'
import type { LaserTrail } from './laser-trail.ts'
import { strokeHalo } from './outline.ts'
import { type PeerCursors, paintName } from './peers.ts'

/** The same for all users and themes. */
const laserColor = '#e5484d'

/** Everything drawn above the board that is in no document. */
export interface Overlay {
  readonly selection: readonly ShapeId[]
  /** Groups in the selection, as their members. */
  readonly groups: readonly (readonly ShapeId[])[]
  /** The members of the group that is entered. */
  readonly entered: readonly ShapeId[]
  readonly draft: Draft
  readonly peers: readonly Peer[]
  /** The carets of others. */
  readonly carets: readonly PeerCaret[]
  /** Text that an input method has not committed yet. */
  readonly composing: Composing | null
  /** Search results, and the index of the current one. */
  readonly matches: Matches | null
  /** The selection can be edited. */
  readonly handles: boolean
}

/** Whether nothing would be drawn. */
export function isOverlayEmpty(
  { selection, draft, peers, matches }: Overlay,
  scene: Scene,
  laser: LaserTrail,
): boolean {
  const { marquee, lasso, guides, target } = draft
  if (matches) return false
  const own = selection.length === 0 && !marquee && !target && !lasso && !guides && !draft.laser && !laser.isSeen
  return own && peers.length === 0 && scene.linked().length === 0
}

/** Above this many boxes, only their bounds are drawn. */
const maxBoxes = 500

/** Draws the overlay, in CSS pixels. Returns true while something on it is moving. */
export function paintOverlay(
  context: CanvasRenderingContext2D,
  { selection, groups, entered, draft, peers, carets, composing, matches, handles }: Overlay,
  scene: Scene,
  cursors: PeerCursors,
  laser: LaserTrail,
  camera: Camera,
  size: ViewSize,
  theme: Theme,
  now: number,
): boolean {
  const { accent, guide } = palette[theme]
  for (const shape of scene.linked())
    paintLink(context, linkMarkOf(shape, camera.zoom, scene.kinds), camera, size, theme)
  for (const peer of peers) if (!peer.caret) paintPeerSelection(context, peer, scene, camera)
  for (const [index, each] of matches?.all.entries() ?? [])
    paintMatch(context, each, index === matches?.at, scene, camera, theme)
  if (composing) paintComposing(context, composing, scene, camera, theme)
  for (const caret of carets) paintCaret(context, caret, scene, camera)
  const around = selectionBox(
    entered.flatMap((id) => scene.get(id) ?? []),
    scene.kinds,
  )
  if (around) paintDashed(context, grow(around, 12 / camera.zoom), camera, `${accent}88`)
  paintSelection(context, { selection, groups, draft, handles }, scene, camera, theme)
  const target = draft.target && scene.get(draft.target.id)
  if (target && draft.target) paintTarget(context, target, draft.target, scene, camera, theme)
  if (draft.marquee) {
    const { x, y, w, h } = onScreen(draft.marquee, camera)
    context.fillStyle = `${accent}14`
    context.fillRect(x, y, w, h)
    strokeBox(context, draft.marquee, camera, accent, 1)
  }
  if (draft.lasso) strokeLasso(context, draft.lasso, camera, accent)
  for (const each of draft.guides ?? []) paintGuide(context, each, camera, guide)
  laser.moveTo(draft.laser ?? null, now)
  const shining = laser.isSeen && laser.paint(context, camera, laserColor, now)
  return cursors.paint(context, camera, size, now) || shining
}

function paintSelection(
  context: CanvasRenderingContext2D,
  { selection, groups, draft, handles }: Pick<Overlay, 'selection' | 'groups' | 'draft' | 'handles'>,
  scene: Scene,
  camera: Camera,
  theme: Theme,
): void {
  const { accent, muted } = palette[theme]
  const shapes = selection.flatMap((id) => scene.get(id) ?? [])
  const frame = selectionBoxOf(shapes, scene.kinds)
  const [only, another] = shapes
  if (!frame || !only) return
  const { moved } = draft
  const shown = moved ? { ...frame, box: movedBy(frame.box, { x: moved.dx, y: moved.dy }) } : frame
  if (another && shapes.length <= maxBoxes && !moved) {
    const grouped = new Set(groups.flat())
    for (const shape of shapes.filter(({ id }) => !grouped.has(id)))
      paintSelected(context, shape, scene, camera, accent)
    if (groups.length > 1 || grouped.size < shapes.length)
      for (const ids of groups) {
        const box = selectionBox(
          ids.flatMap((id) => scene.get(id) ?? []),
          scene.kinds,
        )
        if (box) strokeBox(context, box, camera, `${accent}99`, 1.5)
      }
  }
  const free = shapes.some(({ locked }) => !locked)
  if (!hasPointsOnly(only, scene.kinds) || another) {
    const around = padded(shown, camera.zoom)
    strokeFrame(context, around, camera, free ? accent : muted, 1.5)
    if (handles && free) paintHandles(context, around, camera, theme)
  }
  if (handles && !another && !draft.shape)
    paintConnectHandles(context, connectHandlesOf(only, camera.zoom, scene), camera, theme)
  if (handles && !another) paintLinePoints(context, linePoints(only, camera.zoom, scene.kinds), camera, theme)
}

/** One of several selected shapes: a halo around its border, or a box where it has too many points. */
function paintSelected(
  context: CanvasRenderingContext2D,
  shape: Shape,
  scene: Pick<Scene, 'kinds'>,
  camera: Camera,
  accent: string,
): void {
  const frame = selectionBoxOf([shape], scene.kinds)
  if (!strokeHalo(context, shape, scene, camera, { color: `${accent}99`, extra: 4 }) && frame)
    strokeFrame(context, { ...frame, box: grow(frame.box, 3 / camera.zoom) }, camera, `${accent}99`, 1.5)
}

/** Draws the viewport on the minimap. */
export function paintView(
  context: CanvasRenderingContext2D,
  view: Box,
  camera: Camera,
  pixelRatio: number,
  theme: Theme,
): void {
  const { accent } = palette[theme]
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0)
  const { x, y, w, h } = onScreen(view, camera)
  context.fillStyle = `${accent}14`
  context.fillRect(x, y, w, h)
  strokeBox(context, view, camera, accent, 1.5)
}

/** Highlights the shape a line end would be bound to, with a dot at the exact point or a ringed dot at the centre. */
function paintTarget(
  context: CanvasRenderingContext2D,
  shape: Shape,
  { at: [partX, partY] = [0.5, 0.5], at, outline }: Target,
  { kinds }: Pick<Scene, 'kinds'>,
  camera: Camera,
  theme: Theme,
): void {
  const { accent, surface } = palette[theme]
  strokeHalo(context, shape, { kinds }, camera, { color: `${accent}59`, extra: 6 })
  const { x, y, w, h, rotation } = shape.at
  const point = turned({ x: x + w * partX, y: y + h * partY }, shape.at, rotation)
  const to = toScreen(outline ? nearestOutline(shape, point, kinds) : point, camera)
  context.fillStyle = accent
  context.strokeStyle = surface
  context.lineWidth = 1.5
  disc(context, to.x, to.y, 5)
  if (at) return
  context.strokeStyle = accent
  context.beginPath()
  context.arc(to.x, to.y, 9, 0, 2 * Math.PI)
  context.stroke()
}

function strokeLasso(
  context: CanvasRenderingContext2D,
  points: readonly WorldPoint[],
  camera: Camera,
  accent: string,
): void {
  context.beginPath()
  for (const point of points) {
    const { x, y } = toScreen(point, camera)
    context.lineTo(x, y)
  }
  context.closePath()
  context.fillStyle = `${accent}14`
  context.fill()
  context.strokeStyle = accent
  context.lineWidth = 1.25
  context.setLineDash([5, 4])
  context.stroke()
  context.setLineDash([])
}

function paintPeerSelection(
  context: CanvasRenderingContext2D,
  { selection, box: around, shift, user }: Peer,
  scene: Scene,
  camera: Camera,
): void {
  const box =
    around ??
    selectionBox(
      selection.flatMap((id) => scene.get(id) ?? []),
      scene.kinds,
    )
  if (!box) return
  const frame = grow(movedBy(box, shift ?? { x: 0, y: 0 }), 4 / camera.zoom)
  strokeBox(context, frame, camera, user.color, 1.5)
  const { x, y } = onScreen(frame, camera)
  paintName(context, user.name, user.color, x, y - 24)
}

function movedBy({ minX, minY, maxX, maxY }: Box, { x, y }: WorldPoint): Box {
  return { minX: minX + x, minY: minY + y, maxX: maxX + x, maxY: maxY + y }
}

function paintHandles(context: CanvasRenderingContext2D, frame: SelectionBox, camera: Camera, theme: Theme): void {
  const { accent, surface } = palette[theme]
  const corners = cornersOf(frame).map((corner) => toScreen(corner, camera))
  const turn = toScreen(rotateHandleOf(frame, camera.zoom), camera)
  context.fillStyle = surface
  context.strokeStyle = accent
  context.lineWidth = 1.5
  for (const { x, y } of corners) {
    context.save()
    context.translate(Math.round(x), Math.round(y))
    context.rotate(frame.angle)
    context.beginPath()
    context.roundRect(-4.5, -4.5, 9, 9, 2.5)
    context.fill()
    context.stroke()
    context.restore()
  }
  disc(context, turn.x, turn.y, 4.5)
}

function paintLinePoints(
  context: CanvasRenderingContext2D,
  points: readonly LinePoint[],
  camera: Camera,
  theme: Theme,
): void {
  const { accent, surface } = palette[theme]
  for (const point of points) {
    const { x, y } = toScreen(point, camera)
    context.fillStyle = point.isNew ? `${accent}55` : surface
    context.strokeStyle = point.isNew ? 'transparent' : accent
    context.lineWidth = 1.5
    disc(context, x, y, point.isNew ? 3.5 : 5)
  }
}

/** Draws the connect handles of a shape: a faint plus on each side. */
function paintConnectHandles(
  context: CanvasRenderingContext2D,
  handles: readonly WorldPoint[],
  camera: Camera,
  theme: Theme,
): void {
  const { accent, surface } = palette[theme]
  for (const handle of handles) {
    const { x, y } = toScreen(handle, camera)
    context.fillStyle = surface
    context.strokeStyle = `${accent}59`
    context.lineWidth = 1
    disc(context, x, y, 8)
    context.strokeStyle = accent
    context.lineWidth = 1.5
    context.beginPath()
    context.moveTo(x - 3.5, y)
    context.lineTo(x + 3.5, y)
    context.moveTo(x, y - 3.5)
    context.lineTo(x, y + 3.5)
    context.stroke()
  }
}

function disc(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath()
  context.arc(x, y, radius, 0, 2 * Math.PI)
  context.fill()
  context.stroke()
}

/** Draws an alignment guide; one that measures a gap has ticks at its ends. */
function paintGuide(context: CanvasRenderingContext2D, { from, to, gap }: Guide, camera: Camera, color: string): void {
  const [a, b] = [toScreen(from, camera), toScreen(to, camera)]
  const level = Math.abs(a.y - b.y) < Math.abs(a.x - b.x)
  const tick = gap ? 4 : 0
  context.strokeStyle = color
  context.lineWidth = 1
  context.beginPath()
  context.moveTo(a.x, a.y)
  context.lineTo(b.x, b.y)
  for (const { x, y } of tick > 0 ? [a, b] : []) {
    context.moveTo(level ? x : x - tick, level ? y - tick : y)
    context.lineTo(level ? x : x + tick, level ? y + tick : y)
  }
  context.stroke()
}

/** Draws the link mark at the corner of a shape. */
function paintLink(
  context: CanvasRenderingContext2D,
  at: WorldPoint,
  camera: Camera,
  { width, height }: ViewSize,
  theme: Theme,
): void {
  const { accent, surface } = palette[theme]
  const { x, y } = toScreen(at, camera)
  if (x < -12 || y < -12 || x > width + 12 || y > height + 12) return
  context.save()
  context.translate(x, y)
  context.fillStyle = surface
  context.strokeStyle = accent
  context.lineWidth = 1.25
  disc(context, 0, 0, 9)
  context.rotate(-Math.PI / 4)
  context.lineWidth = 1.5
  context.beginPath()
  context.roundRect(-6, -2.25, 6.5, 4.5, 2.25)
  context.roundRect(-0.5, -2.25, 6.5, 4.5, 2.25)
  context.stroke()
  context.restore()
}

function paintDashed(context: CanvasRenderingContext2D, box: Box, camera: Camera, color: string): void {
  context.setLineDash([5, 4])
  strokeBox(context, box, camera, color, 1)
  context.setLineDash([])
}

function strokeFrame(
  context: CanvasRenderingContext2D,
  frame: SelectionBox,
  camera: Camera,
  color: string,
  width: number,
): void {
  if (frame.angle === 0) return strokeBox(context, frame.box, camera, color, width)
  context.strokeStyle = color
  context.lineWidth = width
  context.beginPath()
  for (const corner of cornersOf(frame)) {
    const { x, y } = toScreen(corner, camera)
    context.lineTo(x, y)
  }
  context.closePath()
  context.stroke()
}

function strokeBox(context: CanvasRenderingContext2D, box: Box, camera: Camera, color: string, width: number): void {
  const { x, y, w, h } = onScreen(box, camera)
  context.strokeStyle = color
  context.lineWidth = width
  context.strokeRect(Math.round(x), Math.round(y), Math.round(w), Math.round(h))
}

function onScreen(
  box: Box,
  camera: Camera,
): { readonly x: number; readonly y: number; readonly w: number; readonly h: number } {
  const { x, y } = toScreen({ x: box.minX, y: box.minY }, camera)
  return { x, y, w: (box.maxX - box.minX) * camera.zoom, h: (box.maxY - box.minY) * camera.zoom }
}
