/** The dictionary entry of a stream that is compressed as here. */
export const deflateFilter = '/Filter/FlateDecode'

/** Text is compressed in pieces of this many characters. */
const pieceLength = 65_536

/** Compresses bytes (zlib, RFC 1950). */
export async function deflated(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new CompressionStream('deflate'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/** Compresses ASCII text while it is written, so that the end of a long one does not block a page. */
export class Deflated {
  readonly #encoder = new TextEncoder()
  readonly #writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>
  readonly #whole: Promise<ArrayBuffer>
  #waiting: string[] = []
  #waitingLength = 0

  constructor() {
    const { readable, writable } = new CompressionStream('deflate')
    this.#writer = writable.getWriter()
    this.#whole = new Response(readable).arrayBuffer()
  }

  /** Resolves when little text waits to be compressed. */
  get ready(): Promise<unknown> {
    return this.#writer.ready
  }

  add(text: string): void {
    this.#waiting.push(text)
    this.#waitingLength += text.length
    if (this.#waitingLength >= pieceLength) this.#compress()
  }

  /** Returns all of it; nothing may be added afterwards. */
  async end(): Promise<Uint8Array> {
    this.#compress()
    await this.#writer.close()
    return new Uint8Array(await this.#whole)
  }

  #compress(): void {
    void this.#writer.write(this.#encoder.encode(this.#waiting.join('')))
    this.#waiting = []
    this.#waitingLength = 0
  }
}
