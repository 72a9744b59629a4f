import { Groups } from '@inkbridge/board'
import { defaultStyle, type Shape, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { contextWith } from '../testing/command-context.ts'
import { rectAt } from '../testing/script.ts'
import { type Printed, sheetsOf } from './print.ts'

function frameAt(id: string, x: number, y: number, frame?: string): Shape {
  const at = { x, y, w: 200, h: 100, rotation: 0 }
  const inside = frame ? { frame: frame as ShapeId } : {}
  return { id: id as ShapeId, kind: 'frame', at, style: defaultStyle, order: 'a0', name: '', ...inside }
}

const shapes: readonly Shape[] = [
  frameAt('second', 400, 10),
  frameAt('first', 0, 0),
  frameAt('third', 0, 500),
  frameAt('inner', 20, 20, 'first'),
  { ...rectAt('a', 30, 30), frame: 'inner' as ShapeId },
  rectAt('b', 900, 0),
  rectAt('c', 1100, 0),
]

function sheets(printed: Printed, ...selection: readonly string[]) {
  const { board, ...given } = contextOn(shapes, selection)
  return sheetsOf(printed, { ...given, groups: board }).map((sheet) => ({
    shapes: sheet.shapes.length === shapes.length ? 'all' : sheet.shapes.map(({ id }) => id),
    ...(sheet.crop ? { at: [sheet.crop.minX, sheet.crop.minY, sheet.crop.maxX, sheet.crop.maxY] } : {}),
  }))
}

/** A view of 1000 by 500 pixels, with frames and their contents. */
function contextOn(all: readonly Shape[], selection: readonly string[]) {
  const board = new Groups()
  for (const { id, kind, frame } of all) {
    if (kind === 'frame') board.recordFrame(id, true)
    board.recordParent(id, frame ?? null)
  }
  return { ...contextWith({ shapes: all, selection }), board }
}

test('the view is printed if nothing is selected', () => {
  expect(sheets('board')).toEqual([{ shapes: 'all', at: [0, 0, 1000, 500] }])
})

test('the selection is printed alone, each frame on its own sheet', () => {
  expect(sheets('board', 'c', 'b')).toEqual([{ shapes: ['b', 'c'] }])
  expect(sheets('board', 'b', 'second', 'first', 'inner', 'a')).toEqual([
    { shapes: ['a', 'first', 'inner'], at: [0, 0, 200, 100] },
    { shapes: ['second'], at: [400, 10, 600, 110] },
    { shapes: ['b'] },
  ])
})

test('frames are sheets in reading order, with the frames in them', () => {
  expect(sheets('frames').map(({ at }) => at)).toEqual([
    [0, 0, 200, 100],
    [400, 10, 600, 110],
    [0, 500, 200, 600],
  ])
})
