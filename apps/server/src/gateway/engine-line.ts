import type { IncomingMessage, ServerResponse } from 'node:http'
import { limits } from '@inkbridge/types'
import type { Socket as EngineSocket } from 'engine.io'
import type { WebSocket } from 'ws'
import type { Backlog } from '../admission/admission.ts'
import type { Handshake, Handshakes } from './handshakes.ts'
import { admitMessages, closeMs, keepsMuch, unfinishedBytes } from './web-socket.ts'

/** An engine.io connection, by WebSocket or long-polling, with its memory accounted for. */
export class EngineLine {
  readonly #conn: EngineSocket
  readonly #handshake: Handshake
  /** Of long-polling: answers that are still being received, and requests that are still arriving. */
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

  /** The client has been admitted. */
  admitted(): void {
    this.#isAdmitted = true
    this.#handshake.admitted()
    const webSocket = this.#webSocket()
    if (webSocket) admitMessages(webSocket)
  }

  /** Counts the memory of a long-polling request: its body, and the unsent part of its answer. */
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

  /** Unsent bytes in engine.io and in ws below it. */
  unsentBytes(): number {
    const { writeBuffer } = this.#conn as unknown as EngineQueues
    return sum(writeBuffer, ({ data }) => data?.length ?? 0) + (this.#webSocket()?.bufferedAmount ?? 0)
  }

  /** Destroys the connection if it has not ended after a while. */
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
    // After a close the connection below may still hold unsent data.
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

/** Packets of one long-polling write; above what may wait for a connection. engine.io handles all of them at once. */
const maxPolledPackets = 2_600
/** The separator of packets in a long-polling body (engine.io 4). */
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

/** The queues of engine.io 6.6 and of ws below it: private there, and pinned. */
interface EngineQueues {
  readonly writeBuffer: readonly { readonly data?: string | Buffer }[]
  readonly transport: { readonly socket?: WebSocket }
}
