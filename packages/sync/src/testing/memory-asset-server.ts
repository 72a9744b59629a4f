import { type AssetId, parseAssetId } from '@inkbridge/types'
import { assetIdOf } from '../assets.ts'

interface Received {
  readonly length: number
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** A request as the server sees it. */
export interface AssetRequest {
  readonly method: string
  readonly asset: AssetId
  /** The headers; NaN where one is missing. */
  readonly offset: number
  readonly length: number
  readonly body: Uint8Array<ArrayBuffer>
}

/**
 * The assets of one board on a server in this process, by the rules of docs/protocol.md. It recognises everything that
 * `recognise` does not refuse, and serves files as they were sent.
 */
export class MemoryAssetServer {
  readonly complete = new Map<AssetId, Uint8Array<ArrayBuffer>>()
  readonly partial = new Map<AssetId, Received>()
  /** Requests in order, such as `PUT 900000+100000/1000000`: offset, bytes and length. */
  readonly log: string[] = []
  isOnline = true
  mayEdit = true
  maxAssetBytes = 20 * 1_048_576
  /** The type of a file; null: unsupported. */
  recognise: (bytes: Uint8Array) => string | null = () => 'image/png'
  /** Answers in place of the server, which it may ask. */
  intercept: ((request: AssetRequest, answer: () => Promise<Response>) => Promise<Response>) | null = null

  /** Takes the place of the global one; rejects while the server is offline. */
  readonly fetch: typeof globalThis.fetch = async (input, init = {}) => {
    const request = await requestOf(String(input), init)
    await this.#reach(init.signal)
    this.log.push(lineOf(request))
    const answer = async () => this.#answer(request)
    const response = await (this.intercept ? this.intercept(request, answer) : answer())
    await this.#reach(init.signal)
    return response
  }

  async #reach(signal: AbortSignal | null | undefined): Promise<void> {
    await Promise.resolve()
    signal?.throwIfAborted()
    if (!this.isOnline) throw new TypeError('fetch failed')
  }

  #answer(request: AssetRequest): Response | Promise<Response> {
    if (request.method === 'HEAD') return this.#head(request.asset)
    return request.method === 'PUT' ? this.#put(request) : this.#get(request.asset)
  }

  #head(asset: AssetId): Response {
    const bytes = this.complete.get(asset) ?? this.partial.get(asset)?.bytes
    if (!bytes) return new Response(null, { status: 404 })
    const headers = { ...at(bytes.byteLength), 'Upload-Complete': this.complete.has(asset) ? '?1' : '?0' }
    return new Response(null, { status: 200, headers })
  }

  #get(asset: AssetId): Response {
    const bytes = this.complete.get(asset)
    return bytes ? new Response(bytes) : failure(404, 'unknown')
  }

  async #put({ asset, offset, length, body }: AssetRequest): Promise<Response> {
    if (!this.mayEdit) return failure(403, 'role')
    const stored = this.complete.get(asset)
    if (stored) return this.#stored(200, asset, stored)
    if (length > this.maxAssetBytes) return failure(413, 'asset-too-large')
    const before = this.partial.get(asset)?.bytes ?? new Uint8Array()
    if (offset !== before.byteLength) return new Response(null, { status: 409, headers: at(before.byteLength) })
    const bytes = joined(before, body)
    this.partial.set(asset, { length, bytes })
    if (bytes.byteLength < length) return new Response(null, { status: 204, headers: at(bytes.byteLength) })
    return this.#complete(asset, bytes)
  }

  async #complete(asset: AssetId, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
    this.partial.delete(asset)
    if ((await assetIdOf(bytes)) !== asset) return failure(422, 'hash-mismatch')
    if (this.recognise(bytes) === null) return failure(415, 'unsupported-type')
    this.complete.set(asset, bytes)
    return this.#stored(201, asset, bytes)
  }

  #stored(status: number, asset: AssetId, bytes: Uint8Array): Response {
    const type = this.recognise(bytes)
    return Response.json({ asset, type, width: 1, height: 1, bytes: bytes.byteLength, animated: false }, { status })
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.byteLength + other.byteLength)
  both.set(one)
  both.set(other, one.byteLength)
  return both
}

/** An error of the API. */
export function failure(status: number, code: string, headers: Record<string, string> = {}): Response {
  return Response.json({ error: { code, reason: code, message: `${code}.` } }, { status, headers })
}

/** The header of an answer with an offset. */
export function at(offset: number | string): Record<string, string> {
  return { 'Upload-Offset': `${offset}` }
}

async function requestOf(url: string, { method = 'GET', headers, body }: RequestInit): Promise<AssetRequest> {
  const sent = new Headers(headers)
  const asset = parseAssetId(/\/api\/boards\/[0-9A-Za-z]{16}\/assets\/([^/?]+)/.exec(url)?.[1])
  if (!asset) throw new Error(`expected the address of an asset, got ${url}`)
  const number = (name: string) => Number(sent.get(name) ?? Number.NaN)
  return {
    method,
    asset,
    offset: number('Upload-Offset'),
    length: number('Upload-Length'),
    body: new Uint8Array(await new Response(body ?? null).arrayBuffer()),
  }
}

function lineOf({ method, offset, length, body }: AssetRequest): string {
  return method === 'PUT' ? `PUT ${offset}+${body.byteLength}/${length}` : method
}
