import type { PrincipalId } from '@inkbridge/types'
import type * as Y from 'yjs'
import { aTurn } from '../threads.ts'
import type { AfterCommit } from './after-commit.ts'
import type { Growth } from './growth.ts'
import { BoardFull } from './quota.ts'
import type { EncodedDocument } from './snapshot-cache.ts'
import type { ChangeOrigin, Writer } from './writer.ts'

/** Slices of a large change in one commit, which are merged for the broadcast: about 20 ms of work. */
const slicesPerCommit = 8

const cannotSave = new Error('The server cannot save at the moment. Nothing was changed; try again in a moment.')

/** The board was deleted meanwhile. */
export class RoomClosed extends Error {
  constructor() {
    super('This board was deleted. Nothing was changed.')
  }
}

/** A large change as slices, to be applied in order. */
export interface SlicedChange {
  /** The Yjs client of all slices, which is new on the board. */
  readonly client: number
  readonly slices: readonly Uint8Array[]
}

/**
 * Reads and changes by the API and the server. Reads contain only committed state; changes need no
 * guard, but count for the board's quota.
 */
export class ServerAccess {
  readonly #writer: Writer
  readonly #afterCommit: AfterCommit
  readonly #growth: Growth
  readonly #isClosed: () => boolean

  constructor(writer: Writer, afterCommit: AfterCommit, growth: Growth, isClosed: () => boolean) {
    this.#writer = writer
    this.#afterCommit = afterCommit
    this.#growth = growth
    this.#isClosed = isClosed
  }

  /** Resolves with the reader's result once everything is on disk. */
  async read<Value>(reader: (doc: Y.Doc) => Value): Promise<Value> {
    this.#mustBeOpen()
    return this.#afterCommit.give(reader(this.#writer.doc))
  }

  /** The whole board as one update. May be slightly stale unless `current`. */
  async snapshot(options: { readonly current: boolean }): Promise<EncodedDocument> {
    this.#mustBeOpen()
    const { encoding } = await this.#writer.snapshot(options)
    return this.#afterCommit.give(encoding)
  }

  /** The whole board as updates, to be merged before they are applied. */
  async updates(): Promise<readonly Uint8Array[]> {
    this.#mustBeOpen()
    const { encoding, tail } = await this.#writer.snapshot({ current: false })
    return this.#afterCommit.give(tail ? [encoding.bytes, tail] : [encoding.bytes])
  }

  /** Resolves when the change is on disk. If it rejects, also with `BoardFull`, nothing is changed. */
  async change<Value>(author: PrincipalId | null, changer: (doc: Y.Doc, origin: unknown) => Value): Promise<Value> {
    this.#mustBeOpen()
    await this.#growth.prepare(0)
    this.#mustBeOpen()
    if (!this.#writer.isWritable) throw cannotSave
    const origin: ChangeOrigin = { session: null, author }
    const changed = this.#writer.change(
      () => changer(this.#writer.doc, origin),
      (bytes) => this.#growth.take(bytes),
    )
    if (!changed) throw new BoardFull()
    return this.#afterCommit.give(changed.value)
  }

  /** Applies a large change in slices, serving others in between. If it rejects, some of it may have been applied. */
  async changeInSlices(
    author: PrincipalId | null,
    { client, slices }: SlicedChange,
    stillMay: () => Promise<void>,
  ): Promise<void> {
    await this.#growth.prepare(slices.reduce((sum, { byteLength }) => sum + byteLength, 0))
    const { doc, owners } = this.#writer
    this.#mustBeOpen()
    if (!this.#writer.isWritable || doc.store.clients.has(client) || !owners.reserve(client)) throw cannotSave
    const origin: ChangeOrigin = { session: null, author }
    for (const [index, slice] of slices.entries()) {
      if (index % slicesPerCommit === 0) await stillMay()
      this.#mustBeOpen()
      if (!this.#growth.take(slice.byteLength)) throw new BoardFull()
      // After a reload the slices that this one depends on are gone.
      if (!this.#writer.isWritable || this.#writer.doc !== doc || !this.#writer.apply(slice, origin)) throw cannotSave
      if (index % slicesPerCommit === slicesPerCommit - 1) await this.#afterCommit.give(null)
      await aTurn()
    }
    await this.#afterCommit.give(null)
  }

  #mustBeOpen(): void {
    if (this.#isClosed()) throw new RoomClosed()
  }
}
