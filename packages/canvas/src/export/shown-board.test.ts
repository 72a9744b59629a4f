import { openBoard } from '@inkbridge/board'
import { defaultStyle, type NewShape, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { plain } from '../testing/plain.ts'
import { shownBoard } from './shown-board.ts'

const at = { x: 0, y: 0, w: 100, h: 100, rotation: 0 }
const id = (name: string) => name as ShapeId

test('a board without an editor is shown as in one: arrows end at the shapes that they are bound to', async () => {
  const board = openBoard(new Y.Doc())
  const arrow: NewShape = {
    ...{ id: id('arrow'), kind: 'line', at: { ...at, w: 300, h: 0 }, style: defaultStyle, points: [0, 0, 1, 0] },
    end: { to: id('box'), at: [0.5, 0.5] },
  }
  board.apply([
    { type: 'create', shape: { id: id('box'), kind: 'rect', at: { ...at, x: 400, y: 200 }, style: defaultStyle } },
    { type: 'create', shape: arrow },
  ])
  const shown = await shownBoard(board, plain)
  const [box, line] = shown.shapes()
  expect(box).toEqual(board.get(id('box')))
  expect(line?.at).toMatchObject({ x: 0, y: 0, w: 450, h: 250 })
  expect(shown.stored(id('arrow'))).toEqual(board.get(id('arrow')))
  expect(shown.stored(id('missing'))).toBeNull()
  expect(shown.textSize(id('box'))).toBeNull()
})
