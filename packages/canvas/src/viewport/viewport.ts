import type { Box, Peer, PrincipalId, ScreenPoint } from '@inkbridge/types'
import { type Camera, type CameraMove, cameraAfter, panned, type ViewSize, viewBox, zoomAbout } from './camera.ts'
import { EdgeScroll } from './edge-scroll.ts'
import { Flight } from './flight.ts'
import { Follower } from './follow.ts'

export {
  type Camera,
  type CameraMove,
  centredOn,
  fit,
  overshoot,
  panned,
  screenBox,
  shows,
  toScreen,
  toWorld,
  type ViewSize,
  viewBox,
  zoomAbout,
} from './camera.ts'

/** How the camera moves: at once, in flight, behind somebody, at the edge of the view. Knows no shape. */
export class Viewport {
  readonly #follower: Follower
  readonly #edge = new EdgeScroll()
  readonly #isStill: () => boolean
  #flight: Flight | null = null
  #size: ViewSize = { width: 1, height: 1 }
  /** CSS pixels of the view that are covered at its right. */
  covered = 0

  /**
   * @param clientId this client's own, as peers name it
   * @param isStill nothing may move by itself: the system is set to reduced motion
   */
  constructor(clientId: number, isStill: () => boolean) {
    this.#follower = new Follower(clientId)
    this.#isStill = isStill
  }

  get size(): ViewSize {
    return this.#size
  }

  resize({ width, height }: ViewSize): void {
    this.#size = { width: Math.max(1, width), height: Math.max(1, height) }
  }

  get isFlying(): boolean {
    return this.#flight !== null
  }

  get following(): PrincipalId | null {
    return this.#follower.person
  }

  get followers(): readonly PrincipalId[] {
    return this.#follower.followers
  }

  /** The connection whose view is shown, and whether somebody follows this one: as presence has them. */
  get followed(): { readonly clientId: number | null; readonly isFollowed: boolean } {
    const { clientId, isFollowed } = this.#follower
    return { clientId, isFollowed }
  }

  viewOf(camera: Camera): Box {
    return viewBox(camera, this.#size)
  }

  /** The camera that zooming about the middle of the view leads to. */
  zoomed(camera: Camera, zoom: number): Camera {
    return zoomAbout(camera, { x: this.#size.width / 2, y: this.#size.height / 2 }, zoom)
  }

  /** The zoom that a flight under way ends with. */
  zoomOf(camera: Camera): number {
    return (this.#flight?.to ?? camera).zoom
  }

  /** Begins a move. Returns the camera of now, which is the same while it flies. */
  move(camera: Camera, move: CameraMove, now: number): Camera {
    const to = cameraAfter(camera, move, { size: this.#size, covered: this.covered })
    if (move.type === 'step' || to === camera) return to
    this.rest()
    this.#follower.follow(null)
    if (move.type === 'jump' || move.type === 'pan' || this.#isStill()) return to
    this.#flight = new Flight(camera, to, now)
    return camera
  }

  /** Ends a flight where it is. */
  rest(): void {
    this.#flight = null
  }

  follow(person: PrincipalId | null): void {
    if (person === this.#follower.person) return
    this.rest()
    this.#follower.follow(person)
  }

  takePeers(peers: readonly Peer[]): void {
    this.#follower.take(peers)
  }

  /** The camera of this frame, in flight or following; null: it stays. */
  step(camera: Camera, now: number): Camera | null {
    const flight = this.#flight
    if (flight?.isOver(now)) this.rest()
    if (flight) return flight.at(now)
    return this.#follower.person ? this.#follower.step(camera, this.#size, now, this.#isStill()) : null
  }

  /** Something is dragged to a point of the view; null: nothing is. */
  drag(pointer: ScreenPoint | null, now: number): void {
    this.#edge.drag(pointer, now)
  }

  /** The camera after what is dragged at the edge took the board along; null: it stays. */
  scrolled(camera: Camera, now: number): Camera | null {
    const by = this.#edge.step(this.#size, now)
    return by && panned(camera, by.dx, by.dy)
  }
}
