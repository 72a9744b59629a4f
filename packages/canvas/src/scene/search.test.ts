import { defaultStyle, richText, type Shape, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { plain } from '../testing/plain.ts'
import { search } from './search.ts'

function note(id: string, x: number, y: number, words: string): Shape {
  const at = { x, y, w: 200, h: 200, rotation: 0 }
  return { id: id as ShapeId, kind: 'note', at, style: defaultStyle, order: 'a0', text: richText(words) }
}

const matches = (shapes: readonly Shape[], words: string) =>
  search(shapes, words, plain.kinds).map(({ id, from, to }) => [id, from.paragraph, from.offset, to.offset])

test('all matches are found in reading order, ignoring case', () => {
  const shapes = [
    note('c', 0, 500, 'the end'),
    note('b', 400, 10, 'The quay\nand the boats'),
    note('a', 0, 0, 'Bring the coat'),
  ]
  expect(matches(shapes, ' THE ')).toEqual([
    ['a', 0, 6, 9],
    ['b', 0, 0, 3],
    ['b', 1, 4, 7],
    ['c', 0, 0, 3],
  ])
})

test('a word of several formats is one match, and a frame is found by its name', () => {
  const [plain] = [note('a', 0, 0, '')]
  const pieces = { ...plain, text: [{ runs: [{ text: 'lan' }, { text: 'tern', bold: true }] }] } as Shape
  const frame = {
    ...plain,
    id: 'f' as ShapeId,
    kind: 'frame',
    name: 'Lantern walk',
    text: undefined,
  } as unknown as Shape
  expect(matches([pieces, frame], 'lantern').map(([id]) => id)).toEqual(['a', 'f'])
})

test('accents are ignored, and positions are those of the text', () => {
  expect(matches([note('a', 0, 0, 'Straße und te\u0302te')], 'tete')).toEqual([['a', 0, 11, 16]])
})

test('an empty search has no matches, and others at most 1,000', () => {
  expect(matches([note('a', 0, 0, 'words')], '  ')).toEqual([])
  expect(matches([note('a', 0, 0, 'x'.repeat(3_000))], 'x')).toHaveLength(1_000)
})
