import { seeded } from '@inkbridge/types/testing'
import { expect, test } from 'vitest'
import { Path } from './path.ts'

test.each<[string, Path, string]>([
  ['nothing', new Path(), ''],
  [
    'two polygons',
    new Path().polygon([10, 20, 210, 20, 210, 120.25]).polygon([-5, 0.5, 0, 0, 1, 1]),
    'm10 20l200 0l0 100.25zm-15-19.5l5-.5l1 1z',
  ],
  [
    'curves',
    new Path().moveTo(0, 0).quadTo(0.004, 0.006, 1, -1).cubicTo(1, -1, 1.5, -1.5, 100, 1e6),
    'm0 0q0 .01 1-1c0 0 .5-.5 99 1000001',
  ],
  [
    'an ellipse between lines',
    new Path().moveTo(1, 1).ellipse(10, 10, 5, 2).lineTo(6, 10),
    'm1 1M5 10A5 2 0 1 1 15 10A5 2 0 1 1 5 10Zl1 0',
  ],
])('%s: each point is written relative to the previous one', (_what, path, data) => {
  expect(path.toRelative()).toBe(data)
})

test('differences do not add up over a long path', () => {
  const random = seeded(3)
  const path = new Path().moveTo(0, 0)
  for (let step = 0; step < 5_000; step += 1) path.lineTo(random() * 1_000, random() * 1_000)
  const points = [...path.toString().matchAll(/[ML]([^ML]+)/g)].map(([, point = '']) => point.split(' ').map(Number))
  let [x, y] = [0, 0]
  const sums = [...path.toRelative().matchAll(/[ml](-?[\d.]+) ?(-?[\d.]+)/g)].map(([, dx, dy]) => {
    ;[x, y] = [x + Number(dx), y + Number(dy)]
    return [Math.round(x * 1e6) / 1e6, Math.round(y * 1e6) / 1e6]
  })
  expect(sums).toEqual(points)
})
