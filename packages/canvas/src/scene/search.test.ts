import { defaultStyle, richText, type Shape, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { plain } from '../testing/plain.ts'
import { search } from './search.ts'

function note(id: string, x: number, y: number, words: string): Shape {
  const at = { x, y, w: 200, h: 200, rotation: 0 }
  return { id: id as ShapeId, kind: 'note', at, style: defaultStyle, order: 'a0', text: richText(words) }
}

const found = (shapes: readonly Shape[], words: string) =>
  search(shapes, words, plain.kinds).map(({ id, from, to }) => [id, from.paragraph, from.offset, to.offset])

test('words are found in the order one reads, capitals or not, each time they are there', () => {
  const shapes = [
    note('c', 0, 500, 'the end'),
    note('b', 400, 10, 'The quay\nand the boats'),
    note('a', 0, 0, 'Bring the coat'),
  ]
  expect(found(shapes, ' THE ')).toEqual([
    ['a', 0, 6, 9],
    ['b', 0, 0, 3],
    ['b', 1, 4, 7],
    ['c', 0, 0, 3],
  ])
})

test('a word in pieces that look different is one, and a frame is found by its name', () => {
  const [plain] = [note('a', 0, 0, '')]
  const pieces = { ...plain, text: [{ runs: [{ text: 'lan' }, { text: 'tern', bold: true }] }] } as Shape
  const frame = {
    ...plain,
    id: 'f' as ShapeId,
    kind: 'frame',
    name: 'Lantern walk',
    text: undefined,
  } as unknown as Shape
  expect(found([pieces, frame], 'lantern').map(([id]) => id)).toEqual(['a', 'f'])
})

test('words are found without their accents, where they are in the text', () => {
  expect(found([note('a', 0, 0, 'Straße und te\u0302te')], 'tete')).toEqual([['a', 0, 11, 16]])
})

test('for nothing nothing is found, and no more than one can go through', () => {
  expect(found([note('a', 0, 0, 'words')], '  ')).toEqual([])
  expect(found([note('a', 0, 0, 'x'.repeat(3_000))], 'x')).toHaveLength(1_000)
})
