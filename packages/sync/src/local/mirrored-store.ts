import type { PrincipalId } from '@inkbridge/types'
import * as Y from 'yjs'
import { generationOf } from './generations.ts'
import type { BoardFace, KeptBeside, KeptBoard, LocalStore, Replacement } from './local-store.ts'

/** A mirror that does not answer in this time is not used, ms. */
const patienceMs = 1_000

/**
 * Two stores as one: a main one, and a mirror of unsaved edits. A Chromium that is killed during compaction starts with
 * an empty database one time in a hundred; it does not lose two at once. A mirror that fails is not used.
 */
export class MirroredStore implements LocalStore {
  readonly #main: LocalStore
  readonly #mirror: LocalStore
  /** Requests to the mirror run one at a time, and nothing waits for them. */
  #mirroring: Promise<unknown> = Promise.resolve()

  constructor(main: LocalStore, mirror: LocalStore) {
    this.#main = main
    this.#mirror = mirror
  }

  async load(): Promise<KeptBoard> {
    const [main, mirror] = await Promise.all([this.#main.load(), this.#mirrored()])
    if (!mirror || mirror.unsaved <= main.unsaved) return main
    // A page that was closed during a replacement had written the main one, which has everything.
    if (main.face && mirror.face && generationOf(main.face) !== generationOf(mirror.face)) return main
    const lost = Y.mergeUpdates([...mirror.updates])
    await this.#main.append(lost, mirror.unsaved - main.unsaved, true, () => lost)
    return { ...main, updates: [...main.updates, lost], unsaved: mirror.unsaved, face: main.face ?? mirror.face }
  }

  append(update: Uint8Array, unsaved: number, strict: boolean, whole: () => Uint8Array): Promise<void> {
    if (unsaved > 0) this.#mirrorLater(() => this.#mirror.append(update, unsaved, strict, whole))
    return this.#main.append(update, unsaved, strict, whole)
  }

  saved(): Promise<void> {
    this.#mirrorLater(() => this.#mirror.saved())
    return this.#main.saved()
  }

  own(principal: PrincipalId, face: BoardFace, whole: Uint8Array): Promise<void> {
    this.#mirrorLater(() => this.#mirror.own(principal, face, whole))
    return this.#main.own(principal, face, whole)
  }

  async replace(generation: number, make: (beside: KeptBeside) => Replacement | null): Promise<void> {
    let made: Replacement | null = null
    await this.#main.replace(generation, (beside) => {
      made = make(beside)
      return made
    })
    this.#mirrorLater(() => this.#mirror.replace(generation, () => made))
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
