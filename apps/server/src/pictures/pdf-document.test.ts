import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pdfOf } from '@inkbridge/canvas/pdf'
import { builtIn, createKinds, createTextLayout, loadedFonts, svgOf } from '@inkbridge/canvas/picture'
import { defaultStyle, type Shape, type ShapeId, type Style } from '@inkbridge/types'
import { Resvg } from '@resvg/resvg-js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fontFiles } from './fonts.ts'
import { HarfBuzzMeasure } from './harfbuzz-measure.ts'
import { installedFonts, pdfDocument } from './pdf-document.ts'

const layout = createTextLayout({ measure: new HarfBuzzMeasure(fontFiles), fonts: loadedFonts })
const kinds = createKinds(builtIn)
const folder = mkdtempSync(join(tmpdir(), 'inkbridge-pdf-'))
beforeAll(() => layout.load())
afterAll(() => rmSync(folder, { recursive: true }))

/** Programs of the packages poppler-utils and qpdf, without which their tests are skipped. */
function has(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined
}
const hasPoppler = has('pdftotext')
const hasQpdf = has('qpdf')

function box(index: number, text: string | null, style: Partial<Style> = {}, rotation = 0): Shape {
  return {
    id: `box${index}` as ShapeId,
    kind: 'rect',
    order: `a${index}`,
    at: { x: 0, y: index * 100, w: 420, h: 80, rotation },
    style: { ...defaultStyle, font: 'sans', ...style },
    ...(text === null ? {} : { text: [{ runs: [{ text }] }] }),
  } as Shape
}

async function saved(name: string, shapes: readonly Shape[], paper = true): Promise<string> {
  const wish = { format: 'pdf', options: { theme: 'light', paper }, scale: 1 } as const
  const document = { title: 'Boats (1)', pages: 'board' } as const
  const path = join(folder, `${name}.pdf`)
  writeFileSync(path, await pdfDocument({ shapes, sheets: [], kinds }, { ...wish, document }, layout))
  return path
}

function output(program: string, ...args: readonly string[]): string {
  return execFileSync(program, args, { encoding: 'utf8' })
}

const scripts = [
  ['Latin with ligatures', 'Hello «office» boats, AVATAR'],
  ['Cyrillic', 'Привет, доска'],
  ['Greek', 'Καλημέρα κόσμε'],
  ['Arabic', 'مرحبا بالعالم'],
  ['Hebrew', 'שלום עולם'],
  ['Japanese', '日本語のテキスト'],
  ['Korean', '한국어 텍스트'],
  ['Chinese', '简体中文'],
  ['Vietnamese', 'Tiếng Việt'],
  ['emoji', 'sun ☀ and 😀'],
  ['a character that no font has', 'rune \u{1e900}'],
] as const

test.runIf(hasPoppler).each(scripts)('%s is found and copied in logical order', async (name, text) => {
  const path = await saved(name, [box(0, text)])
  // Poppler marks the direction of right-to-left lines (U+202B, U+202C).
  const found = output('pdftotext', path, '-')
    .replace(/[\u202a-\u202e\f]/g, '')
    .trim()
  expect(found.normalize('NFC')).toBe(text)
})

test.runIf(hasPoppler)('all fonts are embedded as subsets with their text', async () => {
  const path = await saved('fonts', [
    ...scripts.map(([, text], index) => box(index, text)),
    box(20, 'bold', { font: 'serif' }),
    box(21, 'x => y', { font: 'mono' }),
    { ...box(22, 'by hand'), style: defaultStyle },
  ])
  const rows = output('pdffonts', path).trim().split('\n').slice(2)
  expect(rows.length).toBeGreaterThan(10)
  for (const row of rows) expect(row).toMatch(/^[A-Z]{6}\+\w+ +CID TrueType +Identity-H +yes yes yes /)
})

test.runIf(hasPoppler)('the document has its title', async () => {
  expect(output('pdfinfo', await saved('title', []))).toMatch(/^Title: +Boats \(1\)$/m)
})

/** Shapes with everything that a page can contain. */
const everything: readonly Shape[] = [
  ...scripts.map(([, text], index) => box(index, text, { opacity: 0.5, fill: 'amber' }, index / 10)),
  { ...box(30, 'link'), link: 'https://example.org/a(b)\\' },
  box(31, null, { look: 'sketchy', fill: 'red', pattern: 'cross-hatch', dash: 'dashed' } as Partial<Style>),
  { ...box(32, 'inside'), clips: [{ x: 0, y: 3_200, w: 100, h: 50, rotation: 0.1 }] } as Shape,
  { ...box(33, 'NaN'), at: { x: Number.NaN, y: 1e300, w: 1, h: 1, rotation: 0 } },
]

