/** Memory limit, bytes: about two thousand thumbnails. */
const maxBytes = 16 * 1_048_576

interface Thumbnail {
  readonly board: string
  readonly file: Uint8Array
}

/** Caches thumbnails by ETag; drops the least recently used first. */
export class Thumbnails {
  readonly #kept = new Map<string, Thumbnail>()
  readonly #maxBytes: number
  #bytes = 0

  constructor(limit = maxBytes) {
    this.#maxBytes = limit
  }

  get(etag: string): Uint8Array | undefined {
    const kept = this.#kept.get(etag)
    if (!kept) return undefined
    this.#kept.delete(etag)
    this.#kept.set(etag, kept)
    return kept.file
  }

  put(board: string, etag: string, file: Uint8Array): void {
    this.#drop(etag)
    this.#kept.set(etag, { board, file })
    this.#bytes += file.byteLength
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#maxBytes) return
      this.#drop(oldest)
    }
  }

  /** Drops the thumbnails of a board. */
  forget(board: string): void {
    for (const [etag, kept] of this.#kept) if (kept.board === board) this.#drop(etag)
  }

  #drop(etag: string): void {
    this.#bytes -= this.#kept.get(etag)?.file.byteLength ?? 0
    this.#kept.delete(etag)
  }
}
