import { defaultStyle, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Board, type BoardChange, openBoard } from './board.ts'

const [a, b, group] = ['a', 'b', 'group'] as [ShapeId, ShapeId, ShapeId]

/** A board with two rectangles, and what it reports from then on. */
function boardOfTwo(): { readonly board: Board; readonly changes: BoardChange[] } {
  const board = openBoard(new Y.Doc())
  const at = { x: 0, y: 0, w: 100, h: 50, rotation: 0 }
  board.apply(
    [a, b].map((id) => ({ type: 'create', shape: { id, kind: 'rect', at, style: defaultStyle, order: `a${id}` } })),
  )
  const changes: BoardChange[] = []
  board.observe((change) => changes.push(change))
  return { board, changes }
}

test('a shape that is grouped keeps everything but its parent, and has none again when it is ungrouped', () => {
  const { board, changes } = boardOfTwo()
  const [first, second] = board.shapes()
  board.apply([{ type: 'group', id: group, members: [a, b] }])
  expect(board.shapes()).toEqual([
    { ...first, parent: group },
    { ...second, parent: group },
  ])
  board.apply([{ type: 'ungroup', id: group }])
  expect(board.shapes()).toEqual([first, second])
  expect(board.get(a)).not.toHaveProperty('parent')
  expect(changes.map(({ changed }) => changed.map(({ id }) => id))).toEqual([
    [a, b],
    [a, b],
  ])
})

test('a z-order that is written again as it was is no change', () => {
  const { board, changes } = boardOfTwo()
  const [first] = board.shapes()
  board.apply([{ type: 'group', id: group, members: [a, b] }])
  const grouped = board.get(a)
  const order = board.doc.getMap('order')
  changes.length = 0
  order.set(a, order.get(a))
  expect(changes).toEqual([])
  expect(board.get(a)).toBe(grouped)
  order.set(a, [first?.order, 'elsewhere'])
  expect(changes.map(({ changed }) => changed)).toEqual([[{ ...first, parent: 'elsewhere' }]])
})

test('a z-order that is written for a live stroke is the same after reading again as for who opens the board', () => {
  const { board } = boardOfTwo()
  const id = 'live' as ShapeId
  const points = [{ x: 0, y: 0, time: 0, pressure: 0.5 }]
  board.apply([{ type: 'ink-begin', id, style: defaultStyle, pressure: false, quantum: 0.25, points }])
  board.doc.getMap('order').set(id, 'zz')
  const opened = openBoard(board.doc)
  expect(board.get(id)).toMatchObject({ kind: 'ink', wet: true })
  expect(board.get(id)).toEqual(opened.get(id))
})
