import type { Peer, PrincipalId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import type { CameraMove } from './camera.ts'
import { Viewport } from './viewport.ts'

const home = { x: 0, y: 0, zoom: 1 }
const there = { x: 100, y: 50, zoom: 2 }
const mara: Peer = {
  clientId: 7,
  user: { id: 'Mara' as PrincipalId, name: 'Mara', color: '#1f6f9f' },
  cursor: null,
  selection: [],
  box: null,
  shift: null,
  following: null,
  view: { minX: 0, minY: 0, maxX: 500, maxY: 250 },
  caret: null,
  laser: false,
  away: false,
}

function viewportOf({ isStill = false, follows = false } = {}): Viewport {
  const viewport = new Viewport(1, () => isStill)
  viewport.resize({ width: 1000, height: 500 })
  viewport.setPeers([mara])
  if (follows) viewport.follow(mara.user.id)
  return viewport
}

test('a jump is immediate, a flight is animated and ends at its target', () => {
  const viewport = viewportOf()
  expect(viewport.move(home, { type: 'jump', to: there }, 0)).toEqual(there)
  expect(viewport.move(home, { type: 'fly', to: there }, 0)).toBe(home)
  expect(viewport.isFlying).toBe(true)
  const between = viewport.step(home, 80)
  expect(between?.zoom).toBeGreaterThan(1)
  expect(between?.zoom).toBeLessThan(2)
  expect(viewport.step(home, 1_000)).toEqual(there)
  expect(viewport.isFlying).toBe(false)
  expect(viewport.step(there, 1_016)).toBe(null)
})

test('with reduced motion a flight is a jump', () => {
  const viewport = viewportOf({ isStill: true })
  expect(viewport.move(home, { type: 'fly', to: there }, 0)).toEqual(there)
  expect(viewport.isFlying).toBe(false)
})

test.each<readonly [string, CameraMove, boolean]>([
  ['a jump', { type: 'jump', to: there }, false],
  ['a pan', { type: 'pan', dx: 10, dy: 0 }, false],
  ['a flight', { type: 'fly', to: there }, false],
  ['a box out of view', { type: 'reveal', box: { minX: 5_000, minY: 0, maxX: 5_100, maxY: 100 } }, false],
  ['a box in view', { type: 'reveal', box: { minX: 400, minY: 200, maxX: 500, maxY: 300 } }, true],
  ['one frame of a move', { type: 'step', to: there }, true],
])('%s: is somebody followed afterwards? %s', (_name, move, isFollowed) => {
  const viewport = viewportOf({ follows: true })
  viewport.move(home, move, 0)
  expect(viewport.following !== null).toBe(isFollowed)
})

test('following shows the other’s view, and ends a flight', () => {
  const viewport = viewportOf()
  viewport.move(home, { type: 'fly', to: there }, 0)
  viewport.follow(mara.user.id)
  expect(viewport.isFlying).toBe(false)
  let camera = home
  for (let now = 0; now < 2_000; now += 16) camera = viewport.step(camera, now) ?? camera
  expect(camera).toEqual({ x: 0, y: 0, zoom: 2 })
})

test('zooming is about the centre, and continues from the end of a flight', () => {
  const viewport = viewportOf()
  expect(viewport.zoomed(home, 2)).toEqual({ x: 250, y: 125, zoom: 2 })
  viewport.move(home, { type: 'fly', to: there }, 0)
  expect(viewport.zoomOf(home)).toBe(2)
})

test('dragging at an edge scrolls the board, and not elsewhere', () => {
  const viewport = viewportOf()
  viewport.drag({ x: 999, y: 250 }, 0)
  expect(viewport.scrolled(home, 16)?.x).toBeGreaterThan(0)
  viewport.drag({ x: 500, y: 250 }, 16)
  expect(viewport.scrolled(home, 32)).toBe(null)
  viewport.drag(null, 32)
  expect(viewport.scrolled(home, 48)).toBe(null)
})

test('a view without a size counts as one pixel: nothing is divided by zero', () => {
  const viewport = new Viewport(1, () => false)
  viewport.resize({ width: 0, height: 0 })
  expect(viewport.size).toEqual({ width: 1, height: 1 })
})
