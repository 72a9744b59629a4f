import { openBoard } from '@inkbridge/board'
import type { ShapeId } from '@inkbridge/types'
import { seeded } from '@inkbridge/types/testing'
import * as Y from 'yjs'
import { prove, table } from '../lib/report.ts'
import { boardOf, handStroke, type Scene, type Stroke, strokeEdits } from '../lib/scene.ts'

/** The size of a drawn point in the document, beside common formats of strokes in Yjs documents. */
export async function documentBytes(): Promise<string> {
  const rows = [120, 60, 20].flatMap((points) => {
    const strokes = strokesOf(points)
    const drawn = strokes.length * points
    const ours = Y.encodeStateAsUpdate(boardOf({ strokes, rects: [], width: 0, height: 0 }).doc)
    prove(openBoard(docOf(ours)).shapes().length === strokes.length, 'every stroke is in the document')
    const plain = Y.encodeStateAsUpdate(plainDoc(strokes))
    const json = new TextEncoder().encode(JSON.stringify(strokes.map(excalidrawElement)))
    return [
      [`${points}`, 'Inkbridge: ink with its times, style, order, place', ours.byteLength / drawn],
      [`${points}`, 'yjs 13.6: a Y.Map a stroke, points as [x, y] to a quarter', plain.byteLength / drawn],
      [`${points}`, 'Excalidraw 0.18.1: element as JSON, no times', json.byteLength / drawn],
    ]
  })
  return `### Bytes a drawn point in the final document (1,000 strokes, seed 1)

${table(['points a stroke', 'document', 'bytes a point'], rows)}

Drawn live, point by point as at 60 Hz and sealed, a stroke of 120 points leaves ${live().toFixed(2)} bytes a point.`
}

function strokesOf(points: number): readonly Stroke[] {
  const random = seeded(1)
  return Array.from({ length: 1_000 }, () => ({
    color: 'blue',
    width: 4,
    points: handStroke(random, random() * 4_000, random() * 4_000, points),
  }))
}

/** The same strokes as they are streamed while drawn: started, extended at every sixtieth of a second, sealed. */
function live(): number {
  const doc = new Y.Doc()
  const board = openBoard(doc)
  const strokes = strokesOf(120)
  for (const [index, { points, ...stroke }] of strokes.entries()) {
    const id = `s${index}` as ShapeId
    const [begin, seal] = strokeEdits(id, { ...stroke, points: points.slice(0, 1) })
    if (begin) board.apply([begin])
    for (const point of points.slice(1)) board.apply([{ type: 'ink-extend', id, points: [point] }])
    if (seal) board.apply([seal])
  }
  return Y.encodeStateAsUpdate(doc).byteLength / (strokes.length * 120)
}

/** A document as in the examples of Yjs. */
export function plainDoc(strokes: readonly Stroke[]): Y.Doc {
  const doc = new Y.Doc()
  const shapes = doc.getMap('shapes')
  for (const [index, { color, width, points }] of strokes.entries()) {
    const stroke = new Y.Map<unknown>()
    shapes.set(`s${index}`, stroke)
    doc.transact(() => {
      stroke.set('color', color)
      stroke.set('width', width)
      stroke.set(
        'points',
        points.map(({ x, y }) => [quarter(x), quarter(y)]),
      )
    })
  }
  return doc
}

/** The data Excalidraw 0.18 stores for a freehand stroke. */
function excalidrawElement({ color, width, points }: Stroke, index: number): Record<string, unknown> {
  const [x, y] = [points[0]?.x ?? 0, points[0]?.y ?? 0]
  const xs = points.map((point) => point.x)
  const ys = points.map((point) => point.y)
  return {
    id: `s${index}`,
    type: 'freedraw',
    x,
    y,
    width: Math.max(...xs) - Math.min(...xs),
    height: Math.max(...ys) - Math.min(...ys),
    angle: 0,
    strokeColor: excalidrawColors[color] ?? '#1e1e1e',
    backgroundColor: 'transparent',
    fillStyle: 'solid',
    // As thick as ours: perfect-freehand's size is 4.25 times theirs and 1.25 times our width.
    strokeWidth: (width * 1.25) / 4.25,
    strokeStyle: 'solid',
    roughness: 1,
    opacity: 100,
    groupIds: [],
    frameId: null,
    index: null,
    roundness: null,
    seed: index + 1,
    version: 2,
    versionNonce: index + 1,
    isDeleted: false,
    boundElements: null,
    updated: 1,
    link: null,
    locked: false,
    points: points.map((point) => [hundredth(point.x - x), hundredth(point.y - y)]),
    pressures: [],
    simulatePressure: true,
    lastCommittedPoint: null,
  }
}

export function excalidrawElements({ strokes, rects }: Scene): readonly Record<string, unknown>[] {
  return [
    ...strokes.map(excalidrawElement),
    ...rects.map(([x, y, width, height], index) => {
      const {
        points: _points,
        pressures: _pressures,
        simulatePressure: _simulate,
        lastCommittedPoint: _last,
        ...base
      } = excalidrawElement({ color: 'ink', width: 2, points: [] }, strokes.length + index)
      return { ...base, id: `r${index}`, type: 'rectangle', strokeWidth: 2, x, y, width, height, roughness: 0 }
    }),
  ]
}

/** What the page of tldraw creates its shapes from. */
export function tldrawScene({ strokes, rects }: Scene): unknown {
  return {
    strokes: strokes.map(({ color, points }) => ({
      color: tldrawColors[color] ?? 'black',
      points: points.map(({ x, y }) => [hundredth(x), hundredth(y)]),
    })),
    rects,
  }
}

const tldrawColors: Readonly<Record<string, string>> = {
  blue: 'blue',
  red: 'red',
  green: 'green',
  orange: 'orange',
  violet: 'violet',
  sky: 'light-blue',
  slate: 'grey',
}

const excalidrawColors: Readonly<Record<string, string>> = { blue: '#1971c2', red: '#e03131', green: '#2f9e44' }

function docOf(update: Uint8Array): Y.Doc {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  return doc
}

function quarter(value: number): number {
  return Math.round(value * 4) / 4
}

function hundredth(value: number): number {
  return Math.round(value * 100) / 100
}
