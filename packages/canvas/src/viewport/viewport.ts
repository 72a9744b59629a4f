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
  overflowOf,
  panned,
  screenBox,
  shows,
  toScreen,
  toWorld,
  type ViewSize,
  viewBox,
  zoomAbout,
} from './camera.ts'

/** Moves the camera: jumps, flights, following, scrolling at the edge. Knows no shapes. */
export class Viewport {
  readonly #follower: Follower
  readonly #edge = new EdgeScroll()
  readonly #reducesMotion: () => boolean
  #flight: Flight | null = null
  #size: ViewSize = { width: 1, height: 1 }
  /** The width that panels cover at the right of the view, CSS pixels. */
  covered = 0

  /**
   * @param clientId this client's Yjs client id
   * @param isStill whether reduced motion is requested
   */
  constructor(clientId: number, isStill: () => boolean) {
    this.#follower = new Follower(clientId)
    this.#reducesMotion = isStill
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

  /** The client whose view is shown, and whether somebody follows this one, as in presence. */
  get followed(): { readonly clientId: number | null; readonly isFollowed: boolean } {
    const { clientId, isFollowed } = this.#follower
    return { clientId, isFollowed }
  }

  viewOf(camera: Camera): Box {
    return viewBox(camera, this.#size)
  }

  /** Returns the camera after zooming about the centre of the view. */
  zoomed(camera: Camera, zoom: number): Camera {
    return zoomAbout(camera, { x: this.#size.width / 2, y: this.#size.height / 2 }, zoom)
  }

  /** Returns the zoom at the end of the current flight. */
  zoomOf(camera: Camera): number {
    return (this.#flight?.to ?? camera).zoom
  }

  /** Begins a move. Returns the camera for now, which stays the same during a flight. */
  move(camera: Camera, move: CameraMove, now: number): Camera {
    const to = cameraAfter(camera, move, { size: this.#size, covered: this.covered })
    if (move.type === 'step' || to === camera) return to
    this.stopFlight()
    this.#follower.follow(null)
    if (move.type === 'jump' || move.type === 'pan' || this.#reducesMotion()) return to
    this.#flight = new Flight(camera, to, now)
    return camera
  }

  /** Stops a flight where it is. */
  stopFlight(): void {
    this.#flight = null
  }

  follow(person: PrincipalId | null): void {
    if (person === this.#follower.person) return
    this.stopFlight()
    this.#follower.follow(person)
  }

  setPeers(peers: readonly Peer[]): void {
    this.#follower.setPeers(peers)
  }

  /** Returns the camera of this frame, in flight or following; null: unchanged. */
  step(camera: Camera, now: number): Camera | null {
    const flight = this.#flight
    if (flight?.isOver(now)) this.stopFlight()
    if (flight) return flight.at(now)
    return this.#follower.person ? this.#follower.step(camera, this.#size, now, this.#reducesMotion()) : null
  }

  /** Sets the point of the view that something is dragged to; null: nothing is dragged. */
  drag(pointer: ScreenPoint | null, now: number): void {
    this.#edge.drag(pointer, now)
  }

  /** Returns the camera scrolled by a drag at the edge; null: unchanged. */
  scrolled(camera: Camera, now: number): Camera | null {
    const by = this.#edge.step(this.#size, now)
    return by && panned(camera, by.dx, by.dy)
  }
}
