import type { Box, Peer, PrincipalId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { cameraShowing } from './camera.ts'
import { Follower } from './follow.ts'

const size = { width: 1000, height: 500 }
const own = { x: 0, y: 0, zoom: 1 }
const self = 1

function peer(clientId: number, name: string, more: Partial<Peer> = {}): Peer {
  const user = { id: name as PrincipalId, name, color: '#1f6f9f' }
  return {
    clientId,
    user,
    cursor: null,
    selection: [],
    box: null,
    shift: null,
    following: null,
    view: null,
    caret: null,
    laser: false,
    away: false,
    ...more,
  }
}

function view(minX: number, minY: number, width: number, height: number): Box {
  return { minX, minY, maxX: minX + width, maxY: minY + height }
}

function following(name: string, peers: readonly Peer[]): Follower {
  const follower = new Follower(self)
  follower.setPeers(peers)
  follower.follow(name as PrincipalId)
  return follower
}

test('the whole view of another is shown, centred, for any shape of the window', () => {
  expect(cameraShowing(view(100, 100, 500, 500), size)).toEqual({ x: -150, y: 100, zoom: 1 })
  expect(cameraShowing(view(0, 0, 4_000, 1_000), size)).toEqual({ x: 0, y: -500, zoom: 0.25 })
})

test('the view glides to the other’s view, and then rests there', () => {
  const follower = following('Mara', [peer(7, 'Mara', { view: view(300, 0, 1000, 500) })])
  let camera = own
  const seen: number[] = []
  for (let now = 0; now < 2_000; now += 16) {
    const next = follower.step(camera, size, now, false)
    if (!next) break
    camera = next
    seen.push(camera.x)
  }
  expect(seen.length).toBeGreaterThan(10)
  expect(seen).toEqual([...seen].sort((a, b) => a - b))
  expect(camera).toEqual({ x: 300, y: 0, zoom: 1 })
})

test('with reduced motion the view jumps once the other rests', () => {
  const follower = following('Mara', [peer(7, 'Mara', { view: view(300, 0, 1000, 500) })])
  const now = performance.now()
  expect(follower.step(own, size, now, true)).toEqual(own)
  expect(follower.step(own, size, now + 300, true)).toEqual({ x: 300, y: 0, zoom: 1 })
})

test('of a person with several pages the active one is followed, and stays followed', () => {
  const pages = [peer(7, 'Mara', { away: true }), peer(8, 'Mara')]
  const follower = following('Mara', pages)
  expect(follower.clientId).toBe(8)
  follower.setPeers([peer(7, 'Mara'), peer(8, 'Mara', { away: true })])
  expect(follower.clientId).toBe(8)
  follower.setPeers([peer(7, 'Mara')])
  expect(follower.clientId).toBe(7)
})

test('in a chain of followers the view of the last is shown; in a circle nothing moves', () => {
  const last = peer(9, 'Ada', { view: view(0, 0, 100, 50) })
  expect(following('Mara', [peer(7, 'Mara', { following: 9 }), last]).clientId).toBe(9)
  expect(following('Mara', [peer(7, 'Mara', { following: self })]).clientId).toBe(null)
  const circle = [peer(7, 'Mara', { following: 9 }), peer(9, 'Ada', { following: 7 })]
  expect(following('Mara', circle).clientId).toBe(null)
})

test('followers are known, and a person who has left is no longer followed', () => {
  const follower = following('Mara', [peer(7, 'Mara', { following: self }), peer(8, 'Mara', { following: self })])
  expect([follower.isFollowed, follower.followers]).toEqual([true, ['Mara']])
  follower.setPeers([])
  expect([follower.person, follower.clientId, follower.isFollowed]).toEqual([null, null, false])
})
