import { openBoard } from '@inkbridge/board'
import { builtInRecordKinds, defaultStyle, richText, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { wordsOfClip as wordsOf } from './clip.ts'

const wordsOfClip = (text: string) => wordsOf(text, builtInRecordKinds)

test('copied shapes have text, other text has none', () => {
  const board = openBoard(new Y.Doc())
  const at = { x: 0, y: 0, w: 100, h: 100, rotation: 0 }
  const [a, b] = ['a' as ShapeId, 'b' as ShapeId]
  board.apply([
    { type: 'create', shape: { id: a, kind: 'rect', at, style: defaultStyle, text: richText('one\ntwo') } },
    { type: 'create', shape: { id: b, kind: 'rect', at, style: defaultStyle } },
  ])
  expect(wordsOfClip(board.copy([a, b]))).toBe('one\ntwo')
  expect(wordsOfClip(board.copy([b]))).toBe('')
  expect(['{"type":"inkbridge","version":9}', '{"type":"inkbridge"', '{"a":1}', 'words'].map(wordsOfClip)).toEqual([
    '',
    null,
    null,
    null,
  ])
})
