import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { AssetId } from '@inkbridge/types'

/** Digests in memory: the pictures of some hundred boards. */
const maxKept = 10_000

/** The SHA-256 of stored pictures, which exports need: computed one after the other, and kept. */
export class Digests {
  readonly #kept = new Map<string, AssetId>()
  #last: Promise<unknown> = Promise.resolve()

  /** @param open returns the stored bytes; null: the picture was removed */
  of(name: string, open: () => Promise<Readable | null>): Promise<AssetId | null> {
    const find = () => this.#kept.get(name) ?? this.#compute(name, open)
    const running = this.#last.then(find, find)
    this.#last = running
    return running
  }

  /** Call when a picture is stored or removed. */
  forget(name: string): void {
    this.#kept.delete(name)
  }

  async #compute(name: string, open: () => Promise<Readable | null>): Promise<AssetId | null> {
    const stream = await open()
    if (!stream) return null
    const hash = createHash('sha256')
    for await (const part of stream) hash.update(part as Uint8Array)
    const digest = hash.digest('base64url') as AssetId
    this.#kept.set(name, digest)
    const [oldest] = this.#kept.keys()
    if (oldest !== undefined && this.#kept.size > maxKept) this.#kept.delete(oldest)
    return digest
  }
}
