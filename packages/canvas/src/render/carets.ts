import type { TextPlace } from '@inkbridge/board'
import type { Person, ShapeId } from '@inkbridge/types'
import type { Camera } from '../camera.ts'
import { toScreen } from '../camera.ts'
import { turned } from '../geometry/box.ts'
import type { Scene } from '../scene.ts'
import { wordsOf } from '../shapes.ts'
import { caretIn, rangeIn } from '../text/caret.ts'
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
  scene: Pick<Scene, 'get'>,
  camera: Camera,
): void {
  const shape = scene.get(id)
  const words = shape && wordsOf(shape)
  const caret = words && caretIn(words, head)
  if (!shape || !words || !caret) return
  const { at } = shape
  const onScreen = (x: number, y: number) => toScreen(turned({ x, y }, at, at.rotation), camera)
  const { zoom } = camera
  context.save()
  context.fillStyle = `${user.color}38`
  const isRange = anchor.paragraph !== head.paragraph || anchor.offset !== head.offset
  for (const { minX, minY, maxX, maxY } of isRange ? rangeIn(words, anchor, head) : []) {
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
  paintName(context, user.name, user.color, top.x - 1, top.y - 20)
}
