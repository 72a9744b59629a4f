import type { Peer, PrincipalId } from '@inkbridge/types'
import { between, type Camera, cameraShowing, type ViewSize } from './camera.ts'

/** Time constant of following, ms: views arrive thirty times a second. */
const lagMs = 90
/** With reduced motion, the camera jumps to a view that has been at rest for this time, ms. */
const restMs = 250

/** Follows the view of another person. */
export class Follower {
  /** This client's Yjs client id. */
  readonly #self: number
  #person: PrincipalId | null = null
  #peers: readonly Peer[] = []
  #target: Peer | null = null
  #changedAt = 0
  #steppedAt = 0

  constructor(self: number) {
    this.#self = self
  }

  get person(): PrincipalId | null {
    return this.#person
  }

  /** The client whose view is shown; null: none. */
  get clientId(): number | null {
    return this.#target?.clientId ?? null
  }

  /** Whether somebody follows this client. */
  get isFollowed(): boolean {
    return this.followers.length > 0
  }

  /** The people who follow this client, without duplicates. */
  get followers(): readonly PrincipalId[] {
    const own = this.#peers.filter(({ following }) => following === this.#self)
    return [...new Set(own.map(({ user }) => user.id))]
  }

  /** Follows a person; null: stops following. */
  follow(person: PrincipalId | null): void {
    this.#person = person
    this.#aim()
  }

  /** Updates the peers; a person who has left is no longer followed. */
  setPeers(peers: readonly Peer[]): void {
    this.#peers = peers
    this.#aim()
  }

  /** Returns the camera of the next frame; null: unchanged. `still`: reduced motion. */
  step(camera: Camera, size: ViewSize, now: number, still: boolean): Camera | null {
    const passed = Math.min(100, now - this.#steppedAt)
    this.#steppedAt = now
    const view = this.#target?.view
    if (!view) return null
    const to = cameraShowing(view, size)
    const away =
      Math.hypot(to.x - camera.x, to.y - camera.y) * camera.zoom + Math.abs(Math.log(to.zoom / camera.zoom)) * 100
    if (away === 0) return null
    if (still) return now - this.#changedAt < restMs ? camera : to
    return away < 0.25 ? to : between(camera, to, 1 - Math.exp(-passed / lagMs))
  }

  #aim(): void {
    const before = this.#target
    const own = this.#peers.filter(({ user }) => user.id === this.#person)
    if (own.length === 0) this.#person = null
    const same = own.find(({ clientId }) => clientId === before?.clientId)
    this.#target = this.#leaderOf(same ?? own.find(({ away }) => !away) ?? own[0] ?? null)
    if (!sameView(before?.view ?? null, this.#target?.view ?? null)) this.#changedAt = performance.now()
  }

  /** Returns the peer at the end of a chain of followers; null if that is this client. */
  #leaderOf(peer: Peer | null): Peer | null {
    const seen = new Set<number>()
    let leader = peer
    while (leader && leader.following !== null) {
      if (leader.following === this.#self || seen.has(leader.clientId)) return null
      seen.add(leader.clientId)
      const { following } = leader
      const next = this.#peers.find(({ clientId }) => clientId === following)
      if (!next) return leader
      leader = next
    }
    return leader
  }
}

function sameView(one: Peer['view'], other: Peer['view']): boolean {
  return (
    one?.minX === other?.minX && one?.minY === other?.minY && one?.maxX === other?.maxX && one?.maxY === other?.maxY
  )
}
