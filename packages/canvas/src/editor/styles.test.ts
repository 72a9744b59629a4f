import { defaultStyle, type RichText, type Shape, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { plain } from '../testing/plain.ts'
import { inkAt, rectAt } from '../testing/script.ts'
import { styleKeysOf, stylesFor, wholeStyle } from './styles.ts'

const text: RichText = [{ runs: [{ text: 'boats' }] }]
const common = { at: { x: 0, y: 0, w: 100, h: 100, rotation: 0 }, style: defaultStyle, order: 'a0' }
const rect = rectAt('rect', 0, 0)
const written: Shape = { ...rect, text }
const ellipse: Shape = { ...common, id: 'ellipse' as ShapeId, kind: 'ellipse' }
const note: Shape = { ...common, id: 'note' as ShapeId, kind: 'note' }
const words: Shape = { ...common, id: 'words' as ShapeId, kind: 'text', text }
const frame: Shape = { ...common, id: 'frame' as ShapeId, kind: 'frame', name: '' }
const line: Shape = { ...common, id: 'line' as ShapeId, kind: 'line', points: [0, 0, 1, 1] }
const loop: Shape = { ...line, points: [0, 0, 1, 0, 1, 1, 0, 0] }

const pen = ['color', 'width', 'nib', 'streamline', 'opacity']
const lined = ['color', 'width', 'dash', 'look', 'route', 'startHead', 'endHead', 'opacity']
const inside = ['font', 'size', 'align', 'valign', 'fit']

test.each<readonly [string, readonly Shape[], readonly string[]]>([
  ['a stroke of a pen', [inkAt('pen', 5)], pen],
  [
    'a highlighter',
    [inkAt('marker', 5, { style: { ...defaultStyle, nib: 'highlighter' } })],
    ['color', 'width', 'opacity'],
  ],
  ['a rectangle', [rect], ['color', 'width', 'fill', 'pattern', 'dash', 'look', 'corners', 'opacity']],
  ['one with words', [written], ['color', 'width', 'fill', 'pattern', 'dash', 'look', 'corners', ...inside, 'opacity']],
  ['a line', [line], lined],
  [
    'one that encloses something',
    [loop],
    [...lined.slice(0, 2), 'fill', 'pattern', 'dash', 'look', 'corners', ...lined.slice(4)],
  ],
  ['a text', [words], ['color', 'font', 'size', 'align', 'opacity']],
  ['a note', [note], ['fill', 'color', ...inside, 'opacity']],
  ['a frame', [frame], ['fill']],
  [
    'figures with corners and without',
    [rect, ellipse],
    ['color', 'width', 'fill', 'pattern', 'dash', 'look', 'opacity'],
  ],
  ['a figure with words and a text', [written, words], ['color', 'font', 'size', 'align', 'opacity']],
  ['a stroke and a rectangle', [inkAt('pen', 5), rect], ['color', 'width', 'opacity']],
  ['a frame and a line', [frame, line], []],
  ['nothing', [], []],
])('%s is styled by what it shows, several by what all of them do', (_name, shapes, keys) => {
  expect(styleKeysOf(shapes, plain.kinds)).toEqual(keys)
})

test('of a style that is copied a shape takes what it shows', () => {
  const style = wholeStyle({ ...defaultStyle, color: 'red', fill: 'blue', endHead: 'arrow' })
  expect(stylesFor(words, style, plain.kinds)).toEqual({
    color: 'red',
    opacity: null,
    font: null,
    size: null,
    align: null,
  })
})
