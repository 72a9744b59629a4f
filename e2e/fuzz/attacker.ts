import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { encodeFrame, parseFrame, pollingKeyHeader } from '@inkbridge/types'
import { WebSocket } from 'ws'
import type { TestBoard } from '../board.ts'

/** Where a frame ended: the gate that refused it, or `through`: the connection lives on. */
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

/** Bytes of a frame, or a text that is none. */
type Said = Uint8Array | string
/** A close code and its reason. */
type Closed = readonly [code: number, reason: string]

/** An open connection. */
interface Line {
  /** Says these in order; resolves with null when all have been taken, else with how it was closed. */
  say(frames: readonly Said[]): Promise<Closed | null>
  leave(): void
}

/** A way in, and who comes by it. */
export interface Door {
  readonly name: string
  readonly by: 'websocket' | 'polling'
  /** Frames that are said at once: where one answer takes its time. */
  readonly atOnce: number
  connect(): Promise<Line>
}

interface Address {
  readonly port: number
}

export function doors(address: Address, board: TestBoard, watched: TestBoard): readonly Door[] {
  const webSocket = (name: string, connect: () => Promise<Line>): Door => ({
    name,
    by: 'websocket',
    atOnce: 1,
    connect,
  })
  const yjs = (name: string, { id }: TestBoard, protocol: string, token: string) =>
    webSocket(`y-websocket, ${name}`, () =>
      openWebSocket(`ws://127.0.0.1:${address.port}/yjs/${id}`, [protocol, `bearer.${token}`]),
    )
  const socketIo = (name: string, { id }: TestBoard, token: string | null) =>
    webSocket(`Socket.IO, ${name}`, () =>
      openWebSocket(
        `ws://127.0.0.1:${address.port}/socket.io/?EIO=4&transport=websocket`,
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

/** Sends frames by a door, comes back when thrown out, and says where each ended. */
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
    // Which of them it was is not told: the others are taken to have been said before it, or never.
    return [gateOf(closed)]
  }

  leave(): void {
    this.#line?.leave()
  }
}

async function openWebSocket(url: string, protocols: readonly string[], join: string | null = null): Promise<Line> {
  const socket = new WebSocket(url, [...protocols])
  socket.on('error', () => {})
  // Socket.IO says why it closes in a packet.
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
    // What comes first is the board: hello.
    await new Promise<void>((resolve) => {
      socket.on('message', (_data, isBinary) => isBinary && resolve())
    })
  })
  // Refused before it opened: that is told by its close.
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

/** A session by long-polling, as engine.io 4 lays it out: packets divided by 0x1e, binary ones in base64 after a `b`. */
class PollingLine implements Line {
  readonly #url: string
  readonly #headers: Readonly<Record<string, string>>
  #pings = 0
  readonly #answered = new Map<number, () => void>()
  readonly #over = new AbortController()
  readonly #closed: Promise<Closed>
  #close: (closed: Closed) => void = () => {}

  private constructor(url: string, headers: Readonly<Record<string, string>>) {
    this.#url = url
    this.#headers = headers
    this.#closed = new Promise((resolve) => {
      this.#close = resolve
    })
  }

  static async open({ port }: Address, join: string | null): Promise<Line> {
    const url = `http://127.0.0.1:${port}/socket.io/?EIO=4&transport=polling`
    const headers = { [pollingKeyHeader]: randomUUID() }
    const answer = await fetch(url, { headers })
    const opened = await answer.text()
    if (!answer.ok) return { say: async () => [1006, `status ${answer.status}`], leave: () => {} }
    const { sid } = JSON.parse(opened.slice(1)) as { readonly sid: string }
    const line = new PollingLine(`${url}&sid=${sid}`, headers)
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
    this.#over.abort()
    this.#close([1000, ''])
  }

  async #post(body: string): Promise<void> {
    const { signal } = this.#over
    const answer = await fetch(this.#url, {
      method: 'POST',
      body,
      headers: { ...this.#headers, 'Content-Type': 'text/plain' },
      signal,
    }).catch(() => null)
    // What is thrown out is told why by the poll that is under way.
    if (!answer?.ok) setTimeout(() => this.#close([1006, `status ${answer?.status}`]), 200)
    await answer?.arrayBuffer().catch(() => {})
  }

  async #poll(): Promise<void> {
    while (!this.#over.signal.aborted) {
      const answer = await fetch(this.#url, { headers: this.#headers, signal: this.#over.signal }).catch(() => null)
      if (!answer?.ok) return this.#close([1006, `status ${answer?.status}`])
      for (const packet of (await answer.text()).split('\x1e')) this.#take(packet)
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
  if (code === 4403) return reason.includes('lets you see') ? 'role' : 'before joining'
  if (code !== 4422) return 'packet'
  if (!reason.startsWith('An edit was refused')) return 'frame'
  return reason.includes('cannot be read') ? 'decoding' : 'structure'
}