test.runIf(hasQpdf).each([
  ['an empty board', []],
  ['a board with everything', everything],
])('qpdf finds no error in %s', async (name, shapes) => {
  const path = await saved(name.replaceAll(' ', '-'), shapes)
  expect(output('qpdf', '--check', path)).toContain('No syntax or stream encoding errors found')
})

/** Returns the pixels of a PPM (binary, P6), one grey value each. */
function greysOf(ppm: Uint8Array): {
  readonly width: number
  readonly height: number
  readonly greys: readonly number[]
} {
  const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(Buffer.from(ppm.subarray(0, 64)).toString('latin1'))
  if (!head) throw new Error('expected a PPM')
  const [width, height, from] = [Number(head[1]), Number(head[2]), head[0].length]
  const greys = Array.from({ length: width * height }, (_, index) => {
    const at = from + index * 3
    return ((ppm[at] ?? 0) + (ppm[at + 1] ?? 0) + (ppm[at + 2] ?? 0)) / 3
  })
  return { width, height, greys }
}

test.runIf(hasPoppler)('a page looks like the SVG of the same board', async () => {
  const shapes = [
    box(0, null, { fill: 'amber', width: 6 }, 0.2),
    box(1, null, { opacity: 0.4, color: 'red', width: 12 }),
    box(2, null, { fill: 'green', pattern: 'hachure', look: 'sketchy' }),
    {
      ...box(3, null, { fill: 'blue', pattern: 'solid' }),
      clips: [{ x: 100, y: 320, w: 200, h: 40, rotation: 0.3 }],
    } as Shape,
    { ...box(4, null, { fill: 'pink' }), kind: 'ellipse' } as Shape,
  ]
  const path = await saved('look', shapes)
  execFileSync('pdftoppm', ['-r', '96', path, join(folder, 'look')])
  const page = greysOf(readFileSync(join(folder, 'look-1.ppm')))
  const { svg } = svgOf(shapes, { theme: 'light', paper: true, layout, kinds })
  const { width, height, pixels } = new Resvg(svg).render()
  expect([Math.abs(page.width - width) <= 1, Math.abs(page.height - height) <= 1]).toEqual([true, true])
  let different = 0
  for (let y = 0; y < Math.min(page.height, height); y += 1)
    for (let x = 0; x < Math.min(page.width, width); x += 1) {
      const at = (y * width + x) * 4
      const grey = ((pixels[at] ?? 0) + (pixels[at + 1] ?? 0) + (pixels[at + 2] ?? 0)) / 3
      if (Math.abs(grey - (page.greys[y * page.width + x] ?? 0)) > 64) different += 1
    }
  expect(different / page.greys.length).toBeLessThan(0.004)
})

test('text is drawn as a picture if no font contains it and the port can draw', async () => {
  const drawn: string[] = []
  const draw = (text: string) => {
    drawn.push(text)
    const box = { x: 0, y: -20, w: 20, h: 20 }
    return { pixels: new Uint8ClampedArray(4).fill(128), width: 1, height: 1, box, advance: 20 }
  }
  const options = { theme: 'light', layout, paper: true, title: '' } as const
  const [runes, twice] = [box(0, 'a \u{1e900}'), box(1, '\u{1e900} b')]
  const file = await pdfOf([{ shapes: [runes, twice] }], { ...options, fonts: { ...installedFonts(), draw } })
  expect(drawn).toEqual(['\u{1e900}'])
  expect(
    Buffer.from(file)
      .toString('latin1')
      .match(/\/Subtype\/Image\/Width 1\/Height 1\/ColorSpace\/DeviceRGB/g),
  ).toHaveLength(1)
})

test('a file of fonts that cannot be read is replaced by others; without any, the export fails', async () => {
  const options = { theme: 'light', layout, paper: true, title: '' } as const
  const { read, ...fonts } = installedFonts()
  const without = {
    ...fonts,
    read: (file: Parameters<typeof read>[0]) =>
      file.family === 'Inter Variable' ? Promise.reject(new Error('offline')) : read(file),
  }
  const file = Buffer.from(await pdfOf([{ shapes: [box(0, 'Boats')] }], { ...options, fonts: without })).toString(
    'latin1',
  )
  expect(file).toContain('/FontFile2')
  const none = { ...fonts, read: () => Promise.reject(new Error('offline')) }
  await expect(pdfOf([{ shapes: [box(0, 'Boats')] }], { ...options, fonts: none })).rejects.toThrow('at least one font')
})
