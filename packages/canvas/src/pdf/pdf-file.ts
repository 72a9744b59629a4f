import { inSlices } from '@inkbridge/board'
import { PictureTooLong } from '../picture.ts'
import { deflateFilter, deflateSteps } from './deflated.ts'
import { type Ref, refTo } from './syntax.ts'

/** An indirect object that has been reserved and not written. */
const unwritten = -1

/** Writes the objects of a PDF 1.7 file and their cross-reference table (ISO 32000-1, section 7.5). */
export class PdfFile {
  readonly #maxBytes: number
  readonly #parts: Uint8Array[] = []
  /** Where objects begin, by their number; object 0 is the head of the free list. */
  readonly #offsets: number[] = [0]
  /** Streams that are being compressed. */
  #compressing: Promise<unknown>[] = []
  #length = 0

  /** @param maxBytes a longer file throws `PictureTooLong` */
  constructor(maxBytes = Number.POSITIVE_INFINITY) {
    this.#maxBytes = maxBytes
    // Bytes over 127 in the second line: programs that transfer files recognize a binary one.
    this.#write('%PDF-1.7\n%')
    this.#writeBytes(new Uint8Array([0xe2, 0xe3, 0xcf, 0xd3]))
    this.#write('\n')
  }

  /** Returns the number of an object that is written later. */
  reserve(): Ref {
    this.#offsets.push(unwritten)
    return this.#offsets.length - 1
  }

  /** Writes an object. */
  put(body: string, ref: Ref = this.reserve()): Ref {
    this.#begin(ref)
    this.#write(`${body}\nendobj\n`)
    return ref
  }

  /** Writes a stream. @param entries of its dictionary, apart from its length */
  putStream(entries: string, bytes: Uint8Array, ref: Ref = this.reserve()): Ref {
    this.#begin(ref)
    this.#write(`<<${entries}/Length ${bytes.byteLength}>>\nstream\n`)
    this.#writeBytes(bytes)
    this.#write('\nendstream\nendobj\n')
    return ref
  }

  /** Writes a stream once it has been compressed. @param entries as in `putStream` */
  putDeflated(entries: string, bytes: Uint8Array, ref: Ref = this.reserve()): Ref {
    const put = inSlices(deflateSteps(bytes)).then((packed) =>
      this.putStream(`${entries}${deflateFilter}`, packed, ref),
    )
    // `compressed` rejects with it.
    put.catch(() => {})
    this.#compressing.push(put)
    return ref
  }

  /** Resolves when all streams so far have been compressed. */
  async compressed(): Promise<void> {
    const waiting = this.#compressing
    this.#compressing = []
    await Promise.all(waiting)
  }

  /** Writes the end of the file. Returns all of it. */
  async end({ root, info }: { readonly root: Ref; readonly info: Ref }): Promise<Uint8Array> {
    await this.compressed()
    const missing = this.#offsets.indexOf(unwritten)
    if (missing !== -1) throw new Error(`expected all reserved objects to be written, got none for ${missing}`)
    const table = this.#offsets
      .slice(1)
      .map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
      .join('')
    const count = this.#offsets.length
    const start = this.#length
    this.#write(`xref\n0 ${count}\n0000000000 65535 f \n${table}`)
    this.#write(`trailer\n<</Size ${count}/Root ${refTo(root)}/Info ${refTo(info)}>>\nstartxref\n${start}\n%%EOF\n`)
    const whole = new Uint8Array(this.#length)
    let at = 0
    for (const part of this.#parts) {
      whole.set(part, at)
      at += part.byteLength
    }
    return whole
  }

  #begin(ref: Ref): void {
    if (this.#offsets[ref] !== unwritten) throw new Error(`expected a reserved object, got ${ref}`)
    this.#offsets[ref] = this.#length
    this.#write(`${ref} 0 obj\n`)
  }

  #write(text: string): void {
    this.#writeBytes(new TextEncoder().encode(text))
  }

  #writeBytes(bytes: Uint8Array): void {
    this.#length += bytes.byteLength
    if (this.#length > this.#maxBytes) throw new PictureTooLong(`longer than ${this.#maxBytes} bytes`)
    this.#parts.push(bytes)
  }
}
