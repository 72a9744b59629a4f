import { expect, test } from 'vitest'
import { tipPlace } from './tip-place.ts'

const view = { left: 100, top: 50, width: 800, height: 600 }
const tip = { width: 120, height: 28 }

test.each([
  ['below an element at the top', { left: 480, top: 62, width: 40, height: 40 }, { left: 340, top: 60 }],
  ['above one at the bottom', { left: 480, top: 600, width: 40, height: 40 }, { left: 340, top: 514 }],
  ['inside of the left edge', { left: 112, top: 600, width: 40, height: 40 }, { left: 8, top: 514 }],
  ['inside of the right edge', { left: 850, top: 62, width: 40, height: 40 }, { left: 672, top: 60 }],
])('a tooltip is %s', (_title, of, place) => {
  expect(tipPlace(of, tip, view)).toEqual(place)
})
