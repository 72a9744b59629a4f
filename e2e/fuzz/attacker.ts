import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { encodeFrame, parseFrame, pollingKeyHeader } from '@inkbridge/types'
import { WebSocket } from 'ws'
import type { TestBoard } from '../board.ts'

/** Where a message ended: the check that refused it, or `through`: the connection stays open. */
export type Gate =
  | 'before joining'
  | 'frame'
  | 'size'
  | 'decoding'
  | 'structure'
  | 'owner'
  | 'role'
  | 'gap'
  | 'packet'
  | 'through'

/** Bytes of a message, or text that is not one. */
type Said = Uint8Array | string
/** A close code and its reason. */
type Closed = readonly [code: number, reason: string]

/** An open connection. */
interface Line {
  /** Sends these in order; resolves with null when all were accepted, else with how the connection was closed. */
  say(frames: readonly Said[]): Promise<Closed | null>
  leave(): void
}

/** A door, and the role of its client. */
export interface Door {
  readonly name: string
  readonly by: 'websocket' | 'polling'
  /** Messages sent at once, where an answer takes time. */
  readonly atOnce: number
  connect(): Promise<Line>
}

/** The server's address, and the client's. */
interface Address {
  readonly port: number
  readonly from: string
}

/** Each door is entered from an address of its own (127.0.0.0/8) when `lane` is given; rate limits count by address. */
export function doors(
  { port }: { readonly port: number },
  board: TestBoard,
  watched: TestBoard,
  lane = 0,
): readonly Door[] {
  const address: Address = { port, from: `127.2.${lane}.1` }
  const webSocket = (name: string, connect: () => Promise<Line>): Door => ({
    name,
    by: 'websocket',
    atOnce: 1,
    connect,
  })
  const yjs = (name: string, { id }: TestBoard, protocol: string, token: string) =>
    webSocket(`y-websocket, ${name}`, () => openWebSocket(address, `/yjs/${id}`, [protocol, `bearer.${token}`]))
  const socketIo = (name: string, { id }: TestBoard, token: string | null) =>
    webSocket(`Socket.IO, ${name}`, () =>
      openWebSocket(
        address,
        '/socket.io/?EIO=4&transport=websocket',
        [],
        token ? `4${JSON.stringify([0, { board: id, token }])}` : '',
      ),
    )
  const polling = (name: string, { id }: TestBoard, token: string | null): Door => ({
    name: `long-polling, ${name}`,
    by: 'polling',
    atOnce: 8,
    connect: () => PollingLine.open(address, token ? `4${JSON.stringify([0, { board: id, token }])}` : null),
  })
  const wrong = 'w'.repeat(32)
  return [
    yjs('ours, editor', board, 'inkbridge.1', board.tokens.editor),
    yjs('plain, editor', board, 'y-websocket', board.tokens.editor),
    yjs('owner', board, 'inkbridge.1', board.tokens.owner),
    yjs('viewer', watched, 'inkbridge.1', watched.tokens.viewer),
    yjs('plain, viewer', watched, 'y-websocket', watched.tokens.viewer),
    socketIo('editor', board, board.tokens.editor),
    socketIo('viewer', watched, watched.tokens.viewer),
    yjs('stranger', watched, 'inkbridge.1', wrong),
    socketIo('before joining', watched, null),
    polling('editor', board, board.tokens.editor),
    polling('viewer', watched, watched.tokens.viewer),
  ]
}

/** Sends messages by a door, reconnects when disconnected, and reports where each ended. */
export class Attacker {
  readonly door: Door
  #line: Line | null = null

  constructor(door: Door) {
    this.door = door
  }

  async send(frames: readonly Said[]): Promise<readonly Gate[]> {
    const line = this.#line ?? (await this.door.connect())
    this.#line = line
    const closed = await line.say(frames)
    if (!closed) return frames.map(() => 'through')
    this.#line = null
    line.leave()
    // The server does not say which message it was: the others are assumed to have come before it, or never.
    return [gateOf(closed)]
  }

  leave(): void {
    this.#line?.leave()
  }
}

async function openWebSocket(
  { port, from }: Address,
  path: string,
  protocols: readonly string[],
  join: string | null = null,
): Promise<Line> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, [...protocols], { localAddress: from })
  socket.on('error', () => {})
  // Socket.IO gives the reason for closing in a packet.
  let told: Closed | null = null
  socket.on('message', (data: Buffer, isBinary) => {
    if (!isBinary) told = toldBy(String(data)) ?? told
  })
  const closed = new Promise<Closed>((resolve) => {
    socket.once('close', (code: number, reason: Buffer) => resolve(told ?? [code, String(reason)]))
  })
  const opened = once(socket, 'open').then(async () => {
    if (!join) return
    socket.send(join)
    // The first message is the board: hello.
    await new Promise<void>((resolve) => {
      socket.on('message', (_data, isBinary) => isBinary && resolve())
    })
  })
  // Refused before it opened: the close gives the reason.
  await Promise.race([opened.catch(() => {}), closed])
  return {
    async say(frames) {
      if (socket.readyState !== socket.OPEN) return closed
      const answered = new Promise<null>((resolve) => {
        socket.once('pong', () => resolve(null))
      })
      for (const frame of frames) socket.send(frame)
      socket.ping()
      const end = await Promise.race([answered, closed])
      return end ?? (socket.readyState === socket.OPEN ? null : closed)
    },
    leave: () => socket.terminate(),
  }
}

