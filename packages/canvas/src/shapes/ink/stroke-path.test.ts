import type { InkShape } from '@inkbridge/types'
import { seeded } from '@inkbridge/types/testing'
import { expect, test } from 'vitest'
import { Path } from '../../geometry/path.ts'
import { inkAt } from '../../testing/script.ts'
import { pieceOf, Smoother, spineOf } from './spine.ts'
import { addStroke } from './stroke-path.ts'

/** Returns the corners of each closed part of a path, with each curve cut into eight. */
function polygonsOf(path: Path): number[][] {
  const polygons: number[][] = []
  let [x, y] = [0, 0]
  const to = (nextX: number, nextY: number) => {
    polygons.at(-1)?.push(nextX, nextY)
    x = nextX
    y = nextY
  }
  const curve = (points: readonly number[]) => {
    const all = [x, y, ...points]
    for (let step = 1; step <= 8; step += 1) {
      let level = all
      for (const part = step / 8; level.length > 2; ) {
        level = level.slice(2).map((value, at) => (level[at] ?? 0) + (value - (level[at] ?? 0)) * part)
      }
      polygons.at(-1)?.push(level[0] ?? 0, level[1] ?? 0)
    }
    x = all.at(-2) ?? 0
    y = all.at(-1) ?? 0
  }
  const target = {
    moveTo: (toX: number, toY: number) => {
      polygons.push([])
      to(toX, toY)
    },
    lineTo: to,
    quadraticCurveTo: (...points: number[]) => curve(points),
    bezierCurveTo: (...points: number[]) => curve(points),
    ellipse: (middleX: number, middleY: number, radius: number) => {
      for (let step = 0; step < 32; step += 1) {
        const angle = (step / 16) * Math.PI
        to(middleX + radius * Math.cos(angle), middleY + radius * Math.sin(angle))
      }
    },
    closePath: () => undefined,
  }
  path.onto(target as unknown as CanvasPath, 0, 0, 1)
  return polygons
}

/** Returns the winding number of an outline around a point: not 0 means filled. */
function winding(polygons: readonly number[][], px: number, py: number): number {
  let turns = 0
  for (const points of polygons) {
    const count = points.length / 2
    for (let at = 0; at < count; at += 1) {
      const [x0 = 0, y0 = 0] = [points[2 * at], points[2 * at + 1]]
      const [x1 = 0, y1 = 0] = [points[2 * ((at + 1) % count)], points[2 * ((at + 1) % count) + 1]]
      const side = (x1 - x0) * (py - y0) - (px - x0) * (y1 - y0)
      if (y0 <= py && y1 > py && side > 0) turns += 1
      if (y0 > py && y1 <= py && side < 0) turns -= 1
    }
  }
  return turns
}

/** A stroke of `count` points that wanders, turns back and curls. */
function scribble(seed: number, count: number, width: number): InkShape {
  const random = seeded(seed)
  let [x, y, angle] = [0, 0, 0]
  const xs = new Float64Array(count)
  const ys = new Float64Array(count)
  for (let at = 0; at < count; at += 1) {
    xs[at] = x
    ys[at] = y
    angle += random() < 0.08 ? Math.PI * random() * 2 : (random() - 0.5) * 1.2
    const step = 1 + random() * 14
    x += Math.cos(angle) * step
    y += Math.sin(angle) * step
  }
  const shape = inkAt('s', count, { style: { color: 'ink', width } })
  const [minX, minY, maxX, maxY] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
  const original = { x: minX, y: minY, w: maxX - minX, h: maxY - minY }
  return { ...shape, original, at: { ...original, rotation: 0 }, points: { ...shape.points, x: xs, y: ys } }
}

