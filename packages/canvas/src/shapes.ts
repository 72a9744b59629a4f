import type { Box, Place, Shape, ShapeId, StyleKey, WorldPoint } from '@inkbridge/types'
import type { DisplayItem, Look } from './display/display-list.ts'
import type { Theme } from './display/palette.ts'
import { around, boxOf, grow, intersection, placeBox, turned, twist, union } from './geometry/box.ts'
import { commonOf } from './geometry/convex.ts'
import { Path } from './geometry/path.ts'
import { isCrossed, isInside, isNear, nearestOn, type Polyline, sidesOf, touchesBox } from './geometry/polyline.ts'
import { isBindable, isContainer, isErasableInParts } from './shapes/capabilities.ts'
import { strayOf } from './shapes/ink/pen-style.ts'
import type { Around, DrawContext, Hit, KindOnCanvas, Kinds, NextShape, Obstacle } from './shapes/kind.ts'
import { drawWords, itemAt as itemOf, runAt, type Words, wordsBox, wordsColor, wordsIn } from './text/shape-words.ts'

/** How shapes are drawn: with what, and in which theme. */
export interface Drawing extends DrawContext, Pick<Look, 'shapesIn'> {
  readonly theme: Theme
}

export function drawingOf({ kinds, layout }: DrawContext, theme: Theme): Drawing {
  return { kinds, layout, theme }
}

/** Where a picture is not for one screen, nobody sees what is smaller than this; world units. */
const fine = 0.05

/** Those that are not hidden. */
export function shown(shapes: readonly Shape[]): readonly Shape[] {
  return shapes.filter(({ hidden }) => !hidden)
}

/** A shape as it is shown: what of it follows from its words or from other shapes, which `get` gives as they are shown. */
export function settled(shape: Shape, around: Omit<Around, 'outlineOf'>): Shape {
  const { kinds } = around
  const { settle } = kinds.of(shape)
  const own = settle?.(shape, { ...around, outlineOf: (other) => standingOutline(other, kinds) }) ?? shape
  const clips = own.frame ? clipsOf(own.frame, around) : []
  return clips.length > 0 ? { ...own, clips } : own
}

/** A frame counts for what is in it when it is among so many that are around it: the innermost. */
const maxClips = 32

/** The places of a frame and of those it is in. */
function clipsOf(frame: ShapeId, { get, kinds }: Pick<Around, 'get' | 'kinds'>): readonly Place[] {
  const clips: Place[] = []
  const passed = new Set<ShapeId>()
  for (let at: ShapeId | undefined = frame; at && !passed.has(at) && clips.length < maxClips; ) {
    passed.add(at)
    const around: Shape | undefined = get(at)
    if (!around || !isContainer(around, kinds)) break
    clips.push(around.at)
    at = around.frame
  }
  return clips
}

/** Whether something of a shape follows from its words or from other shapes. */
export function follows(shape: Shape, kinds: Kinds): boolean {
  return kinds.of(shape).settle !== undefined || shape.frame !== undefined
}

/** What a shape looks like, as a display list; without a detail, so that it can be enlarged. */
export function drawn(shape: Shape, drawing: Drawing & { readonly detail?: number }): readonly DisplayItem[] {
  const { detail = fine, ...rest } = drawing
  const look = { ...rest, detail }
  const clip = shape.clips?.map((at) => twisted(sidesOf(at), at).points).reduce(commonOf)
  if (clip?.length === 0) return []
  const own = drawing.kinds.of(shape).draw(shape, look)
  const words = shape.text ? wordsOf(shape, drawing) : null
  const items = words ? [...own, ...drawWords(shape, words, look, groundOf(shape, drawing))] : own
  return clip ? [{ type: 'clipped', by: new Path().polygon(clip), items }] : items
}

/** What is written in a shape, or would be, in its place; null: it has no words, or what lays them out is on its way. */
export function wordsOf(shape: Shape, { kinds, layout }: DrawContext): Words | null {
  const room = kinds.of(shape).textRoom?.(shape)
  return room ? wordsIn(shape, room, layout) : null
}

/** The colour that words in a shape are on, `#rrggbb`; null: that of the board. */
function groundOf(shape: Shape, { kinds, theme }: Pick<Drawing, 'kinds' | 'theme'>): string | null {
  return kinds.of(shape).textGround?.(shape, theme) ?? null
}

