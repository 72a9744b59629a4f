import { type Board, openBoard } from '@inkbridge/board'
import type { Edit, InkPoint, NewShape, ShapeId } from '@inkbridge/types'
import { inks } from '@inkbridge/types'
import { seeded } from '@inkbridge/types/testing'
import * as Y from 'yjs'

/**
 * A stroke as from a mouse at 60 Hz: drifting direction, varying speed, a trembling hand, whole pixels at 100 %, and
 * clocks that are sometimes a millisecond off; world units.
 */
export function handStroke(random: () => number, x: number, y: number, count: number): readonly InkPoint[] {
  const points: InkPoint[] = []
  let [px, py, angle] = [x, y, random() * Math.PI * 2]
  let [turn, time] = [0, 0]
  for (let index = 0; index < count; index += 1) {
    const [dx, dy] = [(random() - 0.5) * 0.8, (random() - 0.5) * 0.8]
    points.push({ x: Math.round(px + dx), y: Math.round(py + dy), pressure: null, time })
    time += random() < 0.8 ? 16 : random() < 0.5 ? 15 : 18
    turn = turn * 0.8 + (random() - 0.5) * 0.35
    angle += turn
    const speed = 1 + 3 * Math.sin((Math.PI * (index + 1)) / (count + 1))
    px += Math.cos(angle) * speed
    py += Math.sin(angle) * speed
  }
  return points
}

export interface Stroke {
  readonly color: string
  readonly width: number
  readonly points: readonly InkPoint[]
}

export interface Scene {
  readonly strokes: readonly Stroke[]
  /** Rectangles: x, y, w, h. */
  readonly rects: readonly (readonly [number, number, number, number])[]
  readonly width: number
  readonly height: number
}

/** `count` shapes over an area of this size: four strokes of 60 points to one rectangle. The same for the same seed. */
export function sceneOf(count: number, width: number, height: number, seed: number): Scene {
  const random = seeded(seed)
  const strokes: Stroke[] = []
  const rects: (readonly [number, number, number, number])[] = []
  for (let index = 0; index < count; index += 1) {
    const [x, y] = [random() * width, random() * height]
    if (index % 5 === 4) rects.push([x, y, 20 + random() * 80, 20 + random() * 60])
    else
      strokes.push({
        color: inks[Math.floor(random() * inks.length)] ?? 'ink',
        width: 2,
        points: handStroke(random, x, y, 60),
      })
  }
  return { strokes, rects, width, height }
}

/** Draws a scene with the board's own edits, as people would have. */
export function boardOf({ strokes, rects }: Scene): { readonly doc: Y.Doc; readonly board: Board } {
  const doc = new Y.Doc({ gc: true })
  const board = openBoard(doc)
  for (const [index, stroke] of strokes.entries()) board.apply(strokeEdits(`s${index}` as ShapeId, stroke))
  for (const [index, [x, y, w, h]] of rects.entries()) {
    const shape = {
      id: `r${index}` as ShapeId,
      kind: 'rect',
      at: { x, y, w, h, rotation: 0 },
      style: { color: 'ink', width: 2 },
    } satisfies NewShape
    board.apply([{ type: 'create', shape }])
  }
  return { doc, board }
}

export function strokeEdits(id: ShapeId, { color, width, points }: Stroke): readonly Edit[] {
  const style = { color: color as 'ink', width }
  return [
    { type: 'ink-begin', id, style, pressure: false, quantum: 0.25, points },
    { type: 'ink-seal', id },
  ]
}
