import { defaultStyle, type Edit, maxTextLength, plainText, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { acceptOffer, type Offer, type Pasted, shapesFromText } from './paste.ts'

let made = 0
const maker = { newId: () => `new${++made}` as ShapeId, author: null, now: 5, styleOf: () => defaultStyle }
const spot = { about: { x: 500, y: 300 }, view: { minX: 0, minY: 0, maxX: 1_000, maxY: 600 } }

const paste = (words: string, at = spot): Pasted => shapesFromText(words, at, maker)

/** Created shapes by kind, top left and text; deleted ones by id. */
function shapesOf(edits: readonly Edit[]): readonly unknown[] {
  return edits.map((edit) => {
    if (edit.type === 'delete') return edit.id
    if (edit.type !== 'create' || !('text' in edit.shape)) return edit.type
    const { kind, at, text } = edit.shape
    return [kind, at.x, at.y, plainText(text ?? [])]
  })
}

function wordsOf(edits: readonly Edit[]): readonly string[] {
  return edits.flatMap((edit) =>
    edit.type === 'create' && 'text' in edit.shape ? plainText(edit.shape.text ?? []) : [],
  )
}

function accepted(offer: Offer | null): Pasted {
  if (!offer) throw new Error('nothing is offered')
  return acceptOffer(offer, maker)
}

test('cells of a table become notes around the point, except empty ones', () => {
  expect(shapesOf(paste('a\tb\n\tc\n').edits)).toEqual([
    ['note', 288, 88, 'a'],
    ['note', 512, 88, 'b'],
    ['note', 512, 312, 'c'],
  ])
})

test.each([
  ['short lines', 'milk\r\nbread\r\neggs', ['milk', 'bread', 'eggs']],
  [
    'items of a list, with any separators',
    '- milk\n\n* bread, the dark one that we had last week and liked\n• eggs',
    ['milk', 'bread, the dark one that we had last week and liked', 'eggs'],
  ],
  ['items of a check list', '[ ] milk\n- [x] bread', ['milk', 'bread']],
  ['numbered items keep their numbers', '1. milk\n\n2. bread', ['1. milk', '2. bread']],
])('%s become notes', (_name, words, notes) => {
  const { edits, offer } = paste(words)
  expect([wordsOf(edits), offer]).toEqual([notes, null])
})

test.each([
  ['prose', 'Dear Rita,\n\nthe boats come on Friday.\n\nKind regards'],
  [
    'lines of a letter',
    'We would like to ask you whether the boats may stay for three nights,\nand whether there is water and light on the quay at that time of the year.',
  ],
  ['a program', 'function a() {\n  return 1\n}'],
])('%s becomes one text, and its lines notes on request', (_name, words) => {
  const { edits, offer } = paste(words)
  expect(wordsOf(edits)).toEqual([words])
  const [text] = edits
  const notes = accepted(offer)
  const lines = words
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  expect(shapesOf(notes.edits)[0]).toBe(text?.type === 'create' && text.shape.id)
  expect([wordsOf(notes.edits), notes.offer]).toEqual([lines, null])
})

test('a line is a text around the point, and a long one wraps', () => {
  const placeOf = (words: string) => {
    const [edit] = paste(words).edits
    return edit?.type === 'create' && edit.shape.kind === 'text' && [edit.shape.at.x, edit.shape.at.w, edit.shape.wraps]
  }
  expect(placeOf('boats')).toEqual([500, 0, undefined])
  expect(placeOf('boats '.repeat(20))).toEqual([260, 480, true])
  expect(paste('boats').offer).toBe(null)
})

test('an address is a link, alone and within text', () => {
  const runs = paste('see https://example.org').edits.flatMap((edit) =>
    edit.type === 'create' && 'text' in edit.shape ? edit.shape.text : [],
  )
  expect(runs).toEqual([{ runs: [{ text: 'see ' }, { text: 'https://example.org', link: 'https://example.org/' }] }])
})

test('of thousands of lines and cells none is lost: the rest is offered, and placed below', () => {
  const lines = Array.from({ length: 3_000 }, (_, at) => `line ${at}`)
  const text = paste(lines.join('\n'))
  expect(wordsOf(text.edits).join('\n')).toBe(lines.join('\n'))
  const rows = Array.from({ length: 100 }, (_, row) => Array.from({ length: 7 }, (_each, column) => `${row}/${column}`))
  for (const [first, all] of [
    [accepted(text.offer), lines],
    [paste(rows.map((row) => row.join('\t')).join('\n')), rows.flat()],
  ] as const) {
    let next = first
    const notes: string[] = []
    let lowest = Number.NEGATIVE_INFINITY
    for (;;) {
      const created = next.edits.filter((edit) => edit.type === 'create')
      expect(created.length).toBeLessThanOrEqual(200)
      const ys = created.map(({ shape }) => shape.at.y)
      expect(Math.min(...ys)).toBeGreaterThan(lowest)
      lowest = Math.max(...ys)
      notes.push(...wordsOf(next.edits))
      if (!next.offer) break
      if (next.offer.type === 'more-notes')
        expect([next.offer.done, next.offer.all]).toEqual([notes.length, all.length])
      next = accepted(next.offer)
    }
    expect(notes).toEqual(all)
  }
})

test('the rest of a row beyond the limit is offered', () => {
  const cells = Array.from({ length: 450 }, (_, at) => `c${at}`)
  let next = paste(cells.join('\t'))
  const notes = [...wordsOf(next.edits)]
  while (next.offer) {
    next = accepted(next.offer)
    notes.push(...wordsOf(next.edits))
  }
  expect(notes).toEqual(cells)
})

test('more than the maximum of one text becomes several, side by side, and the rest is offered', () => {
  const words = Array.from({ length: 90_000 }, (_, at) => `w${at}`).join(' ')
  let next = paste(words)
  const texts: string[] = []
  let right = Number.NEGATIVE_INFINITY
  for (;;) {
    for (const edit of next.edits) {
      if (edit.type !== 'create' || !('text' in edit.shape)) continue
      expect(edit.shape.at.x).toBeGreaterThan(right)
      right = edit.shape.at.x
    }
    texts.push(...wordsOf(next.edits))
    if (!next.offer) break
    if (next.offer.type === 'more-text')
      expect([next.offer.done, next.offer.all]).toEqual([texts.join('').length, words.length])
    next = accepted(next.offer)
  }
  expect(texts.length).toBeGreaterThan(words.length / maxTextLength)
  expect(texts.every((text) => text.length < maxTextLength)).toBe(true)
  expect(texts.join('')).toBe(words)
  // A character is never cut in two.
  const faces = paste('😀'.repeat(maxTextLength))
  expect(wordsOf(faces.edits).join('')).toBe('😀'.repeat(maxTextLength))
  expect(wordsOf(faces.edits).every((text) => text.isWellFormed())).toBe(true)
})

test('pasted content starts in view, for any pointer position and size', () => {
  const topLeft = (words: string, about: { readonly x: number; readonly y: number }) => {
    const [edit] = paste(words, { ...spot, about }).edits
    return edit?.type === 'create' && [edit.shape.at.x, edit.shape.at.y]
  }
  const cells = (count: number) =>
    Array.from({ length: count }, () => Array.from({ length: count }, () => 'x').join('\t')).join('\n')
  expect(topLeft(cells(2), { x: 990, y: 590 })).toEqual([1_000 - 424, 600 - 424])
  expect(topLeft(cells(2), { x: 10, y: 10 })).toEqual([0, 0])
  expect(topLeft(cells(14), { x: 500, y: 300 })).toEqual([72, 72])
  expect(topLeft('word '.repeat(3_000), { x: 500, y: 300 })).toEqual([260, 72])
})
