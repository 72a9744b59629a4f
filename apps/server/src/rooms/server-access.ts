import type { PrincipalId } from '@inkbridge/types'
import type * as Y from 'yjs'
import { aTurn } from '../threads.ts'
import type { AfterCommit } from './after-commit.ts'
import type { Growth } from './growth.ts'
import { BoardFull } from './quota.ts'
import type { Encoding } from './whole.ts'
import type { ChangeOrigin, Writer } from './writer.ts'

/** So many slices of a large change go into one commit, and so are merged for those who are here: some 20 ms of work. */
const slicesPerCommit = 8

const cannotSave = new Error('The server cannot save just now. Nothing was changed; try again in a moment.')

/** Something was asked of a board that was deleted meanwhile. */
export class RoomClosed extends Error {
  constructor() {
    super('This board was deleted. Nothing was changed.')
  }
}

/** A large change, as slices to be applied in this order. */
export interface SlicedChange {
  /** The Yjs client that all of it is by, which is new on the board. */
  readonly client: number
  readonly slices: readonly Uint8Array[]
}

/**
 * What the API and the server itself read and change. Nothing they are given is ahead of the disk; their changes need no
 * guard, and fit into what the board may grow to.
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

  /** Resolves with what was read once all of it is on disk. */
  async read<Value>(reader: (doc: Y.Doc) => Value): Promise<Value> {
    this.#mustBeOpen()
    return this.#afterCommit.give(reader(this.#writer.doc))
  }

  /** The whole board as one update. Unless it has to be current it may be a moment old. */
  async snapshot(options: { readonly current: boolean }): Promise<Encoding> {
    this.#mustBeOpen()
    const { encoding } = await this.#writer.whole(options)
    return this.#afterCommit.give(encoding)
  }

  /** The whole board as updates, to be merged before they are applied. */
  async updates(): Promise<readonly Uint8Array[]> {
    this.#mustBeOpen()
    const { encoding, tail } = await this.#writer.whole({ current: false })
    return this.#afterCommit.give(tail ? [encoding.bytes, tail] : [encoding.bytes])
  }

  /** Resolves when the change is on disk. Rejects when it cannot be, or with `BoardFull`: then nothing is changed. */
  async change<Value>(author: PrincipalId | null, changer: (doc: Y.Doc, origin: unknown) => Value): Promise<Value> {
    this.#mustBeOpen()
    await this.#growth.prepare(0)
    this.#mustBeOpen()
    if (!this.#writer.takes) throw cannotSave
    const origin: ChangeOrigin = { session: null, author }
    const changed = this.#writer.change(
      () => changer(this.#writer.doc, origin),
      (bytes) => this.#growth.take(bytes),
    )
    if (!changed) throw new BoardFull()
    return this.#afterCommit.give(changed.value)
  }

  /** A large change in slices: others are served in between, and when it rejects some of it may be there. */
  async changeInSlices(
    author: PrincipalId | null,
    { client, slices }: SlicedChange,
    stillMay: () => Promise<void>,
  ): Promise<void> {
    await this.#growth.prepare(slices.reduce((sum, { byteLength }) => sum + byteLength, 0))
    const { doc, owners } = this.#writer
    this.#mustBeOpen()
    if (!this.#writer.takes || doc.store.clients.has(client) || !owners.reserve(client)) throw cannotSave
    const origin: ChangeOrigin = { session: null, author }
    for (const [index, slice] of slices.entries()) {
      if (index % slicesPerCommit === 0) await stillMay()
      this.#mustBeOpen()
      if (!this.#growth.take(slice.byteLength)) throw new BoardFull()
      // What it builds on is gone when the document was read again.
      if (!this.#writer.takes || this.#writer.doc !== doc || !this.#writer.apply(slice, origin)) throw cannotSave
      if (index % slicesPerCommit === slicesPerCommit - 1) await this.#afterCommit.give(null)
      await aTurn()
    }
    await this.#afterCommit.give(null)
  }

  #mustBeOpen(): void {
    if (this.#isClosed()) throw new RoomClosed()
  }
}