test.each([1, 2, 3, 4, 5, 6])(
  'a stroke covers all of its own line, however it curls, and leaves no holes (seed %i)',
  (seed) => {
    for (const width of [2, 8, 30]) {
      const spine = spineOf(scribble(seed, 80, width), 0)
      const path = new Path()
      addStroke(path, spine)
      const polygons = polygonsOf(path)
      // Curves pass through the midpoints; check there, and well inside the width on both sides.
      const middle = (values: readonly number[], at: number) => ((values[at - 1] ?? 0) + (values[at] ?? 0)) / 2
      const bare: number[] = []
      for (let at = 1; at < spine.x.length; at += 1) {
        const [x, y, radius] = [middle(spine.x, at), middle(spine.y, at), middle(spine.radius, at)]
        for (const [dx, dy] of [
          [0, 0],
          [0.6, 0],
          [-0.6, 0],
          [0, 0.6],
          [0, -0.6],
        ] as const) {
          if (winding(polygons, x + dx * radius + 1e-7, y + dy * radius + 1e-7) === 0) bare.push(at)
        }
      }
      expect({ width, bare }).toEqual({ width, bare: [] })
    }
  },
)

test('nothing is drawn further from the line than half its width', () => {
  const spine = spineOf(scribble(3, 60, 6), 0)
  const path = new Path()
  addStroke(path, spine)
  const furthest = Math.max(...spine.radius) * 1.06
  for (const points of polygonsOf(path)) {
    for (let at = 0; at < points.length; at += 2) {
      const [x = 0, y = 0] = [points[at], points[at + 1]]
      const off = spine.x.slice(1).map((endX, index) => {
        const [startX = 0, startY = 0, endY = 0] = [spine.x[index], spine.y[index], spine.y[index + 1]]
        const [dx, dy] = [endX - startX, endY - startY]
        const along = Math.min(1, Math.max(0, ((x - startX) * dx + (y - startY) * dy) / (dx * dx + dy * dy || 1)))
        return Math.hypot(x - startX - along * dx, y - startY - along * dy)
      })
      expect(Math.min(...off)).toBeLessThanOrEqual(furthest)
    }
  }
})

test('a stroke read incrementally is smoothed like one read at once', () => {
  const shape = scribble(5, 90, 4)
  const [slowly, atOnce] = [0, 1].map(() => new Smoother(shape.style, false, 0.8))
  for (const end of [1, 2, 7, 30, 31, 90]) slowly?.readOn(shape, end)
  atOnce?.readOn(shape)
  for (const key of ['x', 'y', 'radius', 'origin'] as const) expect(slowly?.[key]).toEqual(atOnce?.[key])
})

test('a slow pen draws a wider line than a fast one, and a uniform one the same width everywhere', () => {
  const slow = inkAt('s', 40, { style: { color: 'ink', width: 4 } })
  const fast = { ...slow, points: { ...slow.points, time: slow.points.time.map((time) => time / 8) } }
  const wide = (shape: InkShape) => spineOf(shape, 0).radius.at(-1) ?? 0
  const crawling = { ...slow, points: { ...slow.points, time: slow.points.time.map((time) => time * 12) } }
  expect(wide(crawling)).toBeGreaterThan(wide(fast) * 1.2)
  expect(new Set(spineOf({ ...fast, style: { ...fast.style, nib: 'even' } }, 0).radius)).toEqual(new Set([2]))
})

test('a part of a spine starts and ends at the requested positions', () => {
  const spine = spineOf(inkAt('s', 11), 0)
  const piece = pieceOf(spine, 2.5, 6.25)
  expect([piece.x[0], piece.x.at(-1)]).toEqual([25, 62.5])
  expect([piece.origin[0], piece.origin.at(-1)]).toEqual([2.5, 6.25])
})

test('the line reaches the pen, and its points are spaced for the screen', () => {
  const shape = scribble(8, 100, 4)
  const [fine, coarse] = [spineOf(shape, 0), spineOf(shape, 40)]
  for (const spine of [fine, coarse]) {
    expect([spine.x.at(-1), spine.y.at(-1)]).toEqual([shape.points.x[99], shape.points.y[99]])
  }
  expect(coarse.x.length).toBeLessThan(fine.x.length / 3)
})
