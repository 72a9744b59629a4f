import { expect, test } from 'vitest'
import { Path } from '../geometry/path.ts'
import { noImages } from '../images.ts'
import { SvgElements } from '../picture/svg-elements.ts'
import { type Context, paintItems } from '../render/paint.ts'
import { loadedFonts } from '../text/font-resources.ts'
import type { DisplayItem, LeafItem } from './display-list.ts'
import { fontsUsed } from './used-fonts.ts'

const face = { font: 'hand', size: 20, bold: false, italic: false } as const
const square = (size: number) => new Path().polygon([0, 0, size, 0, size, size, 0, size])
const shape: LeafItem = { type: 'path', path: square(1), fill: '#000000' }
const words: LeafItem = { type: 'text', text: 'boats', x: 0, y: 0, face, fill: '#000000', isRtl: false }
const turned: LeafItem = { ...words, text: 'turned', turn: { x: 0, y: 0, w: 10, h: 10, rotation: 1 } }
const inside = (size: number, ...items: readonly DisplayItem[]): DisplayItem => ({
  type: 'clipped',
  by: square(size),
  items,
})

/** A context that records drawn items, each with the sizes of the squares that clip it. */
function recorder() {
  const drawn: string[] = []
  let [clips, size]: [readonly number[], number] = [[], 0]
  const saved: (readonly number[])[] = []
  const record = (what: string) => drawn.push([...clips, what].join(' > '))
  const known: Record<string, unknown> = {
    globalAlpha: 1,
    save: () => saved.push(clips),
    restore: () => {
      clips = saved.pop() ?? []
    },
    beginPath: () => {
      size = 0
    },
    lineTo: (x: number) => {
      size = Math.max(size, x)
    },
    clip: () => {
      clips = [...clips, size]
    },
    fill: () => record('path'),
    fillText: (text: string) => record(text),
  }
  const context = new Proxy(known, { get: (target, key) => target[String(key)] ?? (() => undefined) })
  return { drawn, context: context as unknown as Context }
}

function onScreen(items: readonly DisplayItem[]): readonly string[] {
  const { drawn, context } = recorder()
  paintItems(context, items, { x: 0, y: 0, scale: 1 }, { fonts: loadedFonts, images: noImages })
  return drawn
}

/** The items of an SVG, each with the sizes of the squares that clip it. */
function inSvg(items: readonly DisplayItem[]): readonly string[] {
  const elements = new SvgElements(Number.POSITIVE_INFINITY)
  for (const item of items) elements.add([item])
  const open: number[] = []
  const shown: string[] = []
  let size = 0
  for (const [tag, width, text] of elements
    .end()
    .matchAll(
      /<clipPath[^>]*><path d="M0 0L(\d+)[^>]*><\/clipPath>|<g [^>]*>|<\/g>|<path [^>]*>|<text [^>]*>([^<]*)<\/text>/g,
    )) {
    if (width) size = Number(width)
    else if (tag.startsWith('<g')) open.push(size)
    else if (tag === '</g>') open.pop()
    else shown.push([...open, text ?? 'path'].join(' > '))
  }
  expect(open).toEqual([])
  return shown
}

/** Returns the characters of a text, by asking for fonts that have only one of them. */
function inFonts(items: readonly DisplayItem[]): string {
  const codes = [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => (letter.codePointAt(0) ?? 0).toString(16))
  const files = codes.map((code) => ({
    family: 'Shantell Sans Variable',
    url: String.fromCodePoint(Number.parseInt(code, 16)),
    descriptors: { weight: '300 800', style: 'normal', unicodeRange: `U+${code}` },
  }))
  return fontsUsed(items, files)
    .map(({ url }) => url)
    .join('')
}

const lists: readonly (readonly [what: string, items: readonly DisplayItem[], shown: readonly string[]])[] = [
  ['nothing', [], []],
  ['things side by side', [shape, words, turned], ['path', 'boats', 'turned']],
  ['things in a frame', [inside(9, shape, words)], ['9 > path', '9 > boats']],
  [
    'things in a frame in a frame',
    [inside(9, shape, inside(8, words, inside(7, turned)))],
    ['9 > path', '9 > 8 > boats', '9 > 8 > 7 > turned'],
  ],
  ['things after what was nested', [inside(9, inside(8, words), shape), words], ['9 > 8 > boats', '9 > path', 'boats']],
  ['things in two frames alike', [inside(9, shape), inside(9, words)], ['9 > path', '9 > boats']],
  ['things in the same frame of two', [inside(9, inside(8, shape)), inside(9, words)], ['9 > 8 > path', '9 > boats']],
  ['an empty frame in a frame', [inside(9, inside(8)), shape], ['path']],
  ['a frame that is as large as the one it is in', [inside(9, inside(9, words))], ['9 > 9 > boats']],
]

test.each(lists)('%s: screen, SVG and fonts of a picture contain all of it', (_, items, shown) => {
  expect(onScreen(items)).toEqual(shown)
  expect(inSvg(items)).toEqual(shown)
  expect(inFonts(items)).toBe([...new Set(shown.join().replace(/path|[^a-z]/g, ''))].sort().join(''))
})

test('successive items with the same clip share a group in an SVG', () => {
  const elements = new SvgElements(Number.POSITIVE_INFINITY)
  for (const items of [[inside(9, shape)], [inside(9, inside(8, words))], [inside(9, shape)]]) elements.add(items)
  expect(elements.end().match(/<g /g)).toHaveLength(2)
})
