import { expect, test } from 'vitest'
import { type BarLayout, barLayout, foldTools } from './bar-layout.ts'

const tools = { places: 12, dividers: 3 }
const phoneTools = { places: 7, dividers: 0 }

function laidOut(width: number, isTouch = false): BarLayout {
  return barLayout({ width, isTouch, tools: width < 640 ? phoneTools : tools })
}

test('with room for all, nothing is folded', () => {
  const whole: BarLayout = { isPhone: false, zoom: 'bar', share: 'bar', faces: 5, places: 12 }
  expect(laidOut(1_440)).toEqual(whole)
  expect(laidOut(1_366, true)).toEqual(whole)
})

test('first the zoom bar folds into a button, then tools fold', () => {
  expect(laidOut(1_024)).toEqual({ isPhone: false, zoom: 'button', share: 'bar', faces: 5, places: 12 })
  expect(laidOut(820, true)).toEqual({ isPhone: false, zoom: 'button', share: 'bar', faces: 5, places: 11 })
  expect(laidOut(640)).toEqual({ isPhone: false, zoom: 'button', share: 'bar', faces: 5, places: 9 })
})

test('a phone has seven tools in a row of their own, and a very small one has six, and sharing in the menu', () => {
  expect(laidOut(390, true)).toEqual({ isPhone: true, zoom: 'menu', share: 'bar', faces: 2, places: 7 })
  expect(laidOut(320, true)).toEqual({ isPhone: true, zoom: 'menu', share: 'menu', faces: 2, places: 6 })
})

test('a wider board never shows less', () => {
  const folded = { bar: 2, button: 1, menu: 0 }
  for (const isTouch of [false, true])
    for (let width = 321; width <= 2_560; width += 1) {
      const [before, after] = [laidOut(width - 1, isTouch), laidOut(width, isTouch)]
      expect(after.places, `${width}`).toBeGreaterThanOrEqual(before.places)
      expect(folded[after.zoom]).toBeGreaterThanOrEqual(folded[before.zoom])
    }
})

test('tools without a place are behind the last button; a host’s tool keeps its place longer than rarely used ones', () => {
  const named = (...names: readonly string[]) => names.map((name) => [{ name }])
  const families = named('select', 'hand', 'pen', 'rect', 'stamp', 'bucket', 'text')
  expect(foldTools(families, 7)).toEqual({ shown: families, more: [] })
  expect(foldTools(families, 6)).toEqual({
    shown: named('select', 'pen', 'rect', 'stamp', 'text'),
    more: [{ name: 'hand' }, { name: 'bucket' }],
  })
  expect(foldTools(families, 3)).toEqual({
    shown: named('select', 'pen'),
    more: ['hand', 'rect', 'stamp', 'bucket', 'text'].map((name) => ({ name })),
  })
})
