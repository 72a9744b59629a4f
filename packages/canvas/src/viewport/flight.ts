import { between, type Camera } from './camera.ts'

const flightMs = 160

/** An animated move of the camera. */
export class Flight {
  readonly to: Camera
  readonly #from: Camera
  readonly #start: number

  constructor(from: Camera, to: Camera, now: number) {
    this.#from = from
    this.to = to
    this.#start = now
  }

  /** Returns the camera at a time; eases out. */
  at(now: number): Camera {
    const part = this.#part(now)
    return between(this.#from, this.to, 1 - (1 - part) ** 3)
  }

  isOver(now: number): boolean {
    return this.#part(now) === 1
  }

  #part(now: number): number {
    return Math.min(1, Math.max(0, (now - this.#start) / flightMs))
  }
}
