import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { type Deletions, deletionsIn, digestDeletions } from '@inkbridge/sync/deletions'
import * as Y from 'yjs'
import { encodeInSlices } from './sliced-encoding.ts'
import { WireFrame } from './wire-frame.ts'

/** The fastest level: most of a board is packed already, and a client is waiting. */
const level = 1
const gzipped = promisify<Uint8Array, { level: number }, Buffer>(gzip)

/** A smaller document is encoded again after each change, in a few milliseconds. Bytes. */
const smallBytes = 131_072
/** A larger one is encoded again when later updates exceed this part of it. */
const maxTailPart = 1 / 8

/** A document encoded at one moment. Immutable. */
export class EncodedDocument {
  readonly bytes: Uint8Array
  #answer: WireFrame | null = null
  #etag: Promise<string> | null = null
  #gzip: Promise<Uint8Array> | null = null

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** The sync answer to a client without any state. */
  get answer(): WireFrame {
    this.#answer ??= new WireFrame({ kind: 'sync-step-2', update: this.bytes })
    return this.#answer
  }

  /** The ETag, computed off this thread. */
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

/** A document: an earlier encoding, and later updates as one; null without any. */
export interface Snapshot {
  readonly encoding: EncodedDocument
  readonly tail: Uint8Array | null
}

/**
 * Caches the encoded document for new clients, with the updates since. Fifty clients that join
 * at once cost one encoding, which does not block others.
 */
export class SnapshotCache {
  #encoding: EncodedDocument | null = null
  #tail: Uint8Array[] = []
  #tailBytes = 0
  /** The running encoding, and updates since it began. */
  #running: { readonly done: Promise<EncodedDocument>; readonly tail: Uint8Array[] } | null = null
  #used = false
  #deletions: { readonly all: Deletions; readonly digest: Uint8Array } | null = null

  /** The deletions in the document with their digest, computed once between two changes. */
  deletions(doc: Y.Doc): { readonly all: Deletions; readonly digest: Uint8Array } {
    const all = this.#deletions?.all ?? deletionsIn(doc)
    this.#deletions ??= { all, digest: digestDeletions(all) }
    return this.#deletions
  }

  /** Approximate size of the document, bytes; null before it is encoded. */
  get size(): number | null {
    return this.#encoding && this.#encoding.bytes.byteLength + this.#tailBytes
  }

  /** `current`: the encoding itself includes everything applied before this call. */
  async get(doc: Y.Doc, { current }: { readonly current: boolean }): Promise<Snapshot> {
    this.#used = true
    if (current && this.#running) await this.#running.done
    const known = current && this.#tail.length > 0 ? null : this.#current()
    const encoding = known ?? (await this.#encode(doc))
    return { encoding, tail: this.#tail.length > 0 ? Y.mergeUpdates(this.#tail) : null }
  }

  /** Adds an update that was applied to the document. */
  append(update: Uint8Array): void {
    this.#deletions = null
    this.#running?.tail.push(update)
    if (!this.#encoding) return
    this.#tail.push(update)
    this.#tailBytes += update.byteLength
    // The next client would cause a new encoding: this one is useless.
    if (!this.#current()) this.#keep(null, [])
  }

  /** Drops everything: the document was replaced, or has not been requested for a while. */
  clear(): void {
    this.#deletions = null
    this.#running = null
    this.#keep(null, [])
  }

  /** Drops everything that was not requested since the last call. Call at intervals. */
  evictUnused(): void {
    if (!this.#used && !this.#running) this.clear()
    this.#used = false
  }

  #current(): EncodedDocument | null {
    const size = this.#encoding?.bytes.byteLength ?? 0
    return this.#tailBytes <= (size < smallBytes ? 0 : size * maxTailPart) ? this.#encoding : null
  }

  #encode(doc: Y.Doc): Promise<EncodedDocument> {
    if (this.#running) return this.#running.done
    const tail: Uint8Array[] = []
    const done = encodeInSlices(doc).then((bytes) => {
      const encoding = new EncodedDocument(bytes)
      // If it was cleared meanwhile, only current waiters may use the encoding.
      if (this.#running?.tail === tail) this.#keep(encoding, tail)
      if (this.#running?.tail === tail) this.#running = null
      return encoding
    })
    this.#running = { done, tail }
    return done
  }

  #keep(encoding: EncodedDocument | null, tail: Uint8Array[]): void {
    this.#encoding = encoding
    this.#tail = tail
    this.#tailBytes = tail.reduce((sum, { byteLength }) => sum + byteLength, 0)
  }
}
