import { defaultStyle, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { PictureTooLong } from '../picture.ts'
import { plain } from '../testing/plain.ts'
import { readPdf } from '../testing/read-pdf.ts'
import { inkAt, rectAt } from '../testing/script.ts'
import type { PdfFonts } from './pdf-fonts.ts'
import { type PdfOptions, type PdfPage, pdfOf } from './pdf-of.ts'

/** Fonts that are not there: boards without text need none. */
const noFonts: PdfFonts = {
  files: [],
  substitutes: [],
  read: () => Promise.reject(new Error('there is no font')),
  subsetter: () => Promise.reject(new Error('there is no subsetter')),
}
const options: PdfOptions = { theme: 'light', paper: true, title: 'Boats', fonts: noFonts, ...plain }

async function written(pages: readonly PdfPage[], more: Partial<PdfOptions> = {}) {
  return readPdf(await pdfOf(pages, { ...options, ...more }))
}

/** Returns the objects that match. */
function found({ objects }: { readonly objects: ReadonlyMap<number, string> }, pattern: RegExp): readonly string[] {
  return [...objects.values()].flatMap((object) => pattern.exec(object)?.[0] ?? [])
}

const box = /\/MediaBox\[[^\]]*\]/

test('a page is as large as its content and a margin of 24, in points', async () => {
  const { at, style } = rectAt('a', 10, 20)
  const [width, height] = [at.w, at.h].map((side) => (side + 2 * style.width + 48) * 0.75)
  expect(found(await written([{ shapes: [rectAt('a', 10, 20)] }]), box)).toEqual([`/MediaBox[0 0 ${width} ${height}]`])
})

test.each([
  ['no pages', []],
  ['no shapes', [{ shapes: [] }]],
  ['a crop that is no box', [{ shapes: [], crop: { minX: Number.NaN, minY: 0, maxX: 1, maxY: 1 } }]],
])('with %s, there is one empty sheet of paper', async (_what, pages) => {
  const file = await written(pages)
  expect(found(file, box)).toEqual(['/MediaBox[0 0 360 240]'])
  expect([...file.streams.values()]).toEqual([
    'q 0.9804 0.9765 0.9647 rg 0 0 360 240 re f Q\n',
    '1 0 0 -1 0 240 cm 1 J 1 j\n',
  ])
})

test.each([
  [{ minX: 0, minY: 0, maxX: 100, maxY: 50 }, '0 0 75 37.5'],
  [{ minX: -1e9, minY: 0, maxX: 1e9, maxY: 1 }, '0 0 14400 3'],
  [{ minX: 5, minY: 5, maxX: 5, maxY: 5 }, '0 0 3 3'],
  [{ minX: -1e300, minY: -1e300, maxX: 1e300, maxY: 1e300 }, '0 0 14400 14400'],
])('a crop of %j is a page of %s points', async (crop, points) => {
  expect(found(await written([{ shapes: [rectAt('a', 0, 0)], crop }]), box)).toEqual([`/MediaBox[${points}]`])
})

test('each page shows its shapes, and the outline has the titles', async () => {
  const file = await written([
    { shapes: [rectAt('a', 0, 0)], title: 'First (1)' },
    { shapes: [rectAt('b', 0, 0)] },
    { shapes: [rectAt('c', 0, 0)], title: 'Third' },
  ])
  expect(found(file, /\/Type\/Pages.*/)).toEqual([
    expect.stringMatching(/\/Count 3\/Kids\[\d+ 0 R \d+ 0 R \d+ 0 R\]>>$/),
  ])
  expect(found(file, /\/Title<FEFF[^>]*>(?=\/Parent)/)).toEqual([
    '/Title<FEFF004600690072007300740020002800310029>',
    '/Title<FEFF00540068006900720064>',
  ])
})

test('shapes outside of a crop are not in the file', async () => {
  const crop = { minX: 0, minY: 0, maxX: 50, maxY: 50 }
  const near = { ...rectAt('a', 10, 10), link: 'https://near.example/' }
  const far = { ...rectAt('b', 5_000, 10), link: 'https://far.example/' }
  const [one, both] = [await written([{ shapes: [near], crop }]), await written([{ shapes: [near, far], crop }])]
  expect(both).toEqual(one)
})

test.each([
  ['a title that ends the dictionary', ')>> endobj \\( \n%%EOF'],
  ['an emoji, and half of one', '😀\ud83d'],
  ['nothing', ''],
])('the title may be %s', async (_what, title) => {
  const hex = Buffer.from(title.toWellFormed(), 'utf16le').swap16().toString('hex').toUpperCase()
  expect(found(await written([], { title }), /^<<\/Title<FEFF[0-9A-F]*>/)).toEqual([`<</Title<FEFF${hex}>`])
})

