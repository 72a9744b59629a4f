import {
  type BoxedShape,
  defaultStyle,
  type NoteShape,
  type RichText,
  richText,
  type ShapeId,
  type TextShape,
} from '@inkbridge/types'
import { expect, test, vi } from 'vitest'
import { Scene } from '../scene/scene.ts'
import { builtInKinds } from '../shapes/kinds.ts'
import { resolved } from '../shapes/resolve.ts'
import { wordsOf } from '../shapes/words.ts'
import { countingLayout, countingMeasure } from '../testing/counting.ts'
import { caretIn, rangeIn, roomBeside } from './caret.ts'
import { loadedFonts } from './font-resources.ts'
import { createTextLayout } from './layout.ts'

/** A letter is half as wide as it is large: 10 units here. */
const layout = await countingLayout()

const context = { kinds: builtInKinds, layout }
const alone = { get: () => undefined, obstaclesIn: () => [], laneOf: () => null, ...context }
const place = (w: number, h: number) => ({ x: 100, y: 100, w, h, rotation: 0 })
const common = { id: 'a' as ShapeId, order: 'a0', style: defaultStyle }

function lines(text: RichText, width = Number.POSITIVE_INFINITY): readonly string[] {
  return (layout.layOut(text, { font: 'sans', size: 20, width })?.lines ?? []).map(({ runs }) =>
    runs.map((run) => run.text).join('|'),
  )
}

test('lines break between words, and inside a word that is longer than a line', () => {
  expect(lines(richText('one two three'), 75)).toEqual(['one two', 'three'])
  expect(lines(richText('incomprehensible'), 60)).toEqual(['incomp', 'rehens', 'ible'])
  expect(lines(richText('one two three'))).toEqual(['one two three'])
})

test('an explicit line break makes a line, and an empty paragraph, too', () => {
  expect(lines([{ runs: [{ text: 'a\n\nb' }] }, { runs: [] }])).toEqual(['a', '', 'b', ''])
})

test('runs of different formats are separate, in visual order', () => {
  expect(lines([{ runs: [{ text: 'see ' }, { text: 'this', bold: true }] }])).toEqual(['see |this'])
  // Right-to-left text with a number, which is left-to-right.
  expect(lines(richText('אב 12 גד'))).toEqual([' גד|12|אב '])
  expect(layout.layOut(richText('אב'), { font: 'sans', size: 20, width: 100 })?.lines[0]?.isRtl).toBe(true)
})

test('list items are indented by level, and headings are larger', () => {
  const text: RichText = [
    { runs: [{ text: 'Title' }], heading: 1 },
    { runs: [{ text: 'one' }], list: 'bullet' },
    { runs: [{ text: 'two' }], list: 'bullet', indent: 1 },
  ]
  const laid = layout.layOut(text, { font: 'sans', size: 20, width: 300 })
  expect(laid?.lines.map(({ indent, size, height, y }) => [indent, size, height, y])).toEqual([
    [0, 36, 47, 0],
    [30, 20, 26, 47],
    [60, 20, 26, 73],
  ])
})

test('a text is as wide as its lines from its alignment, or as its set width, and as high as its lines', () => {
  const text: TextShape = { ...common, kind: 'text', at: place(0, 26), text: richText('one two') }
  expect(resolved(text, alone).at).toEqual(place(70, 26))
  const middle: TextShape = { ...text, style: { ...defaultStyle, align: 'center' } }
  expect(resolved(middle, alone).at).toEqual({ ...place(70, 26), x: 65 })
  const wrapping: TextShape = { ...text, wraps: true, at: place(40, 26) }
  expect(resolved(wrapping, alone).at).toEqual(place(40, 52))
})

test('a box shape grows with its text, or the text shrinks, as chosen', () => {
  const rect: BoxedShape = { ...common, kind: 'rect', at: place(100, 40), text: richText('one two three four five') }
  expect(resolved(rect, alone).at).toEqual(place(100, 98))
  const fitting: BoxedShape = { ...rect, style: { ...defaultStyle, fit: 'shrink' } }
  expect(wordsOf(fitting, context)?.size).toBe(14)
  // Rotated, its top stays in place.
  const turned = resolved({ ...rect, at: { ...place(100, 40), rotation: Math.PI / 2 } }, alone).at
  expect([turned.x, turned.y, turned.w, turned.h].map(Math.round)).toEqual([71, 71, 100, 98])
})

test('text in a box uses the padding around it where that saves a line, or lets the box stay as high as it is', () => {
  const box = (w: number, h: number, words: string): BoxedShape => ({
    ...common,
    kind: 'rect',
    at: place(w, h),
    text: richText(words),
  })
  const laid = (shape: BoxedShape) => {
    const words = wordsOf(shape, context)
    return words && { x: words.x, y: words.y, width: words.width, lines: words.laid.lines.length }
  }
  const { x, y } = place(0, 0)
  expect(laid(box(120, 60, 'one two'))).toEqual({ x: x + 10, y: y + 17, width: 100, lines: 1 })
  expect(laid(box(80, 60, 'one two'))).toEqual({ x: x + 4, y: y + 17, width: 72, lines: 1 })
  expect(laid(box(120, 34, 'one two'))).toEqual({ x: x + 10, y: y + 4, width: 100, lines: 1 })
  expect(resolved(box(120, 34, 'one two'), alone).at.h).toBe(34)
  expect(resolved(box(120, 33, 'one two'), alone).at.h).toBe(46)
})

