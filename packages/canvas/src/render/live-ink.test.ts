import type { InkShape } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { inkAt } from '../testing/script.ts'
import { LiveInk } from './live-ink.ts'
import type { Context } from './paint.ts'

const window = { x: 0, y: 0, scale: 1 }

/** A canvas that records how far to the right it was drawn on. */
function canvas(): { readonly context: Context; furthest(): number } {
  let furthest = 0
  const reach = (...numbers: number[]) => {
    furthest = Math.max(furthest, numbers.at(-2) ?? 0)
  }
  const nothing = () => undefined
  const context = {
    globalAlpha: 1,
    setTransform: nothing,
    beginPath: () => {
      furthest = 0
    },
    moveTo: reach,
    lineTo: reach,
    quadraticCurveTo: reach,
    bezierCurveTo: reach,
    ellipse: (x: number, y: number) => reach(x, y),
    closePath: nothing,
    fill: nothing,
  }
  return { context: context as unknown as Context, furthest: () => furthest }
}

/** Returns the first points of a stroke at ten units in 8 ms. */
function begun(count: number): InkShape {
  return {
    ...inkAt('s', 60),
    at: inkAt('s', count).at,
    original: inkAt('s', count).original,
    wet: true,
    points: { ...inkAt('s', 60).points, length: count },
  }
}

test('local ink is shown immediately, up to the predicted points', () => {
  const { context, furthest } = canvas()
  const ink = new LiveInk()
  expect(ink.paint(context, begun(20), 'light', window, [], 0)).toBe(true)
  expect(furthest()).toBeCloseTo(191, 0)
  ink.paint(context, begun(20), 'light', window, [{ x: 205, y: 0, pressure: null, time: 160 }], 16)
  expect(furthest()).toBeCloseTo(206, 0)
})

test('remote ink flows between updates, point by point and a little delayed', () => {
  const { context, furthest } = canvas()
  const ink = new LiveInk()
  const seen: number[] = []
  // A batch of four points every 32 ms, a frame every 16.
  for (let frame = 0; frame < 12; frame += 1) {
    ink.paint(context, begun(10 + 4 * Math.floor(frame / 2)), 'light', window, null, frame * 16)
    seen.push(furthest())
  }
  const steps = seen.slice(1).map((x, index) => x - (seen[index] ?? 0))
  // Two points of twenty units a frame, with or without a new batch.
  for (const step of steps.slice(2)) expect(Math.abs(step - 20)).toBeLessThan(8)
})

test('when no more points arrive all are shown, and nothing moves', () => {
  const { context, furthest } = canvas()
  const ink = new LiveInk()
  expect(ink.paint(context, begun(20), 'light', window, null, 0)).toBe(false)
  for (let frame = 1; frame < 12; frame += 1) ink.paint(context, begun(20), 'light', window, null, frame * 16)
  expect(ink.paint(context, begun(20), 'light', window, null, 200)).toBe(true)
  expect(furthest()).toBeCloseTo(191, 0)
})