/** The colour of what is written in a shape, where nothing else is said of it, and of the caret there. */
export function wordsColorOf(shape: Shape, drawing: Pick<Drawing, 'kinds' | 'theme'>): string {
  return wordsColor(shape.style.color, groundOf(shape, drawing), drawing.theme)
}

/** The link in a shape's words that is under a point; null: none is. */
export function textLinkAt(shape: Shape, point: WorldPoint, context: DrawContext): string | null {
  const words = shape.text ? wordsOf(shape, context) : null
  return (words && runAt(words, untwisted(shape, point))?.run.link) ?? null
}

/** The item of a check list in a shape whose box is under a point, and what it becomes; null: none that is not too small. */
export function itemAt(
  shape: Shape,
  point: WorldPoint,
  least: number,
  context: DrawContext,
): { readonly paragraph: number; readonly checked: boolean } | null {
  const words = shape.text ? wordsOf(shape, context) : null
  const paragraph = words && shape.text ? itemOf(words, shape.text, untwisted(shape, point), least) : null
  return paragraph === null ? null : { paragraph, checked: !shape.text?.[paragraph]?.checked }
}

/** Whether one can write in a shape. */
export function hasRoom(shape: Shape, kinds: Kinds): boolean {
  return kinds.of(shape).textRoom !== undefined
}

/** Whether a shape has words of its own: those in it, or a name. */
export function takesWords(shape: Shape, kinds: Kinds): boolean {
  return hasRoom(shape, kinds) || isContainer(shape, kinds)
}

/** The box of what is left of a shape, as it would be if it were not turned. */
export function ownExtentOf(shape: Shape, kinds: Kinds): Box {
  const { x, y, w, h } = shape.at
  return kinds.of(shape).extent?.(shape) ?? { minX: x, minY: y, maxX: x + w, maxY: y + h }
}

/** The level box of what is left of a shape, turned as it is. */
export function extentOf(shape: Shape, kinds: Kinds): Box {
  if (!kinds.of(shape).extent) return placeBox(shape.at)
  const box = ownExtentOf(shape, kinds)
  return shape.at.rotation === 0 ? box : around(cornersOf(box).map(turnedIn(shape)))
}

/** The level box of the outline that is seen, which may be less than that of its place when it is turned. */
export function outlineBoxOf(shape: Shape, kinds: Kinds): Box {
  return union(standingOutline(shape, kinds).map(({ points }) => boxOf(points))) ?? extentOf(shape, kinds)
}

/** The level box of several shapes. */
export function selectionBox(shapes: readonly Shape[], kinds: Kinds): Box | null {
  return union(shapes.map((shape) => extentOf(shape, kinds)))
}

/** Everything a shape draws lies in this box. */
export function boundsOf(shape: Shape, context: DrawContext): Box {
  const { kinds } = context
  const own = grow(extentOf(shape, kinds), shape.style.width + strayOf(shape) + (kinds.of(shape).stray?.(shape) ?? 0))
  const words = shape.text ? wordsOf(shape, context) : null
  if (!words) return clipped(own, shape)
  // Letters reach a little over their lines, marks of lists stand beside them.
  const box = grow(wordsBox(words), words.size * 0.5)
  return clipped(
    union([own, shape.at.rotation === 0 ? box : around(cornersOf(box).map(turnedIn(shape)))]) ?? own,
    shape,
  )
}

/** What of a box is in the frames that a shape is in; where nothing is, a point. */
function clipped(box: Box, { clips = [] }: Shape): Box {
  let seen = box
  for (const clip of clips) seen = intersection(seen, placeBox(clip))
  return seen
}

function turnedIn({ at }: Shape): (point: WorldPoint) => WorldPoint {
  return (point) => turned(point, at, at.rotation)
}

function cornersOf({ minX, minY, maxX, maxY }: Box): readonly WorldPoint[] {
  return [
    { x: minX, y: minY },
    { x: maxX, y: minY },
    { x: maxX, y: maxY },
    { x: minX, y: maxY },
  ]
}

/** The lines a hand would touch, turned as they are. */
function standingOutline(shape: Shape, kinds: Kinds): readonly Polyline[] {
  return kinds
    .of(shape)
    .outline(shape)
    .map((line) => twisted(line, shape.at))
}

