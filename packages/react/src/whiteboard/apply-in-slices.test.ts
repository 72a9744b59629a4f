import { openBoard } from '@inkbridge/board'
import { defaultStyle, type Edit, newShapeId, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { applyInSlices } from './apply-in-slices.ts'

const at = { x: 0, y: 0, w: 10, h: 10, rotation: 0 }

function created(id: ShapeId = newShapeId()): Edit {
  return { type: 'create', shape: { id, kind: 'rect', at, style: defaultStyle } }
}

const thousand = () => Array.from({ length: 1_000 }, () => created())

test('other tasks run between slices of many edits, which are one undo step', async () => {
  const board = openBoard(new Y.Doc())
  const edits = thousand()
  const events: (number | string)[] = []
  board.observe(() => events.push(board.shapes().length))
  setTimeout(() => events.push('another task'))
  await applyInSlices(edits, board)
  expect([events[0], events[1], events.at(-1)]).toEqual([50, 'another task', 1_000])
  expect([board.undo(), board.shapes().length, board.canUndo]).toEqual([true, 0, false])
  expect([board.redo(), board.shapes().length]).toEqual([true, 1_000])
})

test('edits between slices are in steps of their own', async () => {
  const board = openBoard(new Y.Doc())
  const own = newShapeId()
  const drag = (x: number) => board.apply([{ type: 'place', id: own, at: { ...at, x } }], { continues: x > 1 })
  setTimeout(() => {
    board.apply([created(own)])
    drag(1)
    setTimeout(() => drag(2))
  })
  await applyInSlices(thousand(), board)
  const read = () => [board.shapes().length, board.get(own)?.at.x]
  expect(read()).toEqual([1_001, 2])
  const undone = [1, 2, 3].map(() => [board.undo(), ...read()])
  expect(undone).toEqual([
    [true, 1_001, 0],
    [true, 1_000, undefined],
    [true, 0, undefined],
  ])
  expect(board.canUndo).toBe(false)
})
