import type { IncomingMessage, ServerResponse } from 'node:http'
import { type HttpRates, Memory, type MemoryAccount } from '../admission/admission.ts'
import type { Disk } from '../storage/storage.ts'
import { guardBody } from './body.ts'
import { type Incoming, inMemoryBytes } from './incoming.ts'
import { HttpProblem } from './problem.ts'

/** Limits of one address on HTTP, which routes apply. */
export interface HttpLimits {
  /** Begins to count what a request keeps in memory, until its answer has been sent or its connection has ended. */
  account(request: IncomingMessage, response: ServerResponse, address: string): MemoryAccount
  /** Takes one of the new boards of an address. Rejects with an `HttpProblem`. */
  mayCreate(address: string): Promise<void>
  /** Counts the sign-out of a device, which the server remembers for two years. Rejects with an `HttpProblem`. */
  maySignOut(address: string): Promise<void>
  /** Whether content may grow by this many bytes from an address. Rejects with an `HttpProblem`. */
  mayGrow(address: string, bytes: number): Promise<void>
}

/** A sign-out counts as this many requests. */
const requestsOfSignOut = 60

/** Bodies on the disk together, and those of one address; bytes. */
const onDisk = { total: 1_024 * 1_048_576, share: 256 * 1_048_576 }

export function createHttpLimits(rates: HttpRates, memory: Memory, disk: Disk, incoming: Incoming): HttpLimits {
  const bodies = new Memory(memory.limited, onDisk)
  return {
    account(request, response, address) {
      const abort = new AbortController()
      const account = memory.open(address, () => {
        abort.abort(tooMuchAtOnce)
        // An answer that is under way cannot be turned into another one.
        if (response.headersSent) response.destroy()
      })
      const all = bodies.open(address, () => abort.abort(tooMuchAtOnce))
      response.once('close', () => {
        account.close()
        all.close()
      })
      if (hasBody(request) && (memory.isFull(address) || bodies.isFull(address))) abort.abort(tooMuchAtOnce)
      if (mayBeLarge(request)) void disk.isLow().then((low) => low && abort.abort(diskFull))
      const open = (failed: (error: Error) => void) => {
        const sink = incoming.open((error) => failed(isFull(error) ? diskFull : error))
        response.once('close', sink.discard)
        return sink
      }
      guardBody(request, { memory: account, all, signal: abort.signal, open })
      return account
    },

    async mayCreate(address) {
      const waitMs = await rates.boards.take(address)
      if (waitMs > 0)
        throw new HttpProblem(
          'too-many-boards',
          'Too many boards were created from your network. Nothing was changed; try again in a minute.',
          { retryAfterMs: waitMs },
        )
    },

    async maySignOut(address) {
      const waitMs = await rates.requests.take(address, requestsOfSignOut)
      if (waitMs > 0)
        throw new HttpProblem(
          'too-many-requests',
          'Too many devices were signed out from your network. Nothing was changed; try again in a minute.',
          { retryAfterMs: waitMs },
        )
    },

    async mayGrow(address, bytes) {
      if (await disk.isLow()) throw diskFull
      const waitMs = await rates.written.take(address, bytes)
      if (waitMs > 0)
        throw new HttpProblem(
          'too-much-written',
          'Your network has reached its daily limit of writes. Nothing was changed; try again tomorrow.',
          { retryAfterMs: waitMs },
        )
    },
  }
}

function isFull(error: Error): boolean {
  return 'code' in error && error.code === 'ENOSPC'
}

/** Whether a body may have to wait on the disk. */
function mayBeLarge(request: IncomingMessage): boolean {
  return hasBody(request) && Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY) > inMemoryBytes
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

const tooMuchAtOnce = new HttpProblem(
  'too-much-at-once',
  'Too much is being sent from your network at once. Nothing was changed; try again in a moment.',
  { retryAfterMs: 5_000 },
)

const diskFull = new HttpProblem(
  'disk-full',
  'The server’s disk is full. Nothing was changed; boards can still be read. Tell the person who runs the server.',
  { retryAfterMs: 60_000 },
)
