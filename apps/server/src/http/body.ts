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

/** Reads the JSON of a request without parsing it; it is kept until the request has been answered. */
async function readJsonBody(request: IncomingMessage, maxBytes: number): Promise<Body> {
  if (saysJson(request)) return readBody(request, maxBytes)
  throw new HttpProblem('not-json', 'Send JSON, with Content-Type: application/json. Nothing was changed.')
}

/** Whether a request says that its body is JSON. */
export function saysJson({ headers }: IncomingMessage): boolean {
  return /^application\/(?:[\w.-]+\+)?json\b/.test(headers['content-type'] ?? '')
}

/** Reads a body of any type; it is kept until the request has been answered. Rejects with an `HttpProblem`. */
export function readBytes(request: IncomingMessage, maxBytes: number): Promise<Body> {
  return readBody(request, maxBytes)
}

/** Reads a body that is a file of any type but a form, which is how pages of other sites could send one. */
export function readFileBody(request: IncomingMessage): Promise<Body> {
  if (!isForm(request)) return readBody(request, limits.maxImportBytes)
  const message = 'A form is not a file. Send the file itself, or JSON with Content-Type: application/json.'
  throw new HttpProblem('not-json', `${message} Nothing was changed.`)
}

function isForm({ headers }: IncomingMessage): boolean {
  return /^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(headers['content-type'] ?? '')
}

/** Parses a body as JSON; an empty body gives an empty object. */
export function parsedJson(body: Uint8Array): unknown {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')
  try {
    return text === '' ? {} : JSON.parse(text)
  } catch {
    throw new HttpProblem('bad-json', 'The body is not valid JSON. Nothing was changed.')
  }
}

/** Limits of a body. */
export interface BodyGuard {
  /** Counts the bytes in memory. */
  readonly memory: Pick<MemoryAccount, 'set'>
  /** Counts all bytes. */
  readonly all: Pick<MemoryAccount, 'set'>
  /** Aborted when the body exceeds a limit; its reason is the `HttpProblem`. */
  readonly signal: AbortSignal
  /** Opens the storage of the body, kept until the request has been answered; calls `failed` on an error. */
  open(failed: (error: Error) => void): BodySink
}

const guards = new WeakMap<IncomingMessage, BodyGuard>()

/** Sets the guard of a request; call before its body is read. */
export function guardBody(request: IncomingMessage, guard: BodyGuard): void {
  guards.set(request, guard)
}

/** How long a body may pause, ms; after that time from the start, it must have this average rate. */
const graceMs = 10_000
const minBytesPerSecond = 16_384

/** Whether a body arrives too slowly. `restMs`: since its last byte. */
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
        // Node discards the rest, so that the sender can read the answer.
        request.resume()
        reject(problem)
      })
    const sink = guard.open((error) => refuse(error))
    const aborted = () => refuse(guard.signal.reason)
    const count = () => {
      guard.memory.set(sink.bufferedBytes)
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
      // Paused because of a slow disk, not a slow sender.
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
