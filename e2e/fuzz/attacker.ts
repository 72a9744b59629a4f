import { once } from 'node:events'
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

/** A way in, and who comes by it. */
export interface Door {
  readonly name: string
  connect(): WebSocket
  /** Says who it is; resolves when frames are read. */
  join(socket: WebSocket): Promise<void>
}

interface Address {
  readonly port: number
}

export function doors({ port }: Address, board: TestBoard, watched: TestBoard): readonly Door[] {
  const yjs = (name: string, { id }: TestBoard, protocol: string, token: string): Door => ({
    name,
    connect: () => new WebSocket(`ws://127.0.0.1:${port}/yjs/${id}`, [protocol, `bearer.${token}`]),
    join: async () => {},
  })
  const socketIo = (name: string, { id }: TestBoard, token: string | null): Door => ({
    name,
    connect: () => new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`),
    join: async (socket) => {
      if (!token) return
      socket.send(`4${JSON.stringify([0, { board: id, token }])}`)
      // What comes first is the board: hello.
      await new Promise<void>((resolve) => {
        socket.on('message', (_data, isBinary) => isBinary && resolve())
      })
    },
  })
  const wrong = 'w'.repeat(32)
  return [
    yjs('y-websocket, ours, editor', board, 'inkbridge.1', board.tokens.editor),
    yjs('y-websocket, plain, editor', board, 'y-websocket', board.tokens.editor),
    yjs('y-websocket, owner', board, 'inkbridge.1', board.tokens.owner),
    yjs('y-websocket, viewer', watched, 'inkbridge.1', watched.tokens.viewer),
    yjs('y-websocket, plain, viewer', watched, 'y-websocket', watched.tokens.viewer),
    socketIo('Socket.IO, editor', board, board.tokens.editor),
    socketIo('Socket.IO, viewer', watched, watched.tokens.viewer),
    yjs('y-websocket, stranger', watched, 'inkbridge.1', wrong),
    socketIo('Socket.IO, before joining', watched, null),
  ]
}

/** Sends frames one by one by a door, comes back when thrown out, and says where each ended. */
export class Attacker {
  readonly door: Door
  #socket: WebSocket | null = null
  #closed: Promise<Gate> = Promise.resolve('through')

  constructor(door: Door) {
    this.door = door
  }

  async send(bytes: Uint8Array | string): Promise<Gate> {
    const socket = this.#socket ?? (await this.#connect())
    if (socket.readyState !== socket.OPEN) return this.#gone()
    const answered = new Promise<Gate>((resolve) => {
      socket.once('pong', () => resolve('through'))
    })
    socket.send(bytes)
    socket.ping()
    const gate = await Promise.race([answered, this.#closed])
    if (gate !== 'through' || socket.readyState !== socket.OPEN) return this.#gone()
    return gate
  }

  leave(): void {
    this.#socket?.terminate()
  }

  async #gone(): Promise<Gate> {
    const gate = await this.#closed
    this.#socket = null
    return gate
  }

  async #connect(): Promise<WebSocket> {
    const socket = this.door.connect()
    socket.on('error', () => {})
    // Socket.IO says why it closes in a packet.
    let told: readonly [number, string] | null = null
    socket.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) told = toldBy(String(data)) ?? told
    })
    this.#closed = new Promise((resolve) => {
      socket.once('close', (code: number, reason: Buffer) =>
        resolve(gateOf(...(told ?? ([code, String(reason)] as const)))),
      )
    })
    this.#socket = socket
    const opened = once(socket, 'open').then(() => this.door.join(socket))
    // Refused before it opened: that is told by its close.
    await Promise.race([opened.catch(() => {}), this.#closed])
    return socket
  }
}

function toldBy(packet: string): readonly [number, string] | null {
  const found = /"closing",\{"code":(\d+),"message":"([^"]*)/.exec(packet)
  return found && [Number(found[1]), found[2] ?? '']
}

function gateOf(code: number, reason: string): Gate {
  if (code === 4413) return 'size'
  if (code === 4423) return 'owner'
  if (code === 4509) return 'gap'
  if (code === 4403) return reason.includes('lets you see') ? 'role' : 'before joining'
  if (code !== 4422) return 'packet'
  if (!reason.startsWith('An edit was refused')) return 'frame'
  return reason.includes('cannot be read') ? 'decoding' : 'structure'
}