test.each([
  ['https://example.org/a(b)', '(https://example.org/a\\(b\\))'],
  ['mailto:a@example.org', '(mailto:a@example.org)'],
  ['javascript:alert(1)', null],
  ['file:///etc/passwd', null],
  ['#s=abc', '(https://board.example/b/1#s=abc)'],
])('a shape with the link %s opens %s', async (link, uri) => {
  const shape = { ...rectAt('a', 0, 0), link }
  const file = await written([{ shapes: [shape] }], { address: 'https://board.example/b/1' })
  expect(found(file, /\/URI\(.*\)(?=>>>>)/)).toEqual(uri === null ? [] : [`/URI${uri}`])
})

test('a link to a place on the board opens nothing if its address is unknown', async () => {
  expect(found(await written([{ shapes: [{ ...rectAt('a', 0, 0), link: '#s=abc' }] }]), /\/URI/)).toEqual([])
})

const highlight = inkAt('h', 3, { style: { color: 'amber', width: 20, nib: 'highlighter', streamline: 0 } })

test('blending applies to the drawing and not to the paper', async () => {
  const blended = await written([{ shapes: [rectAt('a', 0, 0), highlight] }])
  expect(found(blended, /\/Group<<\/S\/Transparency\/I true\/CS\/DeviceRGB>>/)).toHaveLength(1)
  expect(found(blended, /\/BM\/Multiply/)).toHaveLength(1)
  const dark = await written([{ shapes: [highlight] }], { theme: 'dark' })
  expect(found(dark, /\/BM\/Screen/)).toHaveLength(1)
  expect(found(await written([{ shapes: [rectAt('a', 0, 0)] }]), /\/I true/)).toEqual([])
})

test('saved states are restored, and a rotated shape is rotated about its centre', async () => {
  const turned = { ...rectAt('a', 0, 0), at: { x: 0, y: 0, w: 100, h: 100, rotation: Math.PI / 2 } }
  const inside = { ...turned, clips: [{ x: 0, y: 0, w: 50, h: 50, rotation: 0 }], id: 'c' as ShapeId }
  const crop = { minX: 0, minY: 0, maxX: 100, maxY: 100 }
  const { streams } = await written([{ shapes: [turned, inside], crop }], { paper: false })
  const content = [...streams.values()].join('')
  expect(content.match(/^q$/gm)).toHaveLength(content.match(/^Q$/gm)?.length ?? 0)
  expect(content).toContain('0 1 -1 0 75 0 cm\n')
})

test('coordinates that are no numbers leave the rest as it is', async () => {
  const broken = { ...rectAt('b', 0, 0), at: { x: Number.NaN, y: 1e308, w: Infinity, h: -1, rotation: Number.NaN } }
  const crop = { minX: 0, minY: 0, maxX: 100, maxY: 100 }
  const file = await written([{ shapes: [broken, rectAt('a', 0, 0)], crop }])
  expect([...file.streams.values()].join('')).not.toMatch(/NaN|Infinity|\de[+-]?\d/)
})

test('an aborted file is rejected with the reason, before and while it is drawn', async () => {
  const reason = new Error('closed')
  const shapes = Array.from({ length: 3_000 }, (_, index) => ({
    ...rectAt(`r${index}`, index, 0),
    style: { ...defaultStyle, look: 'sketchy' as const },
  }))
  await expect(pdfOf([{ shapes }], { ...options, signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  const abort = new AbortController()
  const seen: number[] = []
  const progress = (done: number) => {
    seen.push(done)
    abort.abort(reason)
  }
  await expect(pdfOf([{ shapes }], { ...options, signal: abort.signal, progress })).rejects.toBe(reason)
  expect(seen).toHaveLength(1)
})

test('progress rises to the number of all shapes, and others get turns meanwhile', async () => {
  const shapes = Array.from({ length: 2_000 }, (_, index) => rectAt(`r${index}`, index, 0))
  const seen: (readonly [number, number])[] = []
  let turns = 0
  const timer = setInterval(() => {
    turns += 1
  }, 1)
  await pdfOf([{ shapes }, { shapes }], { ...options, progress: (done, all) => seen.push([done, all]) })
  clearInterval(timer)
  expect(seen.at(-1)).toEqual([4_000, 4_000])
  expect(seen.map(([done]) => done)).toEqual(seen.map(([done]) => done).toSorted((a, b) => a - b))
  expect(turns).toBeGreaterThan(0)
})

test('a file that exceeds its maximum size is rejected', async () => {
  const shapes = Array.from({ length: 100 }, (_, index) => rectAt(`r${index}`, index * 7.3, index ** 2))
  await expect(pdfOf([{ shapes }], { ...options, maxBytes: 1_000 })).rejects.toBeInstanceOf(PictureTooLong)
})
