import { readFile } from 'node:fs/promises'

/** Blocks of a GIF (CGI, Graphics Interchange Format, version 89a). */
const extension = 0x21
const image = 0x2c
const trailer = 0x3b
const control = 0xf9
const application = 0xff
/** The application extension that repeats an animation. */
const looping = 'NETSCAPE2.0'

/**
 * Returns a GIF with its images, their timing and the number of repetitions only: without comments, plain text,
 * metadata of other programs, and any bytes after its end. The file must be one that can be decoded.
 */
export async function stripGif(path: string): Promise<Uint8Array> {
  const file = await readFile(path)
  const kept: Uint8Array[] = []
  let at = 0
  const take = (bytes: number, keep = true) => {
    if (at + bytes > file.byteLength) throw new Error('a GIF ends within a block')
    if (keep) kept.push(file.subarray(at, at + bytes))
    at += bytes
  }
  /** Takes blocks of up to 255 bytes, up to an empty one. */
  const takeBlocks = (keep: boolean) => {
    while (file[at] !== 0) take(1 + (file[at] ?? 0), keep)
    take(1, keep)
  }
  take(13 + paletteBytes(file[10] ?? 0))
  for (;;) {
    const block = file[at]
    if (block === image) {
      take(10 + paletteBytes(file[at + 9] ?? 0))
      take(1)
      takeBlocks(true)
    } else if (block === extension) {
      const keep = isKept(file, at)
      take(2, keep)
      takeBlocks(keep)
    } else {
      // Some programs write no trailer.
      return Buffer.concat([...kept, Uint8Array.of(trailer)])
    }
  }
}

/** The bytes of the colour table that a packed field announces. */
function paletteBytes(packed: number): number {
  return (packed & 0x80) === 0 ? 0 : 3 * 2 ** ((packed & 7) + 1)
}

function isKept(file: Uint8Array, at: number): boolean {
  const label = file[at + 1]
  if (label === control) return true
  return label === application && Buffer.from(file.subarray(at + 3, at + 14)).toString('latin1') === looping
}
