import { createTextLayout, loadedFonts, svgOf } from '@inkbridge/canvas/picture'
import { type Align, defaultStyle, type Shape, type ShapeId } from '@inkbridge/types'
import { Resvg } from '@resvg/resvg-js'
import { beforeAll, expect, test } from 'vitest'
import { fontFiles, instanceNames } from './fonts.ts'
import { HarfBuzzMeasure } from './harfbuzz-measure.ts'

const layout = createTextLayout({ measure: new HarfBuzzMeasure(fontFiles), fonts: loadedFonts })
beforeAll(() => layout.load())

/** Margin around the content of a picture, world units. */
const margin = 24
/** Tolerance, since glyphs have side bearings. */
const stray = 4

/** The horizontal extent of the glyphs of a text 400 wide in its picture. */
function inkOf(text: string, align: Align): { readonly left: number; readonly right: number } {
  const shape: Shape = {
    id: 'a' as ShapeId,
    kind: 'rect',
    order: 'a0',
    at: { x: 0, y: 0, w: 400, h: 80, rotation: 0 },
    style: { ...defaultStyle, width: 2, align },
    text: [{ runs: [{ text }] }],
  }
  const crop = { minX: -margin, minY: -margin, maxX: 400 + margin, maxY: 80 + margin }
  const whole = svgOf([shape], { theme: 'light', layout, paper: false, crop, lettering: instanceNames }).svg
  // The glyphs without the box.
  const svg = whole.replace(/<path[^>]*>/g, '')
  const box = new Resvg(svg, { font: { loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans' } }).innerBBox()
  if (!box) throw new Error('nothing is drawn')
  return { left: box.x - margin, right: box.x + box.width - margin }
}

test.each([
  ['Hebrew', 'שלום עולם'],
  ['Arabic', 'مرحبا بالعالم'],
])('%s text is in the picture where it is laid out, at either side and in the middle', (_name, text) => {
  const [start, middle, end] = (['start', 'center', 'end'] as const).map((align) => inkOf(text, align))
  if (!start || !middle || !end) throw new Error('there is no picture')
  // The width depends on system fonts.
  expect(Math.abs(start.right - 390)).toBeLessThan(stray)
  expect(Math.abs((middle.left + middle.right) / 2 - 200)).toBeLessThan(stray)
  expect(Math.abs(end.left - 10)).toBeLessThan(stray)
  for (const { left, right } of [start, middle, end]) expect([left > 0, right < 400]).toEqual([true, true])
})
