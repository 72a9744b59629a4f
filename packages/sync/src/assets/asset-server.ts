import type { AssetId } from '@inkbridge/types'
import { parseOffset, parseUploadAnswer, trouble, type UploadAnswer } from './upload-answer.ts'

/** A part of an asset on its way to the server. */
interface Piece {
  readonly asset: AssetId
  readonly bytes: Blob
  /** Of its first byte. */
  readonly offset: number
  /** Of the whole asset, bytes. */
  readonly length: number
}

/** Where the assets of a board are uploaded to. Nothing rejects. */
export interface AssetServer {
  /** Returns the number of bytes that the server has; null when it does not say. */
  offset(asset: AssetId, signal: AbortSignal): Promise<number | null>
  put(piece: Piece, signal: AbortSignal): Promise<UploadAnswer>
}

export interface AssetAddress {
  readonly url?: string | undefined
  readonly board: string
  readonly token?: string | undefined
}

/** A request that takes longer is given up, ms: the server gives up slower ones itself. */
const patienceMs = 120_000

/** The server's HTTP address. */
export function httpAssetServer({ url = '', board, token }: AssetAddress, fetch: typeof globalThis.fetch): AssetServer {
  const authorization: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {}
  const request = (asset: AssetId, init: RequestInit & { readonly headers?: Record<string, string> }) =>
    fetch(`${url}/api/boards/${board}/assets/${asset}`, {
      ...init,
      headers: { ...authorization, ...init.headers },
      cache: 'no-store',
    })
  return {
    offset: (asset, signal) =>
      inTime(signal, null, async (signal) => {
        const { ok, headers } = await request(asset, { method: 'HEAD', signal })
        return ok ? parseOffset(headers.get('Upload-Offset')) : null
      }),
    put: ({ asset, bytes, offset, length }, signal) =>
      inTime(signal, trouble('unreachable'), async (signal) => {
        const headers = {
          'Content-Type': 'application/octet-stream',
          'Upload-Offset': `${offset}`,
          'Upload-Length': `${length}`,
        }
        return parseUploadAnswer(await request(asset, { method: 'PUT', headers, body: bytes, signal }), asset)
      }),
  }
}

/** No server: what is added stays on this device. */
export const noAssetServer: AssetServer = {
  offset: async () => null,
  put: async () => trouble('unreachable'),
}

/** Returns `otherwise` when the request fails, takes too long or is aborted. */
async function inTime<Value>(
  signal: AbortSignal,
  otherwise: Value,
  run: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const ended = new AbortController()
  const end = () => ended.abort()
  const patience = setTimeout(end, patienceMs)
  signal.addEventListener('abort', end)
  try {
    return signal.aborted ? otherwise : await run(ended.signal)
  } catch {
    return otherwise
  } finally {
    clearTimeout(patience)
    signal.removeEventListener('abort', end)
  }
}
