import type { TextPlace } from '@inkbridge/board'
import type { Person, ShapeId } from '@inkbridge/types'
import { turned } from '../geometry/box.ts'
import { colorOf, palette, type Theme } from '../palette.ts'
import type { Scene } from '../scene.ts'
import type { Found } from '../search.ts'
import { wordsOf } from '../shapes.ts'
import { caretIn, rangeIn, roomBeside } from '../text/caret.ts'
import type { Camera } from '../viewport/camera.ts'
import { toScreen } from '../viewport/camera.ts'
import { paintName } from './peers.ts'

/** Where another types, and what of the text is selected there. */
export interface PeerCaret {
  readonly id: ShapeId
  readonly anchor: TextPlace
  readonly head: TextPlace
  readonly user: Person
}

/** Draws what another has selected in a text, and a caret with the name, in CSS pixels. */
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

/** What an input method has not committed yet. */
export interface Composing {
  readonly id: ShapeId
  readonly from: TextPlace
  readonly to: TextPlace
}

/** A line under what is not certain yet, in its own colour. */
export function paintComposing(
  context: CanvasRenderingContext2D,
  { id, from, to }: Composing,
  scene: Pick<Scene, 'get' | 'layout' | 'kinds'>,
  camera: Camera,
  theme: Theme,
): void {
  const shape = scene.get(id)
  const words = shape && wordsOf(shape, scene)
  if (!shape || !words) return
  context.save()
  context.strokeStyle = colorOf(shape.style.color, theme)
  context.lineWidth = 1.5
  context.beginPath()
  for (const { minX, maxX, maxY } of rangeIn(words, from, to, scene.layout)) {
    const [a, b] = [minX, maxX].map((x) => toScreen(turned({ x, y: maxY - 2 }, shape.at, shape.at.rotation), camera))
    if (a) context.moveTo(a.x, a.y)
    if (b) context.lineTo(b.x, b.y)
  }
  context.stroke()
  context.restore()
}

/** Marks words that were looked for; `isShown`: those one is at. */
export function paintFound(
  context: CanvasRenderingContext2D,
  { id, from, to }: Found,
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
