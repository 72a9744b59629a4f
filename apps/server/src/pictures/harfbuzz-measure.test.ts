import { beforeAll, expect, test } from 'vitest'
import { fontFiles } from './fonts.ts'
import { HarfBuzzMeasure } from './harfbuzz-measure.ts'

const measure = new HarfBuzzMeasure(fontFiles)
beforeAll(() => measure.load())

function width(font: string, text: string): number {
  const context = measure.context()
  context.font = font
  return context.measureText(text).width
}

const mono = "'JetBrains Mono Variable', monospace"
const inter = "'Inter Variable', sans-serif"

test('text has the width in the font file, at the given size and weight', () => {
  expect(width(`400 20px ${mono}`, 'boats')).toBeCloseTo(60, 6)
  expect(width(`400 33.5px ${mono}`, 'boats')).toBeCloseTo(100.5, 6)
  expect(width(`700 20px ${inter}`, 'boats')).toBeGreaterThan(width(`450 20px ${inter}`, 'boats'))
  expect(width(`italic 450 20px ${inter}`, 'boats')).not.toBe(width(`450 20px ${inter}`, 'boats'))
})

test('the scripts of a font are measured in their own files', () => {
  const [latin, cyrillic] = [width(`450 20px ${inter}`, 'boats'), width(`450 20px ${inter}`, 'лодки')]
  expect(width(`450 20px ${inter}`, 'boatsлодки')).toBeCloseTo(latin + cyrillic, 6)
})

test('a missing wide character is as wide as a square, and a missing combining mark has no width', () => {
  expect(width(`450 20px ${inter}`, '漢字')).toBe(40)
  expect(width(`450 20px ${inter}`, '漢\u0301')).toBe(20)
})

test('contexts of one measure do not share their font', () => {
  const [one, other] = [measure.context(), measure.context()]
  one.font = `400 20px ${mono}`
  other.font = `400 40px ${mono}`
  expect([one.measureText('a').width, other.measureText('a').width].map(Math.round)).toEqual([12, 24])
})
