import { defaultStyle, type Shape, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { plain } from '../testing/plain.ts'
import { rectAt } from '../testing/script.ts'
import { svgOf } from './svg.ts'

const unknown: Shape = {
  id: 'u' as ShapeId,
  at: { x: 0, y: 0, w: 200, h: 80, rotation: 0 },
  style: defaultStyle,
  order: 'a1',
  kind: 'unknown',
  was: 'a <b> & "c"\u0001',
}
const options = { theme: 'light', paper: true, ...plain } as const

/** Returns a picture with its paths and texts reduced to their tags. */
function frameOf(svg: string): string {
  return svg.replace(/<(path|text)\b.*?(\/>|<\/text>)/g, '<$1>')
}

test('a picture is as large as its content and a margin of 24', () => {
  const { svg, width, height } = svgOf([rectAt('a', 10, 20)], options)
  const { style, at } = rectAt('a', 10, 20)
  expect([width, height]).toEqual([at.w + 2 * style.width + 48, at.h + 2 * style.width + 48])
  expect(frameOf(svg)).toBe(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
      `<rect width="100%" height="100%" fill="#faf9f6"/>` +
      `<g transform="matrix(1 0 0 1 ${24 + style.width - 10} ${24 + style.width - 20})"><path></g></svg>`,
  )
})

test('an empty picture is a sheet of paper', () => {
  expect(svgOf([], options)).toMatchObject({ width: 480, height: 320 })
})

test('in a given size the content is fitted into the centre, at 100 % at most', () => {
  const size = { width: 100, height: 100 }
  const large = svgOf(
    [{ ...rectAt('a', 0, 0), at: { x: 0, y: 0, w: 952 - 2 * defaultStyle.width, h: 10, rotation: 0 } }],
    {
      ...options,
      paper: false,
      size,
    },
  )
  expect(large).toMatchObject(size)
  expect(large.svg).toMatch(/^<svg [^>]*><g transform="matrix\(0\.1 0 0 0\.1 [\d.]+ [\d.]+\)">/)
  const small = svgOf([{ ...rectAt('a', 0, 0), at: { x: 0, y: 0, w: 10, h: 10, rotation: 0 } }], { ...options, size })
  expect(small.svg).toContain('<g transform="matrix(1 0 0 1 45 45)">')
})

/** Returns a picture; unescaped if this run removes that defence. */
function written(...given: Parameters<typeof svgOf>): string {
  const { svg } = svgOf(...given)
  const escapes = process.env.INKBRIDGE_TEST_WITHOUT !== 'attributes of a picture are escaped'
  return escapes ? svg : svg.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>')
}

test('a custom colour, font or name never ends an attribute', () => {
  const hostile = 'x"/><script>act()</script>'
  const style = { ...defaultStyle, color: hostile, fill: hostile, font: hostile } as unknown as typeof defaultStyle
  const fonts = [{ family: hostile, url: hostile, descriptors: { weight: hostile, style: hostile } }]
  const svg = written(
    [
      { ...rectAt('a', 0, 0), style },
      { ...unknown, style },
    ],
    { ...options, fonts },
  )
  expect(svg.match(/<\/?[a-zA-Z]+/g)?.filter((tag) => /script/.test(tag)) ?? []).toEqual([])
  expect(svg).not.toContain('x"')
  expect(svg).toContain('&lt;script&gt;')
})

test('text is text, without characters XML forbids, and escaped', () => {
  const { svg } = svgOf([unknown], options)
  expect(/<text [^>]*>(.*)<\/text>/.exec(svg)?.[1]).toBe('Unsupported shape: a &lt;b&gt; &amp; "c"')
})

test('given fonts are embedded', () => {
  const url = 'data:font/woff2;base64,AAAA'
  const fonts = [{ family: 'Inter Variable', url, descriptors: { weight: '100 900', style: 'normal' } }]
  const face = `<style>@font-face{font-family:'Inter Variable';font-weight:100 900;font-style:normal;src:url(${url}) format('woff2')}</style>`
  expect(svgOf([unknown], { ...options, fonts }).svg).toContain(face)
  expect(svgOf([unknown], options).svg).not.toContain('@font-face')
})

test.each(['U+0000-00FF, U+0131,U+4??', 'u+0-ff, U+131, U+400-4FF'])(
  'fonts say for which characters they are in the same way, however a style sheet wrote it: %s',
  (unicodeRange) => {
    const descriptors = { weight: '100 900', style: 'normal', unicodeRange }
    const fonts = [{ family: 'Inter Variable', url: 'data:,', descriptors }]
    expect(svgOf([unknown], { ...options, fonts }).svg).toContain(';unicode-range:U+0-FF,U+131,U+400-4FF;src:')
  },
)

test('a rotated shape is rotated about its centre', () => {
  const turned = { ...rectAt('a', 0, 0), at: { x: 0, y: 0, w: 100, h: 50, rotation: Math.PI / 2 } }
  expect(svgOf([turned], options).svg).toContain(' transform="rotate(90 50 25)"')
})

test('hidden shapes are in no picture, and do not enlarge it', () => {
  const [near, far] = [rectAt('a', 0, 0), { ...rectAt('b', 5_000, 0), hidden: true as const }]
  const look = { ...options, paper: false }
  expect(svgOf([near, far], look)).toEqual(svgOf([near], look))
})

test('lines jump over others only if requested', () => {
  const line = (id: string, order: string, w: number, h: number, x: number, y: number): Shape => ({
    id: id as ShapeId,
    kind: 'line',
    at: { x, y, w, h, rotation: 0 },
    points: [0, 0, w > 0 ? 1 : 0, h > 0 ? 1 : 0],
    style: { color: 'ink', width: 2 },
    order,
  })
  const lines = [line('a', 'a0', 0, 100, 50, 0), line('b', 'a1', 100, 0, 0, 50)]
  const paths = (jumps: boolean) =>
    [...svgOf(lines, { ...options, jumps }).svg.matchAll(/ d="([^"]*)"/g)].map(([, path = '']) => path.includes('c'))
  expect([paths(false), paths(true)]).toEqual([
    [false, false],
    [false, true],
  ])
})
