import type { TextPlace } from '@inkbridge/board'
import type { Person, ScreenPoint, ShapeId } from '@inkbridge/types'
import { palette, type Theme } from '../display.ts'
import { turned } from '../geometry.ts'
import type { Scene, SearchMatch } from '../scene/scene.ts'
import { wordsColorOf, wordsOf } from '../shapes.ts'
import { type Composition, caretIn, rangeIn, roomBeside } from '../text.ts'
import { type Camera, toScreen } from '../viewport/viewport.ts'
import { paintName } from './peers.ts'

/** The caret of another person, and the selected text there. */
export interface PeerCaret {
  readonly id: ShapeId
  readonly anchor: TextPlace
  readonly head: TextPlace
  readonly user: Person
}

/** Draws the text selection of another person, and a caret with the name, in CSS pixels. */
export function paintCaret(
  context: CanvasRenderingContext2D,
  { id, anchor, head, user }: PeerCaret,
  scene: Pick<Scene, 'get' | 'layout' | 'kinds'>,
  camera: Camera,
): void {
  const shape = scene.get(id)
  const words = shape && wordsOf(shape, scene)
  const caret = words && caretIn(words, head, scene.layout)
  if (!shape || !words || !caret) return
  const { at } = shape
  const onScreen = (x: number, y: number) => toScreen(turned({ x, y }, at, at.rotation), camera)
  const { zoom } = camera
  context.save()
  context.fillStyle = `${user.color}38`
  const isRange = anchor.paragraph !== head.paragraph || anchor.offset !== head.offset
  for (const { minX, minY, maxX, maxY } of isRange ? rangeIn(words, anchor, head, scene.layout) : []) {
    context.save()
    const { x, y } = onScreen(minX, minY)
    context.translate(x, y)
    context.rotate(at.rotation)
    context.fillRect(0, 0, (maxX - minX) * zoom, (maxY - minY) * zoom)
    context.restore()
  }
  const [top, foot] = [onScreen(caret.minX, caret.minY), onScreen(caret.minX, caret.maxY)]
  context.strokeStyle = user.color
  context.lineWidth = 2
  context.beginPath()
  context.moveTo(top.x, top.y)
  context.lineTo(foot.x, foot.y)
  context.stroke()
  context.restore()
  const room = roomBeside(words, head, scene.layout)
  if (room === 'above') return paintName(context, user.name, user.color, top.x - 1, top.y - 20)
  const [x, y] = [(top.x + foot.x) / 2, (top.y + foot.y) / 2 - 10]
  paintName(context, user.name, user.color, room === 'right' ? x + 5 : x - 5, y, room === 'left')
}

/** Text in a shape that an input method has not committed yet. */
export interface Composing extends Composition {
  readonly id: ShapeId
}

/** Underlines uncommitted text, thicker under the clause being converted, and draws the caret. */
export function paintComposing(
  context: CanvasRenderingContext2D,
  { id, from, to, clause }: Composing,
  scene: Pick<Scene, 'get' | 'layout' | 'kinds'>,
  camera: Camera,
  theme: Theme,
): void {
  const shape = scene.get(id)
  const words = shape && wordsOf(shape, scene)
  if (!shape || !words) return
  const onScreen = (x: number, y: number) => toScreen(turned({ x, y }, shape.at, shape.at.rotation), camera)
  const line = (a: ScreenPoint, b: ScreenPoint, width: number) => {
    context.lineWidth = width
    context.beginPath()
    context.moveTo(a.x, a.y)
    context.lineTo(b.x, b.y)
    context.stroke()
  }
  const ruled = (range: { readonly from: TextPlace; readonly to: TextPlace }, width: number) => {
    for (const { minX, maxX, maxY } of rangeIn(words, range.from, range.to, scene.layout))
      line(onScreen(minX, maxY - 2), onScreen(maxX, maxY - 2), width)
  }
  context.save()
  context.strokeStyle = wordsColorOf(shape, { kinds: scene.kinds, theme })
  ruled({ from, to }, 1.5)
  const isCaret = clause.from.paragraph === clause.to.paragraph && clause.from.offset === clause.to.offset
  const caret = isCaret && caretIn(words, clause.to, scene.layout)
  if (!isCaret) ruled(clause, 3)
  if (caret) line(onScreen(caret.minX, caret.minY), onScreen(caret.minX, caret.maxY), 1.5)
  context.restore()
}

/** Highlights a search match; `isShown`: it is the current one. */
export function paintMatch(
  context: CanvasRenderingContext2D,
  { id, from, to }: SearchMatch,
  isShown: boolean,
  scene: Pick<Scene, 'get' | 'extentOf' | 'layout' | 'kinds'>,
  camera: Camera,
  theme: Theme,
): void {
  const shape = scene.get(id)
  const words = shape?.text && wordsOf(shape, scene)
  if (!shape) return
  const boxes = words ? rangeIn(words, from, to, scene.layout) : [scene.extentOf(shape)]
  context.save()
  context.fillStyle = isShown ? '#ff9d0066' : '#ffd54a4d'
  context.strokeStyle = palette[theme].accent
  context.lineWidth = 1.5
  for (const { minX, minY, maxX, maxY } of boxes) {
    context.save()
    const { x, y } = toScreen(turned({ x: minX, y: minY }, shape.at, shape.at.rotation), camera)
    context.translate(x, y)
    context.rotate(shape.at.rotation)
    const [w, h] = [(maxX - minX) * camera.zoom, (maxY - minY) * camera.zoom]
    if (words) context.fillRect(0, 0, w, h)
    if (isShown) context.strokeRect(-1, -1, w + 2, h + 2)
    context.restore()
  }
  context.restore()
}