/** Whether a point is in the place of a shape. */
export function isOver({ at }: Shape, point: WorldPoint): boolean {
  return isInPlace(at, point, 0)
}

/** The box that lines go around: what can be seen of the place of a shape; null: they do not. */
export function obstacleOf(shape: Shape, kinds: Kinds): Box | null {
  if (!isBindable(shape, kinds)) return null
  const box = clipped(placeBox(shape.at), shape)
  return box.minX < box.maxX && box.minY < box.maxY ? box : null
}

/** What lines go around, of some shapes. */
export function obstaclesAmong(shapes: readonly Shape[], kinds: Kinds): readonly Obstacle[] {
  return shapes.flatMap((shape) => {
    const box = obstacleOf(shape, kinds)
    return box ? [{ id: shape.id, box }] : []
  })
}

/** What comes next to a shape, when one goes on; null: nothing does. */
export function nextOf(shape: Shape, kinds: Kinds): NextShape | null {
  return kinds.of(shape).next?.(shape) ?? null
}

/** The outline that lines end at, turned as it is; null: there is none. */
function boundOutline(shape: Shape, kinds: Kinds): Polyline | null {
  return standingOutline(shape, kinds)[0] ?? null
}

/** The outline that a halo is drawn along, and the width of the border there, world units; null for ink, which has too many points. */
export function haloOf(shape: Shape, kinds: Kinds): { readonly line: Polyline; readonly border: number } | null {
  const line = isErasableInParts(shape, kinds) ? null : boundOutline(shape, kinds)
  return line && { line, border: stylesOf(shape, kinds).includes('width') ? shape.style.width : 0 }
}

/** The point of a shape's outline that is nearest to another. */
export function nearestOutline(shape: Shape, point: WorldPoint, kinds: Kinds): WorldPoint {
  const line = boundOutline(shape, kinds)
  return line ? nearestOn(line, point) : point
}

/** A point as the shape would see it if it were not turned. */
export function untwisted(shape: Shape, point: WorldPoint): WorldPoint {
  return shape.at.rotation === 0 ? point : turned(point, shape.at, -shape.at.rotation)
}

function twisted(line: Polyline, at: Place): Polyline {
  if (at.rotation === 0) return line
  const points = line.points.slice()
  for (let index = 0; index + 1 < points.length; index += 2) {
    const { x, y } = turned({ x: points[index] ?? 0, y: points[index + 1] ?? 0 }, at, at.rotation)
    points[index] = x
    points[index + 1] = y
  }
  return { points, closed: line.closed }
}

/** How a point meets a shape: on its line or its filled inside, inside of an empty one, or not at all. */
export function hitOf(shape: Shape, point: WorldPoint, tolerance: number, context: DrawContext): Hit | null {
  if (shape.clips?.some((clip) => !isInPlace(clip, point, tolerance))) return null
  const kind = context.kinds.of(shape)
  const at = untwisted(shape, point)
  const hit = kind.hit ? kind.hit(shape, at, tolerance) : hitByOutline(shape, at, tolerance, kind)
  if (hit === 'on') return hit
  const words = shape.text ? wordsOf(shape, context) : null
  return words && isIn(wordsBox(words), at) ? 'on' : hit
}

function hitByOutline(shape: Shape, at: WorldPoint, tolerance: number, kind: KindOnCanvas<Shape>): Hit | null {
  const outline = kind.outline(shape)
  if (outline.some((line) => isNear(line, at, tolerance + shape.style.width / 2))) return 'on'
  const { touch, handle } = kind
  if (handle && isIn(handle(shape), at)) return 'on'
  if (touch === 'line' || !outline.some((line) => line.closed && isInside(line, at))) return null
  return shape.style.fill || touch === 'all' ? 'on' : 'inside'
}

/** Whether a point is on what there is to touch beside a shape's line, as the name of a frame. */
export function isOnHandle(shape: Shape, point: WorldPoint, kinds: Kinds): boolean {
  const { handle } = kinds.of(shape)
  return handle !== undefined && isIn(handle(shape), untwisted(shape, point))
}

