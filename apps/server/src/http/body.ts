import type { IncomingMessage } from 'node:http'
import { limits } from '@inkbridge/types'
import type { MemoryAccount } from '../admission/admission.ts'
import type { Body, BodySink } from './incoming.ts'
import { HttpProblem } from './problem.ts'

/** Reads the JSON of a request, at most `maxBytes` of it. Rejects with an `HttpProblem`. */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const { content } = await readJsonBody(request, Math.min(maxBytes, limits.maxBodyBytes))
  if (typeof content === 'string') throw new Error('a small body was kept on the disk')
  return parsedJson(content)
}

/** The same as it was sent, to be parsed elsewhere; it is kept until the request has been answered. */
export async function readJsonBody(request: IncomingMessage, maxBytes: number): Promise<Body> {
  const type = request.headers['content-type'] ?? ''
  if (/^application\/(?:[\w.-]+\+)?json\b/.test(type)) return readBody(request, maxBytes)
  throw new HttpProblem('not-json', 'Send JSON, with Content-Type: application/json. Nothing was changed.')
}

/** What a body says as JSON; nothing is an empty record. */
export function parsedJson(body: Uint8Array): unknown {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')
  try {
    return text === '' ? {} : JSON.parse(text)
  } catch {
    throw new HttpProblem('bad-json', 'The body is not valid JSON. Nothing was changed.')
  }
}

/** What a body may take of the server. */
export interface BodyGuard {
  /** Counts the bytes of the body that are in memory. */
  readonly memory: Pick<MemoryAccount, 'set'>
  /** Counts all of its bytes. */
  readonly all: Pick<MemoryAccount, 'set'>
  /** Aborted when there is no room for the body any more; its reason is the `HttpProblem`. */
  readonly signal: AbortSignal
  /** Where the body is kept until the request has been answered; `failed` is called when it cannot be. */
  open(failed: (error: Error) => void): BodySink
}

const guards = new WeakMap<IncomingMessage, BodyGuard>()

/** To be called before the body of a request is read: it is counted, and no more of it is read when the guard says so. */
export function guardBody(request: IncomingMessage, guard: BodyGuard): void {
  guards.set(request, guard)
}

/** A body may rest for so long, ms; beyond a first rest so many bytes a second have to have come. */
const graceMs = 10_000
const minBytesPerSecond = 16_384

/** Whether a body comes so slowly that it only keeps memory and a socket. `restMs`: since its last byte. */
export function isTooSlow(bytes: number, elapsedMs: number, restMs: number): boolean {
  return restMs > graceMs || (elapsedMs > graceMs && bytes < ((elapsedMs - graceMs) / 1_000) * minBytesPerSecond)
}

function readBody(request: IncomingMessage, maxBytes: number): Promise<Body> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.reject(tooLarge(maxBytes))
  const guard = guards.get(request)
  if (!guard) throw new Error('a body is read that nobody counts')
  return new Promise((resolve, reject) => {
    const begun = performance.now()
    let size = 0
    let lastAt = begun
    let over = false
    const end = (settle: () => void) => {
      if (over) return
      over = true
      clearInterval(pace)
      guard.signal.removeEventListener('abort', aborted)
      request.off('data', received).off('end', complete).off('error', broken).off('close', closed)
      settle()
    }
    const refuse = (problem: unknown) =>
      end(() => {
        sink.discard()
        // The rest is read and dropped by Node, so that the sender gets to read why.
        request.resume()
        reject(problem)
      })
    const sink = guard.open((error) => refuse(error))
    const aborted = () => refuse(guard.signal.reason)
    const count = () => {
      guard.memory.set(sink.heldBytes)
      guard.all.set(size)
    }
    const goOn = () => {
      count()
      if (!over) request.resume()
    }
    const received = (part: Buffer) => {
      size += part.byteLength
      if (size > maxBytes) return refuse(tooLarge(maxBytes))
      lastAt = performance.now()
      if (!sink.write(part, goOn)) request.pause()
      count()
    }
    const complete = () => end(() => sink.end().then(resolve, reject))
    const broken = (error: Error) =>
      end(() => {
        sink.discard()
        reject(error)
      })
    const closed = () => broken(new HttpProblem('cut-short', 'The request ended early. Nothing was changed.'))
    const pace = setInterval(() => {
      const now = performance.now()
      // While the disk is slow the sender is not.
      if (request.isPaused()) lastAt = now
      if (isTooSlow(size, now - begun, now - lastAt)) refuse(tooSlow)
    }, 1_000)
    if (guard.signal.aborted) return aborted()
    guard.signal.addEventListener('abort', aborted)
    request.on('data', received).on('end', complete).on('error', broken).on('close', closed)
  })
}

function tooLarge(maxBytes: number): HttpProblem {
  return new HttpProblem('too-large', `The body is larger than the ${maxBytes} bytes allowed. Nothing was changed.`)
}

const tooSlow = new HttpProblem(
  'too-slow',
  'The request arrived too slowly. Nothing was changed; try again over a faster connection.',
)
