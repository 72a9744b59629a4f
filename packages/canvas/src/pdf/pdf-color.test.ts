import { expect, test } from 'vitest'
import { pdfColor } from './pdf-color.ts'

test.each([
  ['#ff8000', '1 0.502 0', 1],
  ['#FF800080', '1 0.502 0', 0.502],
  ['#f00', '1 0 0', 1],
  ['#f008', '1 0 0', 0.533],
  ['rgb(255 0 128)', '1 0 0.502', 1],
  ['rgba(255, 0, 128, 0.25)', '1 0 0.502', 0.25],
  ['rgb(100% 0% 0% / 50%)', '1 0 0', 0.5],
  ['rgb(999 -5 0)', '1 0 0', 1],
  ['transparent', '0 0 0', 0],
  ['none', '0 0 0', 0],
  ['#12345', '0 0 0', 1],
  ['1 0 0 rg (', '0 0 0', 1],
  ['rgb(NaN Infinity 1e999)', '0 0 1', 1],
])('%s is %s with an opacity of %d', (css, rgb, alpha) => {
  expect(pdfColor(css)).toEqual({ rgb, alpha })
})
