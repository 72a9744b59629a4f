import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { type Deletions, deletionsIn, digestDeletions } from '@inkbridge/sync/deletions'
import * as Y from 'yjs'
import { encodeInSlices } from './sliced-encoding.ts'
import { WireFrame } from './wire-frame.ts'

/** The quickest level: a board is mostly packed already, and somebody waits for it. */
const level = 1
const gzipped = promisify<Uint8Array, { level: number }, Buffer>(gzip)

/** A document smaller than this is encoded again for each who comes after a change: a few milliseconds. Bytes. */
const smallBytes = 131_072
/** What came after a larger one may grow to this part of it before it is encoded again. */
const maxTailPart = 1 / 8

/** The bytes of a document at one moment. Never changes. */
export class Encoding {
  readonly bytes: Uint8Array
  #answer: WireFrame | null = null
  #etag: Promise<string> | null = null
  #gzip: Promise<Uint8Array> | null = null

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** As the answer to somebody who has nothing. */
  get answer(): WireFrame {
    this.#answer ??= new WireFrame({ kind: 'sync-step-2', update: this.bytes })
    return this.#answer
  }

  /** Names the bytes; worked out beside this thread. */
  etag(): Promise<string> {
    this.#etag ??= crypto.subtle
      .digest('SHA-256', this.bytes.slice())
      .then((digest) => `"${Buffer.from(digest).toString('base64url').slice(0, 22)}"`)
    return this.#etag
  }

  gzip(): Promise<Uint8Array> {
    this.#gzip ??= gzipped(this.bytes, { level })
    return this.#gzip
  }
}

/** A whole document: what was encoded a moment ago, and what it lacks as one update; null when it lacks nothing. */
export interface WholeDocument {
  readonly encoding: Encoding
  readonly tail: Uint8Array | null
}

/**
 * A whole document for those who come with nothing: encoded once for many, and what was applied since. Fifty who come
 * at once cost one encoding, which holds up nobody else.
 */
export class Whole {
  #encoding: Encoding | null = null
  #tail: Uint8Array[] = []
  #tailBytes = 0
  /** What is being encoded, and what was applied since that began. */
  #running: { readonly done: Promise<Encoding>; readonly tail: Uint8Array[] } | null = null
  #used = false
  #deletions: { readonly all: Deletions; readonly digest: Uint8Array } | null = null

  /** What is deleted in the document, and its digest: found out once for all who come before the next change. */
  deletions(doc: Y.Doc): { readonly all: Deletions; readonly digest: Uint8Array } {
    const all = this.#deletions?.all ?? deletionsIn(doc)
    this.#deletions ??= { all, digest: digestDeletions(all) }
    return this.#deletions
  }

  /** Bytes of the document, about; null while it has not been encoded. */
  get size(): number | null {
    return this.#encoding && this.#encoding.bytes.byteLength + this.#tailBytes
  }

  /** `current`: the encoding itself holds everything that was applied before this was called. */
  async of(doc: Y.Doc, { current }: { readonly current: boolean }): Promise<WholeDocument> {
    this.#used = true
    if (current && this.#running) await this.#running.done
    const known = current && this.#tail.length > 0 ? null : this.#current()
    const encoding = known ?? (await this.#encode(doc))
    return { encoding, tail: this.#tail.length > 0 ? Y.mergeUpdates(this.#tail) : null }
  }

  /** This was applied to the document. */
  applied(update: Uint8Array): void {
    this.#deletions = null
    this.#running?.tail.push(update)
    if (!this.#encoding) return
    this.#tail.push(update)
    this.#tailBytes += update.byteLength
    // It would be encoded again for the next who comes: nothing of it is worth keeping.
    if (!this.#current()) this.#keep(null, [])
  }

  /** The document is another one, or nobody has come for a while: nothing is kept. */
  drop(): void {
    this.#deletions = null
    this.#running = null
    this.#keep(null, [])
  }

  /** Called from time to time: what nobody has asked for since the last time is not kept. */
  rest(): void {
    if (!this.#used && !this.#running) this.drop()
    this.#used = false
  }

  #current(): Encoding | null {
    const size = this.#encoding?.bytes.byteLength ?? 0
    return this.#tailBytes <= (size < smallBytes ? 0 : size * maxTailPart) ? this.#encoding : null
  }

  #encode(doc: Y.Doc): Promise<Encoding> {
    if (this.#running) return this.#running.done
    const tail: Uint8Array[] = []
    const done = encodeInSlices(doc).then((bytes) => {
      const encoding = new Encoding(bytes)
      // Dropped meanwhile: it is of use to those who wait for it, if to anybody.
      if (this.#running?.tail === tail) this.#keep(encoding, tail)
      if (this.#running?.tail === tail) this.#running = null
      return encoding
    })
    this.#running = { done, tail }
    return done
  }

  #keep(encoding: Encoding | null, tail: Uint8Array[]): void {
    this.#encoding = encoding
    this.#tail = tail
    this.#tailBytes = tail.reduce((sum, { byteLength }) => sum + byteLength, 0)
  }
}
