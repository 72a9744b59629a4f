import type { PrincipalId } from '@inkbridge/types'
import * as Y from 'yjs'
import type { BoardFace, KeptBoard, LocalStore } from './local-store.ts'

/** A mirror that does not answer for so long is done without, ms. */
const patienceMs = 1_000

/**
 * Two stores as one: a main one, and a mirror of what the server has not saved. A Chromium that is killed while it
 * tidies its database begins an empty one at the next start, one time in a hundred; it does not do so to two at once.
 * A mirror that fails is done without.
 */
export class MirroredStore implements LocalStore {
  readonly #main: LocalStore
  readonly #mirror: LocalStore
  /** One thing at a time is asked of the mirror, and nobody waits for it. */
  #mirroring: Promise<unknown> = Promise.resolve()

  constructor(main: LocalStore, mirror: LocalStore) {
    this.#main = main
    this.#mirror = mirror
  }

  async load(): Promise<KeptBoard> {
    const [main, mirror] = await Promise.all([this.#main.load(), this.#mirrored()])
    if (!mirror || mirror.unsaved <= main.unsaved) return main
    const lost = Y.mergeUpdates([...mirror.updates])
    await this.#main.append(lost, mirror.unsaved - main.unsaved, true)
    return { updates: [...main.updates, lost], unsaved: mirror.unsaved, face: main.face ?? mirror.face }
  }

  append(update: Uint8Array, unsaved: number, strict: boolean): Promise<void> {
    if (unsaved > 0) this.#mirrorLater(() => this.#mirror.append(update, unsaved, strict))
    return this.#main.append(update, unsaved, strict)
  }

  saved(): Promise<void> {
    this.#mirrorLater(() => this.#mirror.saved())
    return this.#main.saved()
  }

  own(principal: PrincipalId, face: BoardFace, whole: Uint8Array): Promise<void> {
    this.#mirrorLater(() => this.#mirror.own(principal, face, whole))
    return this.#main.own(principal, face, whole)
  }

  replace(whole: Uint8Array, unsaved: number, generation: number): Promise<void> {
    this.#mirrorLater(() => this.#mirror.replace(whole, unsaved, generation))
    return this.#main.replace(whole, unsaved, generation)
  }

  forget(whose: 'person' | 'everybody'): Promise<void> {
    this.#mirrorLater(() => this.#mirror.forget(whose))
    return this.#main.forget(whose)
  }

  close(): void {
    this.#main.close()
    void this.#mirroring.then(() => this.#mirror.close())
  }

  #mirrored(): Promise<KeptBoard | null> {
    return new Promise((resolve) => {
      const patience = setTimeout(() => resolve(null), patienceMs)
      this.#mirrorLater(async () => {
        resolve(await this.#mirror.load().catch(() => null))
        clearTimeout(patience)
      })
    })
  }

  #mirrorLater(run: () => Promise<void>): void {
    this.#mirroring = this.#mirroring.then(run).catch(() => {})
  }
}