function isInPlace(at: Place, point: WorldPoint, tolerance: number): boolean {
  const { x, y } = twist(point, { x: at.x + at.w / 2, y: at.y + at.h / 2 }, -at.rotation)
  return isIn(grow({ minX: at.x, minY: at.y, maxX: at.x + at.w, maxY: at.y + at.h }, tolerance), { x, y })
}

function isIn({ minX, minY, maxX, maxY }: Box, { x, y }: WorldPoint): boolean {
  return x >= minX && x <= maxX && y >= minY && y <= maxY
}

/** Whether a shape's line, or its filled inside, comes within `distance` of the way from `a` to `b`. */
export function isCrossedBy(
  shape: Shape,
  a: WorldPoint,
  b: WorldPoint,
  distance: number,
  context: DrawContext,
): boolean {
  const [from, to, reach] = [untwisted(shape, a), untwisted(shape, b), distance + shape.style.width / 2]
  if (
    context.kinds
      .of(shape)
      .outline(shape)
      .some((line) => isCrossed(line, from, to, reach))
  )
    return true
  return hitOf(shape, b, 0, context) === 'on'
}

/** Whether any of a shape lies in a box. */
export function touches(shape: Shape, box: Box, context: DrawContext): boolean {
  const lines = standingOutline(shape, context.kinds)
  const center = { x: (box.minX + box.maxX) / 2, y: (box.minY + box.maxY) / 2 }
  return (
    lines.some((line) => touchesBox(line, box)) ||
    (lines.some(({ closed }) => closed) && hitOf(shape, center, 0, context) === 'on')
  )
}

/** Whether more than half of a shape's outline lies in a closed line. */
export function isEnclosed(shape: Shape, by: Polyline, kinds: Kinds): boolean {
  let [inside, all] = [0, 0]
  for (const { points } of standingOutline(shape, kinds)) {
    for (let at = 0; at + 1 < points.length; at += 2) {
      all += 1
      if (isInside(by, { x: points[at] ?? 0, y: points[at + 1] ?? 0 })) inside += 1
    }
  }
  return inside * 2 > all
}

/** Whether a picture of these shapes has text in it, and so wants a font. */
export function hasText(shapes: readonly Shape[], kinds: Kinds): boolean {
  return shapes.some((shape) => shape.text !== undefined || kinds.of(shape).hasLetters === true)
}

/** Whether a shape encloses something that can be filled. */
export function hasInside(shape: Shape, kinds: Kinds): boolean {
  return kinds.of(shape).hasInside?.(shape) ?? false
}

/** What of a style a shape shows. */
export function stylesOf(shape: Shape, kinds: Kinds): readonly StyleKey[] {
  const kind = kinds.of(shape)
  return kind.styles?.(shape) ?? kind.style.uses
}

/** A point in an empty shape, and not on its line. */
export function isEmptyInside(shape: Shape, point: WorldPoint, tolerance: number, context: DrawContext): boolean {
  return hitOf(shape, point, tolerance, context) === 'inside'
}

/** Screen pixels from the corner of a shape to the middle of the mark of its link, and how large that is. */
const [linkOffPx, linkRadiusPx] = [10, 9]

/** Where the mark of a shape's link is. */
export function linkMarkOf(shape: Shape, zoom: number, kinds: Kinds): { readonly x: number; readonly y: number } {
  const { maxX, minY } = extentOf(shape, kinds)
  return { x: maxX + linkOffPx / zoom, y: minY - linkOffPx / zoom }
}

/** The link of a shape, if a point is on its mark. */
export function linkAt(shape: Shape, { x, y }: WorldPoint, zoom: number, kinds: Kinds): string | null {
  if (!shape.link) return null
  const mark = linkMarkOf(shape, zoom, kinds)
  return Math.hypot(x - mark.x, y - mark.y) <= linkRadiusPx / zoom ? shape.link : null
}

/** The lines of a shape's text as they are shown. */
export function linesOf(shape: Shape | undefined, context: DrawContext): readonly string[] {
  const words = shape?.text && wordsOf(shape, context)
  const paragraphs = shape?.text?.map(({ runs }) => runs.map(({ text }) => text).join('')) ?? []
  return words ? words.laid.lines.map(({ paragraph, from, to }) => paragraphs[paragraph]?.slice(from, to) ?? '') : []
}
