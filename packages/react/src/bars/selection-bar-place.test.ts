import { expect, test } from 'vitest'
import { placeOfBar } from './selection-bar-place.ts'

const given = {
  bar: { width: 200, height: 46 },
  view: { width: 1000, height: 800 },
  ...{ covered: 0, isNarrow: false, hasHandles: false, hasHint: false, others: [] },
}
const box = (minX: number, minY: number, maxX: number, maxY: number) => ({ minX, minY, maxX, maxY })

test.each([
  ['above the selection and its rotate handle', { box: box(400, 300, 600, 400) }, { left: 400, top: 208 }],
  ['beyond connect handles', { box: box(400, 300, 600, 400), hasHandles: true }, { left: 400, top: 184 }],
  ['below without room above', { box: box(400, 120, 600, 220) }, { left: 400, top: 238 }],
  ['below the hint', { box: box(400, 120, 600, 220), hasHandles: true, hasHint: true }, { left: 400, top: 288 }],
  ['at the bottom of the view for a selection that fills it', { box: box(0, 20, 999, 790) }, { left: 400, top: 678 }],
  ['above the bars of a phone', { box: box(0, 20, 999, 790), isNarrow: true }, { left: 400, top: 622 }],
  ['inside of the left edge', { box: box(0, 300, 100, 400) }, { left: 12, top: 208 }],
  ['beside the style panel', { box: box(700, 300, 900, 400), covered: 260 }, { left: 528, top: 208 }],
  [
    'below where something else is open above',
    { box: box(400, 300, 600, 400), others: [box(0, 72, 900, 240)] },
    { left: 400, top: 418 },
  ],
  [
    'below the style panel where it is too wide to be beside it',
    {
      box: box(100, 300, 500, 600),
      bar: { width: 700, height: 46 },
      view: { width: 820, height: 1180 },
      ...{ covered: 260, others: [box(560, 76, 808, 544)] },
    },
    { left: 12, top: 618 },
  ],
  ['nowhere for a selection out of view', { box: box(400, 900, 600, 1000) }, null],
  ['nowhere for a selection under the style panel', { box: box(800, 300, 900, 400), covered: 260 }, null],
])('%s', (_title, change, place) => {
  expect(placeOfBar({ ...given, ...change })).toEqual(place)
})
