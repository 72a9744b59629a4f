import type { Box } from '@inkbridge/types'
import { seeded } from '@inkbridge/types/testing'
import { expect, test } from 'vitest'
import { overlaps } from '../../geometry/box.ts'
import { type ElbowEnd, elbow } from './elbow.ts'

const boxAt = (x: number, y: number, w = 100, h = 60): ElbowEnd => ({
  point: { x: x + w / 2, y: y + h / 2 },
  box: { minX: x, minY: y, maxX: x + w, maxY: y + h },
  exact: false,
  gap: 4,
})

const free = (x: number, y: number): ElbowEnd => ({ point: { x, y }, box: null, exact: true, gap: 0 })

test.each([
  ['straight across where two are level', boxAt(0, 0), boxAt(300, 0), [104, 30, 296, 30]],
  ['with one step where they are not', boxAt(0, 0), boxAt(300, 200), [104, 30, 350, 30, 350, 196]],
  ['out and around what is behind', boxAt(300, 0), boxAt(0, 0), [296, 30, 104, 30]],
  ['into the open', boxAt(0, 0), free(300, 200), [104, 30, 300, 30, 300, 200]],
  ['between two points', free(0, 0), free(100, 40), [0, 0, 100, 0, 100, 40]],
])('%s', (_name, start, end, points) => {
  expect(elbow(start, end, [])).toEqual(points)
})

test.each([16, 20, 40, 47, 60])('straight across where two are level and %d apart', (apart) => {
  const across = elbow(boxAt(0, 0), boxAt(100 + apart, 0), [])
  expect([across.length, across[1], across[3]]).toEqual([4, 30, 30])
  expect((across[2] ?? 0) - (across[0] ?? 0)).toBe(apart - 8)
  const down = elbow(boxAt(0, 0), boxAt(0, 60 + apart), [])
  expect([down.length, down[0], down[2]]).toEqual([4, 50, 50])
})

test('around both shapes if these are too near for a visible line between them', () => {
  expect(elbow(boxAt(0, 0), boxAt(105, 0), [])).toEqual([50, 64, 50, 92, 155, 92, 155, 64])
})

test.each([16, 20, 40])('with one step if two are %d apart and not level', (apart) => {
  const middle = 100 + apart / 2
  const [from, to] = [104, 96 + apart]
  const points = elbow(boxAt(0, 0), boxAt(100 + apart, 20), [])
  expect(points).toEqual([from, 30, middle, 30, middle, 50, to, 50])
})

test('a pinned segment stays in place', () => {
  expect(elbow(boxAt(0, 0), boxAt(300, 200), [{ axis: 'x', at: 200 }])).toEqual([104, 30, 200, 30, 200, 230, 296, 230])
})

test('for any positions, each segment is horizontal or vertical, and none crosses the shapes it connects', () => {
  for (let x = -300; x <= 300; x += 50) {
    for (let y = -300; y <= 300; y += 50) {
      const [start, end] = [boxAt(0, 0), boxAt(x, y)]
      if (Math.abs(x) < 160 && Math.abs(y) < 120) continue
      const points = elbow(start, end, [])
      for (let at = 0; at + 3 < points.length; at += 2) {
        const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = points.slice(at, at + 4)
        expect([x, y, x0 === x1 || y0 === y1]).toEqual([x, y, true])
        for (const { box } of [start, end]) {
          const inside =
            box &&
            Math.max(x0, x1) > box.minX &&
            Math.min(x0, x1) < box.maxX &&
            Math.max(y0, y1) > box.minY &&
            Math.min(y0, y1) < box.maxY
          expect([x, y, inside]).toEqual([x, y, false])
        }
      }
    }
  }
})

/** Two distant ends, and 50 obstacles between them that may overlap. */
function crowded(seed: number): readonly [start: ElbowEnd, end: ElbowEnd, boxes: readonly Box[]] {
  const random = seeded(seed)
  const boxes = Array.from({ length: 50 }, () => {
    const [x, y] = [150 + random() * 1500, random() * 1000]
    return { minX: x, minY: y, maxX: x + 60 + random() * 120, maxY: y + 40 + random() * 100 }
  })
  return [boxAt(0, random() * 1000), boxAt(1900, random() * 1000), boxes]
}

const among = (boxes: readonly Box[]) => (area: Box) => boxes.filter((box) => overlaps(box, area))

test('among 50 obstacles it crosses none, and does not depend on their order', () => {
  for (let seed = 0; seed < 40; seed += 1) {
    const [start, end, boxes] = crowded(seed)
    const points = elbow(start, end, [], among(boxes))
    expect([seed, elbow(start, end, [], among(boxes.toReversed()))]).toEqual([seed, points])
    const through = boxes.filter(({ minX, minY, maxX, maxY }) =>
      points.some((_, at) => {
        const [x0 = 0, y0 = 0, x1 = x0, y1 = y0] = at % 2 === 0 ? points.slice(at, at + 4) : []
        return Math.max(x0, x1) > minX && Math.min(x0, x1) < maxX && Math.max(y0, y1) > minY && Math.min(y0, y1) < maxY
      }),
    )
    expect([seed, through.length]).toEqual([seed, 0])
  }
})

test('among 50 obstacles it is found within 5 ms', () => {
  const times = Array.from({ length: 60 }, (_, seed) => {
    const [start, end, boxes] = crowded(seed)
    // Processor time of this thread, best of three: other programs are not measured.
    const tries = [1, 2, 3].map(() => {
      const began = process.threadCpuUsage()
      elbow(start, end, [], among(boxes))
      return process.threadCpuUsage(began).user / 1_000
    })
    return Math.min(...tries)
  })
  expect(times.sort((a, b) => a - b)[30]).toBeLessThan(5)
})