test('text that fits in one line across the middle of a figure does not shrink', () => {
  const cloud = (fit: 'grow' | 'shrink', words: string): BoxedShape => ({
    ...common,
    kind: 'ellipse',
    at: place(160, 60),
    text: richText(words),
    style: { ...defaultStyle, fit },
  })
  expect(wordsOf(cloud('shrink', 'alphabetical'), context)).toMatchObject({ size: 20, laid: { lines: [{}] } })
  expect(wordsOf(cloud('shrink', 'alphabeticalorder'), context)?.size).toBeLessThan(20)
})

test('text on a sticky note shrinks until it fits without broken words, then the note grows', () => {
  const note = (words: string): NoteShape => ({ ...common, kind: 'note', at: place(200, 200), text: richText(words) })
  expect(wordsOf(note('short'), context)?.size).toBe(20)
  expect(wordsOf(note('incomprehensibilities'), context)?.size).toBe(14)
  expect(wordsOf(note('a word '.repeat(20)), context)?.size).toBe(16)
  expect(resolved(note('a word '.repeat(20)), alone).at.h).toBe(200)
  expect(wordsOf(note('a word '.repeat(400)), context)?.size).toBe(14)
  expect(resolved(note('a word '.repeat(400)), alone).at.h).toBeGreaterThan(200)
})

test('a word that is too long at any size is broken, and does not shrink the text', () => {
  const text = richText(`see https://example.org/${'path/'.repeat(10)}`)
  const note: NoteShape = { ...common, kind: 'note', at: place(200, 200), text }
  expect([wordsOf(note, context)?.size, resolved(note, alone).at.h]).toEqual([20, 200])
  const small: NoteShape = { ...note, style: { ...defaultStyle, size: 10 } }
  expect(wordsOf(small, context)?.size).toBe(10)
})

test('moving a grown shape keeps its stored height; resizing it stores the new one', () => {
  const rect: BoxedShape = { ...common, kind: 'rect', at: place(100, 40), text: richText('one two three four five') }
  const scene = new Scene([rect], context)
  const shown = scene.get(rect.id)?.at ?? place(0, 0)
  expect(scene.toStored({ type: 'place', id: rect.id, at: { ...shown, x: 300 } })).toEqual({
    type: 'place',
    id: rect.id,
    at: { ...place(100, 40), x: 300 },
  })
  const larger = { ...shown, h: 300 }
  expect(scene.toStored({ type: 'place', id: rect.id, at: larger })).toEqual({ type: 'place', id: rect.id, at: larger })
})

test('a caret is at its letter, and a selection has a box for each line', () => {
  const text: TextShape = { ...common, kind: 'text', wraps: true, at: place(75, 26), text: richText('one two three') }
  const words = wordsOf(text, context)
  if (!words) throw new Error('there are no words')
  expect(caretIn(words, { paragraph: 0, offset: 2 }, layout)).toEqual({ minX: 120, maxX: 120, minY: 100, maxY: 126 })
  expect(caretIn(words, { paragraph: 0, offset: 13 }, layout)).toEqual({ minX: 150, maxX: 150, minY: 126, maxY: 152 })
  const beside = [2, 8, 10, 13].map((offset) => roomBeside(words, { paragraph: 0, offset }, layout))
  expect(beside).toEqual(['above', 'left', 'above', 'right'])
  expect(rangeIn(words, { paragraph: 0, offset: 10 }, { paragraph: 0, offset: 4 }, layout)).toEqual([
    { minX: 140, maxX: 170, minY: 100, maxY: 126 },
    { minX: 100, maxX: 120, minY: 126, maxY: 152 },
  ])
})

test('two layouts in one program measure separately, in turns, and restore all globals', async () => {
  const narrow = layout
  const wide = createTextLayout({ measure: countingMeasure(1), fonts: loadedFonts })
  await wide.load()
  const setting = { font: 'sans', size: 20, width: 100 } as const
  const inLines = (by: typeof layout) =>
    by.layOut(richText('one two three'), setting)?.lines.map(({ runs, width }) => [runs[0]?.text, width])
  const [atNarrow, atWide] = [inLines(narrow), inLines(wide)]
  expect(atNarrow).toEqual([
    ['one two', 70],
    ['three', 50],
  ])
  expect(atWide).toEqual([
    ['one', 60],
    ['two', 60],
    ['three', 100],
  ])
  expect([inLines(narrow), inLines(wide)]).toEqual([atNarrow, atWide])
  expect('OffscreenCanvas' in globalThis).toBe(false)
})

test('an existing canvas is kept when text is measured by another measure, and is not used', () => {
  class Canvas {
    getContext(): never {
      throw new Error('it was asked')
    }
  }
  vi.stubGlobal('OffscreenCanvas', Canvas)
  expect(lines(richText('a text that was not laid out before'), 90)).toHaveLength(5)
  expect(globalThis.OffscreenCanvas).toBe(Canvas)
  vi.unstubAllGlobals()
})

test('text is laid out once the engine has loaded', async () => {
  const waiting = createTextLayout({ measure: countingMeasure(), fonts: loadedFonts })
  const scene = new Scene([{ ...common, kind: 'text', at: place(0, 26), text: richText('one two') }], {
    kinds: builtInKinds,
    layout: waiting,
  })
  const arrived = new Promise<void>((resolve) => waiting.observe(resolve))
  expect([scene.get(common.id)?.at.w, waiting.isPending]).toEqual([0, true])
  await arrived
  scene.relayoutText()
  expect([scene.get(common.id)?.at.w, waiting.isPending]).toEqual([70, false])
})
