import type { AssetId } from '@inkbridge/types'

/** What the server's answer to a part of an upload means. */
export type UploadAnswer =
  /** The asset is durable on the server. */
  | { readonly type: 'complete' }
  /** The server has the bytes before this offset, if it is one. */
  | { readonly type: 'offset'; readonly offset: number }
  /** The bytes that arrived have another hash; they are discarded. */
  | { readonly type: 'mismatch' }
  /** A retry would end the same way. */
  | { readonly type: 'refused'; readonly problem: string }
  /** A later attempt may work. */
  | { readonly type: 'trouble'; readonly problem: string; readonly retryAfterMs: number }

/** A longer wait is not believed, ms. */
const maxRetryAfterMs = 300_000

/** Codes of answers of 400 to 499 that say nothing about the asset. */
const passing: readonly string[] = ['cut-short', 'too-slow', 'damaged']

/** Reads an answer to `PUT`. Only a 200 or 201 with the asset's id means that it is stored. Never rejects. */
export async function parseUploadAnswer(response: Response, asset: AssetId): Promise<UploadAnswer> {
  const { status } = response
  if (status === 200 || status === 201) return hasId(await jsonOf(response), asset) ? complete : trouble('no-answer')
  const offset = parseOffset(response.headers.get('Upload-Offset'))
  if ((status === 204 || status === 409) && offset !== null) return { type: 'offset', offset }
  if (status === 422) return { type: 'mismatch' }
  const problem = codeIn(await jsonOf(response)) ?? 'no-answer'
  const isRefusal = status >= 400 && status < 500 && ![408, 409, 425, 429].includes(status)
  if (isRefusal && !passing.includes(problem)) return { type: 'refused', problem }
  return trouble(problem, parseRetryAfter(response.headers.get('Retry-After')))
}

/** Returns null for anything but a plain decimal number. */
export function parseOffset(header: string | null): number | null {
  return header !== null && /^\d{1,15}$/.test(header) ? Number(header) : null
}

export function trouble(problem: string, retryAfterMs = 0) {
  return { type: 'trouble', problem, retryAfterMs } as const
}

const complete: UploadAnswer = { type: 'complete' }

/** Returns milliseconds; 0 for a date or anything else. */
function parseRetryAfter(header: string | null): number {
  return header !== null && /^\d+$/.test(header) ? Math.min(Number(header) * 1_000, maxRetryAfterMs) : 0
}

function jsonOf(response: Response): Promise<unknown> {
  return response.json().catch(() => null)
}

function hasId(body: unknown, asset: AssetId): boolean {
  return fieldOf(body, 'asset') === asset
}

function codeIn(body: unknown): string | null {
  const code = fieldOf(fieldOf(body, 'error'), 'code')
  return typeof code === 'string' && /^[a-z-]{1,40}$/.test(code) ? code : null
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}
