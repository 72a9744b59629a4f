import { fromBase64, toBase64 } from '../../base64.ts'

/** The content of a `data:` address of a picture. */
export interface DataUrl {
  /** Such as `image/png`. */
  readonly type: string
  readonly bytes: Uint8Array
}

const head = /^data:(image\/[a-z0-9.+-]{1,40})((?:;[^;,]{0,100}){0,8}),/i

/** Decodes a `data:` address; null: it is malformed, or not of a picture. */
export function parseDataUrl(input: unknown): DataUrl | null {
  if (typeof input !== 'string') return null
  const [whole = '', type = '', options = ''] = head.exec(input.slice(0, 1_000)) ?? []
  if (whole === '') return null
  const content = input.slice(whole.length)
  const bytes = /;\s*base64$/i.test(options) ? fromBase64(content) : percentDecoded(content)
  return bytes && bytes.length > 0 ? { type: type.toLowerCase(), bytes } : null
}

export function toDataUrl({ type, bytes }: DataUrl): string {
  return `data:${type};base64,${toBase64(bytes)}`
}

function percentDecoded(text: string): Uint8Array | null {
  try {
    return new TextEncoder().encode(decodeURIComponent(text))
  } catch {
    return null
  }
}
