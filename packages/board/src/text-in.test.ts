import { defaultStyle, richText, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Board, openBoard } from './board.ts'
import { textIn } from './text-in.ts'

const at = { x: 0, y: 0, w: 100, h: 50, rotation: 0 }
const [note, frame] = ['note', 'frame'] as ShapeId[] as [ShapeId, ShapeId]

function openWith(text: string): { readonly doc: Y.Doc; readonly board: Board } {
  const doc = new Y.Doc()
  const board = openBoard(doc)
  const words = { text: richText(text), by: 'Mara', made: 5 }
  board.apply([
    { type: 'create', shape: { id: note, kind: 'note', at, style: defaultStyle, ...words } },
    { type: 'create', shape: { id: frame, kind: 'frame', at, style: defaultStyle, name: 'Quay' } },
  ])
  return { doc, board }
}

test('the text of shapes and the names of frames are on a board, each line once', () => {
  const { doc } = openWith('The lighthouse\nkeeper\nkeeper\n\nQuay')
  expect(textIn(doc, 1_000)).toBe('The lighthouse\nkeeper\nQuay')
})

test('a deleted shape leaves no text', () => {
  const { doc, board } = openWith('The lighthouse')
  board.apply([{ type: 'delete', id: note }])
  expect(textIn(doc, 1_000)).toBe('Quay')
})

test('a name that was changed replaces the previous one', () => {
  const { doc } = openWith('The lighthouse')
  doc.getMap('props').set(frame, { name: 'Pier' })
  expect(textIn(doc, 1_000)).toBe('The lighthouse\nPier')
})

test('no more text is returned than is asked for', () => {
  const { doc } = openWith(`${'x'.repeat(50)}\n${'y'.repeat(50)}`)
  expect(textIn(doc, 60)).toBe(`${'x'.repeat(50)}\n${'y'.repeat(9)}`)
})

test('a malformed document has no text', () => {
  const doc = new Y.Doc()
  doc.getMap('shapes').set('a', 7)
  doc.getMap('shapes').set('b', { name: 7, alt: ['x'] })
  doc.getMap('text').set('a', 'not a text')
  expect(textIn(doc, 1_000)).toBe('')
})
