import { openBoard } from '@inkbridge/board'
import { defaultStyle, type Edit, newShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { applyInSlices } from './apply-in-slices.ts'

test('many edits are applied in several tasks, and are one undo step', async () => {
  const board = openBoard(new Y.Doc())
  const edits = Array.from({ length: 1_000 }, (_, index): Edit => {
    const at = { x: index, y: 0, w: 10, h: 10, rotation: 0 }
    return { type: 'create', shape: { id: newShapeId(), kind: 'rect', at, style: defaultStyle } }
  })
  const counts: number[] = []
  board.observe(() => counts.push(board.shapes().length))
  await applyInSlices(edits, board)
  expect(counts).toEqual([300, 600, 900, 1_000])
  expect([board.undo(), board.shapes().length, board.canUndo]).toEqual([true, 0, false])
  expect([board.redo(), board.shapes().length]).toEqual([true, 1_000])
})
