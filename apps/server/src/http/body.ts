import type { IncomingMessage } from 'node:http'
import type { MemoryAccount } from '../admission/memory.ts'

/** A request that is answered with an error; the message is fit to be shown. */
export class HttpProblem extends Error {
  readonly status: number
  readonly code: string
  /** When it is worth trying again, ms; sent as `Retry-After`. */
  readonly retryAfterMs: number | null

  constructor(status: number, code: string, message: string, retryAfterMs: number | null = null) {
    super(message)
    this.status = status
    this.code = code
    this.retryAfterMs = retryAfterMs
  }
}

/** The value of `Retry-After`; without a time it is a few seconds. */
export function retryAfterSeconds(ms: number | null): string {
  return String(Math.max(1, Math.ceil((ms ?? 5_000) / 1_000)))
}

/** Reads the JSON of a request, at most `maxBytes` of it. Rejects with an `HttpProblem`. */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  return parsedJson(await readJsonBytes(request, maxBytes))
}

/** The same as it was sent, to be parsed elsewhere. */
export async function readJsonBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const type = request.headers['content-type'] ?? ''
  if (/^application\/(?:[\w.-]+\+)?json\b/.test(type)) return readBody(request, maxBytes)
  throw new HttpProblem(415, 'not-json', 'Send JSON, with Content-Type: application/json. Nothing was changed.')
}

/** What a body says as JSON; nothing is an empty record. */
export function parsedJson(body: Buffer): unknown {
  const text = body.toString('utf8')
  try {
    return text === '' ? {} : JSON.parse(text)
  } catch {
    throw new HttpProblem(400, 'bad-json', 'The body is not valid JSON. Nothing was changed.')
  }
}

/** What a body may take of the server. */
export interface BodyGuard {
  /** Counts the bytes of the body while they are in memory. */
  readonly account: Pick<MemoryAccount, 'add' | 'bytes'>
  /** Aborted when there is no memory for the body any more; its reason is the `HttpProblem`. */
  readonly signal: AbortSignal
}

const guards = new WeakMap<IncomingMessage, BodyGuard>()

/** From here on the body of a request is counted, and no more of it is read when the guard says so. */
export function guardBody(request: IncomingMessage, guard: BodyGuard): void {
  guards.set(request, guard)
}

/** Bytes of a request's body that were read. */
export function bodyBytes(request: IncomingMessage): number {
  return guards.get(request)?.account.bytes ?? 0
}

/** A body may rest for so long, ms; beyond a first rest so many bytes a second have to have come. */
const graceMs = 10_000
const minBytesPerSecond = 16_384

/** Whether a body comes so slowly that it only keeps memory and a socket. `restMs`: since its last byte. */
export function isTooSlow(bytes: number, elapsedMs: number, restMs: number): boolean {
  return restMs > graceMs || (elapsedMs > graceMs && bytes < ((elapsedMs - graceMs) / 1_000) * minBytesPerSecond)
}

function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.reject(tooLarge(maxBytes))
  const guard = guards.get(request)
  return new Promise((resolve, reject) => {
    const begun = performance.now()
    let parts: Buffer[] = []
    let size = 0
    let lastAt = begun
    const end = (settle: () => void) => {
      clearInterval(pace)
      guard?.signal.removeEventListener('abort', aborted)
      request.off('data', received).off('end', complete).off('error', broken).off('close', closed)
      settle()
    }
    const refuse = (problem: unknown) =>
      end(() => {
        parts = []
        // The rest is read and dropped by Node, so that the sender gets to read why.
        request.resume()
        reject(problem)
      })
    const aborted = () => refuse(guard?.signal.reason)
    const received = (part: Buffer) => {
      size += part.byteLength
      if (size > maxBytes) return refuse(tooLarge(maxBytes))
      parts.push(part)
      lastAt = performance.now()
      guard?.account.add(part.byteLength)
    }
    const complete = () => end(() => resolve(Buffer.concat(parts)))
    const broken = (error: Error) => end(() => reject(error))
    const closed = () => broken(new HttpProblem(400, 'cut-short', 'The request ended early. Nothing was changed.'))
    const pace = setInterval(() => {
      const now = performance.now()
      if (isTooSlow(size, now - begun, now - lastAt)) refuse(tooSlow)
    }, 1_000)
    if (guard?.signal.aborted) return aborted()
    guard?.signal.addEventListener('abort', aborted)
    request.on('data', received).on('end', complete).on('error', broken).on('close', closed)
  })
}

function tooLarge(maxBytes: number): HttpProblem {
  return new HttpProblem(
    413,
    'too-large',
    `The body is larger than the ${maxBytes} bytes allowed. Nothing was changed.`,
  )
}

const tooSlow = new HttpProblem(
  408,
  'too-slow',
  'The request arrived too slowly. Nothing was changed; try again over a faster connection.',
)
