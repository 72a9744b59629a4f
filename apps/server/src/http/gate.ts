import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ApiErrorCode } from '@inkbridge/types'
import { type HttpRates, Memory, type MemoryAccount } from '../admission/admission.ts'
import type { Disk } from '../storage/storage.ts'
import { guardBody } from './body.ts'
import { type Incoming, inMemoryBytes } from './incoming.ts'
import { HttpProblem } from './problem.ts'
import { UploadCounter } from './upload-counter.ts'

/** Limits per address that routes apply. */
export interface HttpLimits {
  /** Opens an account for the memory of a request, until its answer has been sent or its connection has ended. */
  account(request: IncomingMessage, response: ServerResponse, address: string): MemoryAccount
  /** Counts a new board of an address. Rejects with an `HttpProblem`. */
  mayCreate(address: string): Promise<void>
  /** Counts a sign-out, which the server stores for two years. Rejects with an `HttpProblem`. */
  maySignOut(address: string): Promise<void>
  /** Counts a request of an address to be let into a board. Rejects with an `HttpProblem`. */
  mayAsk(address: string, board: string): Promise<void>
  /** Counts an upload until the returned function is called, once. Throws an `HttpProblem`. */
  mayUpload(address: string): () => void
  /**
   * Counts files on disk until the returned function is called, once. `cut` is called when there are too many for an
   * address or the server: these must be deleted. Throws an `HttpProblem` if that is so at once.
   */
  mayHold(address: string, bytes: number, cut: () => void): () => void
  /** Counts bytes that an address adds to content. Rejects with an `HttpProblem`. */
  mayGrow(address: string, bytes: number): Promise<void>
}

/** A sign-out counts as this many requests. */
const requestsOfSignOut = 60

/** Uploads of one address at once: a page sends three, and a class of thirty may share one address. */
const uploadsAtOnce = 96

/** All bodies on disk, with the files read from them, and those of one address; bytes. */
const onDisk = { total: 1_024 * 1_048_576, share: 256 * 1_048_576 }

export function createHttpLimits(rates: HttpRates, memory: Memory, disk: Disk, incoming: Incoming): HttpLimits {
  const bodies = new Memory(memory.limited, onDisk)
  const uploads = new UploadCounter(memory.limited ? uploadsAtOnce : Number.POSITIVE_INFINITY)
  return {
    account(request, response, address) {
      const abort = new AbortController()
      const account = memory.open(address, () => {
        abort.abort(tooMuchAtOnce)
        // An answer that has been started cannot be replaced.
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

    ...countedLimits(rates),

    mayUpload(address) {
      const end = uploads.begin(address)
      if (!end) throw tooMuchAtOnce
      return end
    },

    mayHold(address, bytes, cut) {
      let isCut = false
      const account = bodies.open(address, () => {
        isCut = true
        cut()
      })
      account.set(bytes)
      if (isCut) throw tooMuchAtOnce
      return account.close
    },

    async mayGrow(address, bytes) {
      if (await disk.isLow()) throw diskFull
      refuseFor(await rates.written.take(address, bytes), 'too-much-written', tooMuchWritten)
    },
  }
}

/** The limits that only count. */
function countedLimits(rates: HttpRates): Pick<HttpLimits, 'mayCreate' | 'maySignOut' | 'mayAsk'> {
  return {
    async mayCreate(address) {
      refuseFor(await rates.boards.take(address), 'too-many-boards', tooManyBoards)
    },

    async maySignOut(address) {
      refuseFor(await rates.requests.take(address, requestsOfSignOut), 'too-many-requests', tooManySignOuts)
    },

    async mayAsk(address, board) {
      refuseFor(await rates.asks.take(`${address} ${board}`), 'too-many-requests', tooManyAsks)
    },
  }
}

const tooManyBoards = 'Too many boards were created from your network. Nothing was changed; try again in a minute.'
const tooManySignOuts =
  'Too many devices were signed out from your network. Nothing was changed; try again in a minute.'
const tooManyAsks = 'Too many people on your network ask to join this board. Try again in a minute.'
const tooMuchWritten = 'Your network has reached its daily limit of writes. Nothing was changed; try again tomorrow.'

/** Throws unless there is nothing to wait for. */
function refuseFor(waitMs: number, code: ApiErrorCode, message: string): void {
  if (waitMs > 0) throw new HttpProblem(code, message, { retryAfterMs: waitMs })
}

function isFull(error: Error): boolean {
  return 'code' in error && error.code === 'ENOSPC'
}

/** Whether a body may have to be stored on disk. */
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