/** The answer to one request; null when the connection was cut. */
type Answer = { readonly status: number; readonly text: string } | null

/** A long-polling session, as engine.io 4 encodes it: packets separated by 0x1e, binary ones in base64 after a `b`. */
class PollingLine implements Line {
  readonly #address: Address
  readonly #agent: Agent
  readonly #headers: Readonly<Record<string, string>> = { [pollingKeyHeader]: randomUUID() }
  #path = '/socket.io/?EIO=4&transport=polling'
  #pings = 0
  readonly #answered = new Map<number, () => void>()
  #over = false
  readonly #closed: Promise<Closed>
  #close: (closed: Closed) => void = () => {}

  private constructor(address: Address) {
    this.#address = address
    this.#agent = new Agent({ keepAlive: true, localAddress: address.from })
    this.#closed = new Promise((resolve) => {
      this.#close = resolve
    })
  }

  static async open(address: Address, join: string | null): Promise<Line> {
    const line = new PollingLine(address)
    const opened = await line.#ask('GET')
    if (opened?.status !== 200)
      return { say: async () => [1006, `status ${opened?.status}`], leave: () => line.leave() }
    const { sid } = JSON.parse(opened.text.slice(1)) as { readonly sid: string }
    line.#path += `&sid=${sid}`
    if (join) await line.#post(join)
    void line.#poll()
    return line
  }

  async say(frames: readonly Said[]): Promise<Closed | null> {
    this.#pings += 1
    const id = this.#pings
    const answered = new Promise<null>((resolve) => this.#answered.set(id, () => resolve(null)))
    const packets = frames.map((frame) => (typeof frame === 'string' ? `4${frame}` : packetOf(frame)))
    await this.#post([...packets, packetOf(encodeFrame({ kind: 'ping', id }))].join('\x1e'))
    return Promise.race([answered, this.#closed])
  }

  leave(): void {
    this.#over = true
    this.#agent.destroy()
    this.#close([1000, ''])
  }

  #ask(method: 'GET' | 'POST', body?: string): Promise<Answer> {
    const headers = { ...this.#headers, ...(body === undefined ? {} : { 'Content-Type': 'text/plain' }) }
    const { port } = this.#address
    return new Promise((resolve) => {
      const asking = request({ host: '127.0.0.1', port, path: this.#path, method, headers, agent: this.#agent })
      asking.on('error', () => resolve(null))
      asking.on('response', (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (part: string) => {
          text += part
        })
        response.on('error', () => resolve(null))
        response.on('close', () => resolve(response.complete ? { status: response.statusCode ?? 0, text } : null))
      })
      asking.end(body)
    })
  }

  async #post(body: string): Promise<void> {
    const answer = await this.#ask('POST', body)
    // A disconnected client gets the reason from its open poll.
    if (answer?.status !== 200) setTimeout(() => this.#close([1006, `status ${answer?.status}`]), 200)
  }

  async #poll(): Promise<void> {
    while (!this.#over) {
      const answer = await this.#ask('GET')
      if (answer?.status !== 200) return this.#close([1006, `status ${answer?.status}`])
      for (const packet of answer.text.split('\x1e')) this.#take(packet)
    }
  }

  #take(packet: string): void {
    if (packet === '2') void this.#post('3')
    const told = toldBy(packet)
    if (told) return this.#close(told)
    if (packet === '1') return this.#close([1006, 'closed'])
    if (!packet.startsWith('b')) return
    const frame = parseFrame(Buffer.from(packet.slice(1), 'base64'), Number.POSITIVE_INFINITY)
    if (frame.ok && frame.value.kind === 'pong') this.#answered.get(frame.value.id)?.()
  }
}

function packetOf(frame: Uint8Array): string {
  return `b${Buffer.from(frame).toString('base64')}`
}

function toldBy(packet: string): Closed | null {
  const found = /"closing",\{"code":(\d+),"message":"([^"]*)/.exec(packet)
  return found && [Number(found[1]), found[2] ?? '']
}

function gateOf([code, reason]: Closed): Gate {
  if (code === 4413) return 'size'
  if (code === 4423) return 'owner'
  if (code === 4509) return 'gap'
  if (code === 4529 && reason.includes('do not open this board')) return 'before joining'
  if (code === 4403) return reason.includes('only allows viewing') ? 'role' : 'before joining'
  if (code !== 4422) return 'packet'
  if (!reason.startsWith('An edit was refused')) return 'frame'
  return reason.includes('cannot be read') ? 'decoding' : 'structure'
}
