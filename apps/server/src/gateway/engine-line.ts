import type { IncomingMessage, ServerResponse } from 'node:http'
import { limits } from '@inkbridge/types'
import type { Socket as EngineSocket } from 'engine.io'
import type { WebSocket } from 'ws'
import type { Backlog } from '../admission/admission.ts'
import type { Handshake, Handshakes } from './handshakes.ts'
import { admitMessages, closeMs, keepsMuch, unfinishedBytes } from './web-socket.ts'

/** A connection of engine.io, by WebSocket or by long-polling, with the bytes it keeps in memory. */
export class EngineLine {
  readonly #conn: EngineSocket
  readonly #handshake: Handshake
  /** Of long-polling: answers that have not been taken whole, and requests that have not come whole. */
  readonly #answers = new Set<ServerResponse>()
  readonly #bodies = new Set<{ readonly bytes: number }>()
  #isAdmitted = false

  constructor(conn: EngineSocket, handshakes: Handshakes) {
    this.#conn = conn
    this.#handshake = handshakes.open(conn.request as IncomingMessage, {
      cut: () => {
        conn.close()
        this.endSoon()
      },
      drop: () => {
        if (this.#keepsMuch()) this.#end()
      },
    })
    this.backlog.watch(() => this.#received() + this.#untaken())
    this.backlog.watchProgress(() => this.#received())
    this.#watch()
    conn.on('upgrade', () => this.#watch())
    conn.once('close', () => this.#closed())
  }

  get backlog(): Backlog {
    return this.#handshake.backlog
  }

  get isAdmitted(): boolean {
    return this.#isAdmitted
  }

  /** It is known whose it is. */
  admitted(): void {
    this.#isAdmitted = true
    this.#handshake.admitted()
    const webSocket = this.#webSocket()
    if (webSocket) admitMessages(webSocket)
  }

  /** Counts a request of long-polling: its body, and the part of its answer that has not been taken. */
  polled(request: IncomingMessage, response: ServerResponse): void {
    this.#answers.add(response)
    response.once('close', () => this.#answers.delete(response))
    if (request.method !== 'POST') return
    const body = { bytes: 0, packets: 0 }
    this.#bodies.add(body)
    request.on('data', (part: string | Buffer) => {
      body.bytes += part.length
      body.packets += packetsIn(part, maxPolledPackets - body.packets)
      if (body.packets >= maxPolledPackets) {
        this.#conn.close(true)
        request.destroy()
      } else if (body.bytes > limits.behindBytes) this.backlog.update()
    })
    for (const end of ['end', 'close'] as const) request.once(end, () => this.#bodies.delete(body))
  }

  /** Bytes that engine.io has not handed on yet, and ws below it has not. */
  unsentBytes(): number {
    const { writeBuffer } = this.#conn as unknown as EngineQueues
    return sum(writeBuffer, ({ data }) => data?.length ?? 0) + (this.#webSocket()?.bufferedAmount ?? 0)
  }

  /** Cuts it where it has not ended after a time. */
  endSoon(): void {
    setTimeout(() => this.#end(), closeMs).unref()
  }

  #end(): void {
    this.#conn.close(true)
    this.#webSocket()?.terminate()
    for (const answer of this.#answers) answer.destroy()
  }

  #closed(): void {
    this.endSoon()
    // After a close the connection below may still keep what was not taken.
    const webSocket = this.#webSocket()
    const ended = () => {
      if (this.#answers.size === 0 && (!webSocket || webSocket.readyState === webSocket.CLOSED)) this.#handshake.end()
    }
    ended()
    webSocket?.once('close', ended)
    for (const answer of this.#answers) answer.once('close', ended)
  }

  #watch(): void {
    const webSocket = this.#webSocket()
    if (!webSocket) return
    this.#handshake.watch(this.#conn.request.socket, webSocket)
    if (this.#isAdmitted) admitMessages(webSocket)
  }

  #received(): number {
    return sum(this.#bodies, ({ bytes }) => bytes)
  }

  #untaken(): number {
    return sum(this.#answers, ({ writableLength }) => writableLength)
  }

  #keepsMuch(): boolean {
    const webSocket = this.#webSocket()
    const unfinished = this.#received() + (webSocket ? unfinishedBytes(webSocket) : 0)
    return keepsMuch(this.unsentBytes() + this.#untaken(), unfinished)
  }

  /** Null on long-polling. */
  #webSocket(): WebSocket | null {
    return (this.#conn as unknown as EngineQueues).transport.socket ?? null
  }
}

/** Packets of one long-polling write; more than may wait of a connection. engine.io takes all of them at once. */
const maxPolledPackets = 2_600
/** What stands between two packets of a long-polling body (engine.io 4). */
const separator = '\x1e'

/** How many packets end in a part of a body, counted up to `most`. */
function packetsIn(part: string | Buffer, most: number): number {
  let count = 0
  for (let at = part.indexOf(separator); at !== -1 && count < most; at = part.indexOf(separator, at + 1)) count += 1
  return count
}

function sum<Each>(all: Iterable<Each>, amount: (each: Each) => number): number {
  let total = 0
  for (const each of all) total += amount(each)
  return total
}

/** What engine.io 6.6 has not handed on yet, and what ws below it has not: private there, and pinned. */
interface EngineQueues {
  readonly writeBuffer: readonly { readonly data?: string | Buffer }[]
  readonly transport: { readonly socket?: WebSocket }
}
