import { defaultStyle, type RichText, type Shape, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { plain } from '../testing/plain.ts'
import { inkAt, rectAt } from '../testing/script.ts'
import { jointStyle, stylesFor, wholeStyle } from './styles.ts'

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

const pen = ['color', 'width', 'opacity', 'nib', 'streamline']
const lined = ['color', 'width', 'dash', 'look', 'startHead', 'endHead', 'opacity', 'route']
const inside = ['font', 'size', 'align', 'valign', 'fit']
const boxStyles = ['color', 'width', 'fill', 'pattern', 'dash', 'corners', 'look', 'opacity', ...inside]

test.each<readonly [string, readonly Shape[], readonly string[]]>([
  ['a stroke of a pen', [inkAt('pen', 5)], pen],
  [
    'a highlighter',
    [inkAt('marker', 5, { style: { ...defaultStyle, nib: 'highlighter' } })],
    ['color', 'width', 'opacity'],
  ],
  ['a rectangle', [rect], boxStyles],
  ['one with text', [written], boxStyles],
  ['a line', [line], lined],
  [
    'one that encloses something',
    [loop],
    [...lined.slice(0, 2), 'fill', 'pattern', 'dash', 'corners', ...lined.slice(3)],
  ],
  ['a text', [words], ['color', 'opacity', 'font', 'size', 'align']],
  ['a note', [note], ['color', 'fill', 'opacity', ...inside]],
  ['a frame', [frame], ['fill']],
  ['figures with corners and without', [rect, ellipse], boxStyles],
  ['a frame and a line', [frame, line], [...lined.slice(0, 2), 'fill', ...lined.slice(2)]],
  ['nothing', [], []],
])('%s: the panel shows the styles that any of them has', (_name, shapes, keys) => {
  expect(jointStyle(shapes, plain.kinds).keys).toEqual(keys)
})

test('shapes are mixed only in styles that more than one of them has', () => {
  const red: Shape = { ...line, style: { ...defaultStyle, color: 'red', endHead: 'arrow', width: 4 } }
  const filled: Shape = { ...rect, style: { ...defaultStyle, fill: 'blue' } }
  expect(jointStyle([filled, red], plain.kinds)).toMatchObject({
    style: { color: 'ink', fill: 'blue', endHead: 'arrow' },
    mixed: ['color'],
  })
})

test('absent styles have the default of the kind, such as alignment at the left on a note and centred in a box', () => {
  const middle: Shape = { ...note, style: { ...defaultStyle, align: 'center' } }
  expect(jointStyle([note], plain.kinds).style).toMatchObject({ align: 'start', valign: 'top', fill: 'amber' })
  expect(jointStyle([rect, middle], plain.kinds).mixed).toEqual(['fill', 'valign', 'fit'])
  expect(jointStyle([rect, note], plain.kinds).mixed).toEqual(['fill', 'align', 'valign', 'fit'])
})

test('a shape takes the parts of a copied style that it shows', () => {
  const style = wholeStyle({ ...defaultStyle, color: 'red', fill: 'blue', endHead: 'arrow' })
  expect(stylesFor(words, style, plain.kinds)).toEqual({
    color: 'red',
    opacity: null,
    font: null,
    size: null,
    align: null,
  })
})
