import { expect, test } from 'vitest'
import { between, type Camera, fit, panToReveal, toScreen, toWorld, zoomAbout } from './camera.ts'

const size = { width: 1000, height: 800 }

test('a point is converted to the screen and back, also far out', () => {
  for (const camera of [
    { x: 0, y: 0, zoom: 1 },
    { x: 1e7, y: -1e7, zoom: 0.5 },
    { x: -3, y: 4, zoom: 64 },
  ]) {
    expect(toScreen(toWorld({ x: 250, y: 125 }, camera), camera)).toEqual({ x: 250, y: 125 })
  }
})

test('zooming leaves the point under the pointer where it is, and stays in range', () => {
  const camera: Camera = { x: 10, y: 20, zoom: 1 }
  const at = { x: 300, y: 200 }
  expect(toWorld(at, zoomAbout(camera, at, 2))).toEqual(toWorld(at, camera))
  expect([
    zoomAbout(camera, at, 1e9).zoom,
    zoomAbout(camera, at, 0).zoom,
    zoomAbout(camera, at, Number.NaN).zoom,
  ]).toEqual([64, 0.01, 1])
})

test('a box is fitted into the centre, at 100 % at most', () => {
  expect(fit({ minX: 0, minY: 0, maxX: 100, maxY: 100 }, size)).toEqual({ x: -450, y: -350, zoom: 1 })
  const wide = fit({ minX: 0, minY: 0, maxX: 8400, maxY: 10 }, size)
  expect(wide.zoom).toBeCloseTo(0.1)
})

test('revealing a box pans as little as possible between the bars, at the same zoom if it can', () => {
  const camera: Camera = { x: 0, y: 0, zoom: 0.5 }
  const bring = (x: number, y: number, side: number, covered = 0) =>
    panToReveal(camera, size, covered, { minX: x, minY: y, maxX: x + side, maxY: y + side })
  expect(bring(200, 200, 100)).toBe(camera)
  expect(bring(1_900, 200, 100)).toEqual({ x: 160, y: 0, zoom: 0.5 })
  expect(bring(1_900, 200, 100, 240)).toEqual({ x: 480, y: 0, zoom: 0.5 })
  expect(bring(-100, 1_600, 100)).toEqual({ x: -260, y: 276, zoom: 0.5 })
  // Too large for the margins but in view; too large for the view.
  expect(bring(0, 0, 1_500)).toBe(camera)
  expect(bring(0, 0, 4_000)).toEqual(fit({ minX: 0, minY: 0, maxX: 4_000, maxY: 4_000 }, size))
})

test('a flight starts and ends at its cameras', () => {
  const [from, to]: [Camera, Camera] = [
    { x: 0, y: 0, zoom: 1 },
    { x: 100, y: 50, zoom: 4 },
  ]
  expect([between(from, to, 0), between(from, to, 1)]).toEqual([from, to])
})
