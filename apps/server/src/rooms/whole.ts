import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { type Deletions, deletionsIn, digestDeletions } from '@inkbridge/sync/deletions'
import * as Y from 'yjs'
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
  #etag: string | null = null
  #gzip: Promise<Uint8Array> | null = null

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** As the answer to somebody who has nothing. */
  get answer(): WireFrame {
    this.#answer ??= new WireFrame({ kind: 'sync-step-2', update: this.bytes })
    return this.#answer
  }

  get etag(): string {
    this.#etag ??= `"${createHash('sha256').update(this.bytes).digest('base64url').slice(0, 22)}"`
    return this.#etag
  }

  gzip(): Promise<Uint8Array> {
    this.#gzip ??= gzipped(this.bytes, { level })
    return this.#gzip
  }
}

/**
 * A whole document for whoever comes with nothing: encoded once for many, and what was applied since. Fifty who come
 * at once cost one encoding.
 */
export class Whole {
  #encoding: Encoding | null = null
  #tail: Uint8Array[] = []
  #tailBytes = 0
  #used = false
  #deletions: { readonly all: Deletions; readonly digest: Uint8Array } | null = null

  /** What is deleted in the document, and its digest: found out once for all who come before the next change. */
  deletions(doc: Y.Doc): { readonly all: Deletions; readonly digest: Uint8Array } {
    const all = this.#deletions?.all ?? deletionsIn(doc)
    this.#deletions ??= { all, digest: digestDeletions(all) }
    return this.#deletions
  }

  /** `tail` is what the encoding lacks, as one update; null when it lacks nothing. */
  of(doc: Y.Doc): { readonly encoding: Encoding; readonly tail: Uint8Array | null } {
    this.#used = true
    const encoding = this.#current() ?? this.#encode(doc)
    return { encoding, tail: this.#tail.length > 0 ? Y.mergeUpdates(this.#tail) : null }
  }

  /** This was applied to the document. */
  applied(update: Uint8Array): void {
    this.#deletions = null
    if (!this.#encoding) return
    this.#tail.push(update)
    this.#tailBytes += update.byteLength
  }

  /** The document is another one, or nobody has come for a while: nothing is kept. */
  drop(): void {
    this.#deletions = null
    this.#encoding = null
    this.#tail = []
    this.#tailBytes = 0
  }

  /** Called from time to time: what nobody has asked for since the last time is not kept. */
  rest(): void {
    if (!this.#used) this.drop()
    this.#used = false
  }

  #current(): Encoding | null {
    const size = this.#encoding?.bytes.byteLength ?? 0
    return this.#tailBytes <= (size < smallBytes ? 0 : size * maxTailPart) ? this.#encoding : null
  }

  #encode(doc: Y.Doc): Encoding {
    this.drop()
    this.#encoding = new Encoding(Y.encodeStateAsUpdate(doc))
    return this.#encoding
  }
}
