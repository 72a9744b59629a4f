import { boxedKinds } from '@inkbridge/types'
import { describe, expect, test } from 'vitest'
import { boxOf } from '../../geometry/box.ts'
import { cornersOf, figureOf } from './contours.ts'

const near = (value: number) => Math.round(value * 1e6) + 0

describe.each(boxedKinds)('%s', (kind) => {
  test('touches the four sides of its place', () => {
    const { contour } = figureOf(kind, { x: 10, y: 20, w: 200, h: 80, rotation: 0 })
    const { minX, minY, maxX, maxY } = boxOf(cornersOf(contour, 64))
    expect([minX, minY, maxX, maxY].map((value) => Math.round(value * 2) / 2)).toEqual([10, 20, 210, 100])
  })

  test('is the other way round when it is mirrored', () => {
    const [plain, mirrored] = [{}, { mirrored: true as const }].map((more) =>
      cornersOf(figureOf(kind, { x: 0, y: 0, w: 100, h: 60, rotation: 0, ...more }).contour),
    )
    const flipped = plain?.map((value, index) => (index % 2 === 0 ? 100 - value : value))
    expect(mirrored?.map(near)).toEqual(flipped?.map(near))
  })
})
