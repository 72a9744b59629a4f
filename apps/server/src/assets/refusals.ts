import type { AssetRefusal } from './asset-messages.ts'

/** Pixels that are decoded at once, of all images of an animation together. */
export const maxPixels = 100_000_000

const supported = 'PNG, JPEG, WebP, AVIF, GIF, SVG and HEIC images are supported'

/** @param what what the file is, with its article */
export function unsupported(what: string): AssetRefusal {
  return { code: 'unsupported-type', message: `This is ${what}. Nothing was stored; ${supported}.` }
}

/** @param format what the file seems to be */
export function undecodable(format: string): AssetRefusal {
  return {
    code: 'unsupported-type',
    message: `This ${format} file is damaged or cannot be decoded. Nothing was stored; ${supported}.`,
  }
}

export function tooManyBytes(maxBytes: number): AssetRefusal {
  return {
    code: 'asset-too-large',
    message: `The file is larger than the ${maxBytes} bytes allowed. Nothing was stored; make it smaller.`,
  }
}

export const tooManyPixels: AssetRefusal = {
  code: 'asset-too-large',
  message: `The picture has more than ${maxPixels / 1_000_000} million pixels. Nothing was stored; make it smaller.`,
}

export const tooExpensive: AssetRefusal = {
  code: 'asset-too-large',
  message: 'The picture takes too much time or memory to decode. Nothing was stored; make it smaller or simpler.',
}

export const hashMismatch: AssetRefusal = {
  code: 'hash-mismatch',
  message: 'The bytes received are not those of this address. They were discarded; send the file again from its start.',
}

export const boardFull: AssetRefusal = {
  code: 'board-full',
  message: 'The board has no room for this file. Nothing was stored: delete something from it, or use another board.',
}

export function wrongOffset(offset: number): AssetRefusal {
  return {
    code: 'wrong-offset',
    message: `The upload continues at byte ${offset}. Nothing was stored; send the piece that begins there.`,
    offset,
  }
}

/** @param problem what is wrong, as a clause */
export function badUpload(problem: string): AssetRefusal {
  return { code: 'bad-upload', message: `${problem}. Nothing was stored; correct the request.` }
}
