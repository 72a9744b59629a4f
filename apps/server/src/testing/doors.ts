import { randomUUID } from 'node:crypto'
import {
  closeEvent,
  encodeFrame,
  type Frame,
  FrameReader,
  messagesOf,
  parseFrame,
  type Rejection,
  type Role,
} from '@inkbridge/types'
import { WebSocket } from 'ws'
import { headersOf, type Reply, type Sent, send } from './client.ts'
import type { TestServer } from './server.ts'

export const doors = ['socket.io', 'socket.io by polling', 'yjs', 'yjs, stock'] as const
export type Door = (typeof doors)[number]

/** Credentials at a door: headers, and a token or key. */
export interface Credentials extends Sent {
  readonly key?: string
}

/** The outcome of an attempt to connect. */
export type Outcome =
  | { readonly entered: Role | 'unknown'; readonly visit: Visit }
  /** Refused before there was a connection. */
  | { readonly status: number }
  /** Closed, with the code of the reason. */
  | { readonly code: number }

/** A client on a board. */
export interface Visit {
  readonly frames: readonly Frame[]
  /** Resolves with the first matching frame, received or future; rejects when the connection ends first. */
  until<Kind extends Frame['kind']>(
    kind: Kind,
    fits?: (frame: Extract<Frame, { kind: Kind }>) => boolean,
  ): Promise<Extract<Frame, { kind: Kind }>>
  /** The close code; 0 without one. */
  readonly closed: Promise<number>
  send(frame: Frame): void
  sendText(text: string): void
  leave(): void
}

/** Connects to a board through a door, and resolves with the outcome. */
export function visit(server: TestServer, door: Door, board: string, credentials: Credentials): Promise<Outcome> {
  switch (door) {
    case 'yjs':
      return visitYjs(server, board, credentials, 'inkbridge.1')
    case 'yjs, stock':
      return visitYjs(server, board, credentials, 'y-websocket')
    case 'socket.io':
      return visitSocketIo(server, board, credentials)
    case 'socket.io by polling':
      return visitByPolling(server, board, credentials)
  }
}

/** Connects to a board through a door; rejects if that is refused. */
export async function enter(server: TestServer, door: Door, board: string, credentials: Credentials): Promise<Visit> {
  const outcome = await visit(server, door, board, credentials)
  if ('visit' in outcome) return outcome.visit
  throw new Error(`expected to enter by ${door}, got ${JSON.stringify(outcome)}`)
}

/** Received frames, for those who wait for them. */
class Inbox {
  readonly frames: Frame[] = []
  readonly closed: Promise<number>
  #waiting: (() => void)[] = []
  #code: number | null = null
  #end: (code: number) => void = () => {}

  constructor() {
    this.closed = new Promise((resolve) => {
      this.#end = resolve
    })
  }

  take(frame: Frame): void {
    this.frames.push(frame)
    this.#wake()
  }

  end(code: number): void {
    this.#code ??= code
    this.#end(this.#code)
    this.#wake()
  }

  async until<Kind extends Frame['kind']>(
    kind: Kind,
    fits: (frame: Extract<Frame, { kind: Kind }>) => boolean = () => true,
  ): Promise<Extract<Frame, { kind: Kind }>> {
    for (;;) {
      const found = this.frames.find(
        (frame): frame is Extract<Frame, { kind: Kind }> =>
          frame.kind === kind && fits(frame as Extract<Frame, { kind: Kind }>),
      )
      if (found) return found
      if (this.#code !== null) throw new Error(`closed with ${this.#code} before ${kind} came`)
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake()
  }
}

function visitYjs(
  server: TestServer,
  board: string,
  { token, key, ...sent }: Credentials,
  dialect: 'inkbridge.1' | 'y-websocket',
): Promise<Outcome> {
  const protocols = [dialect, ...(token ? [`bearer.${token}`] : []), ...(key ? [`key.${key}`] : [])]
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/yjs/${board}`, protocols, { headers: headersOf(sent) })
  const inbox = new Inbox()
  const reader = new FrameReader()
  return new Promise((resolve) => {
    const visit: Visit = {
      ...handOf(inbox),
      send: (frame) => {
        const bytes = encodeFrame(frame)
        for (const message of dialect === 'inkbridge.1' ? messagesOf(bytes) : [bytes]) socket.send(message)
      },
      sendText: (text) => socket.send(text),
      leave: () => socket.close(),
    }
    socket.on('message', (message: Buffer) => {
      const read = dialect === 'inkbridge.1' ? reader.read(message) : parseFrame(message)
      if (!read.ok || !read.value) return
      inbox.take(read.value)
      if (read.value.kind === 'hello') resolve({ entered: read.value.hello.role, visit })
      // A stock client receives no role.
      else if (dialect === 'y-websocket') resolve({ entered: 'unknown', visit })
    })
    socket.on('unexpected-response', (request, response) => {
      resolve({ status: response.statusCode ?? 0 })
      request.destroy()
    })
    socket.on('close', (code) => {
      inbox.end(code)
      resolve({ code })
    })
    socket.on('error', () => {})
  })
}

function handOf(inbox: Inbox): Pick<Visit, 'frames' | 'until' | 'closed'> {
  return { frames: inbox.frames, until: (kind, fits) => inbox.until(kind, fits), closed: inbox.closed }
}

/** Reads packets of the Socket.IO door (docs/protocol.md, P1 and P2). */
function createPackets(inbox: Inbox, entered: (role: Role) => void, refused: (code: number) => void) {
  const reader = new FrameReader()
  let closing = 0
  return {
    frame(bytes: Uint8Array): void {
      const read = reader.read(bytes)
      if (!read.ok || !read.value) return
      inbox.take(read.value)
      if (read.value.kind === 'hello') entered(read.value.hello.role)
    },
    packet(text: string): void {
      const [type, data] = JSON.parse(text) as [number, unknown]
      if (type === 2 && Array.isArray(data) && data[0] === closeEvent) closing = (data[1] as Rejection).code
      if (type === 4) refused((data as { data?: Rejection }).data?.code ?? 0)
      if (type === 1) inbox.end(closing)
    },
    end: () => inbox.end(closing),
  }
}

const engineOpen = '0'
const enginePing = '2'
const engineMessage = '4'

function authOf(board: string, { token, key }: Credentials): string {
  return engineMessage + JSON.stringify([0, { board, ...(token ? { token } : {}), ...(key ? { key } : {}) }])
}

function visitSocketIo(server: TestServer, board: string, credentials: Credentials): Promise<Outcome> {
  const { token: _token, ...sent } = credentials
  const query = `EIO=4&transport=websocket&board=${board}`
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/socket.io/?${query}`, { headers: headersOf(sent) })
  const inbox = new Inbox()
  return new Promise((resolve) => {
    const visit: Visit = {
      ...handOf(inbox),
      send: (frame) => {
        for (const message of messagesOf(encodeFrame(frame))) socket.send(message)
      },
      sendText: (text) => socket.send(engineMessage + text),
      leave: () => socket.close(),
    }
    const packets = createPackets(
      inbox,
      (role) => resolve({ entered: role, visit }),
      (code) => {
        resolve({ code })
        socket.close()
      },
    )
    socket.on('message', (message: Buffer, isBinary) => {
      if (isBinary) return packets.frame(message)
      const text = message.toString('utf8')
      if (text.startsWith(engineOpen)) socket.send(authOf(board, credentials))
      else if (text === enginePing) socket.send('3')
      else if (text.startsWith(engineMessage)) packets.packet(text.slice(1))
    })
    socket.on('unexpected-response', (request, response) => {
      resolve({ status: response.statusCode ?? 0 })
      request.destroy()
    })
    socket.on('close', (code) => {
      packets.end()
      resolve({ code })
    })
    socket.on('error', () => {})
  })
}

/** A long-polling session whose requests can be sent one by one. */
export interface PollingSession {
  readonly path: string
  /** The headers that our own client sends with every request of a session. */
  readonly headers: Readonly<Record<string, string>>
}

/** Begins a long-polling session; resolves with the reply when it is refused. */
export async function beginPolling(
  server: TestServer,
  board: string,
  { token: _token, ...sent }: Credentials,
): Promise<PollingSession | Reply> {
  const path = `/socket.io/?EIO=4&transport=polling&board=${board}`
  const headers = { ...sent.headers, 'X-Inkbridge-Session': randomUUID() }
  const reply = await send(server, path, { ...sent, headers })
  if (reply.status !== 200) return reply
  const { sid } = JSON.parse(reply.bytes.toString('utf8').slice(1)) as { sid: string }
  return { path: `${path}&sid=${sid}`, headers }
}

/** Separates the packets of a long-polling write: texts, and frames in base64. */
const packetSeparator = '\x1e'

async function visitByPolling(server: TestServer, board: string, credentials: Credentials): Promise<Outcome> {
  const { token: _token, ...sent } = credentials
  const begun = await beginPolling(server, board, credentials)
  if ('status' in begun) return { status: begun.status }
  const ask = (more: Sent) => send(server, begun.path, { ...sent, ...more, headers: begun.headers })
  const say = async (text: string) => {
    const headers = { ...begun.headers, 'Content-Type': 'text/plain;charset=UTF-8' }
    return (await send(server, begun.path, { ...sent, headers, method: 'POST', body: text })).status
  }
  const inbox = new Inbox()
  const status = await say(authOf(board, credentials))
  if (status !== 200) return { status }
  return new Promise((resolve) => {
    let left = false
    let sending = Promise.resolve(0)
    const write = (text: string) => {
      sending = sending.then(() => say(text)).catch(() => 0)
    }
    const visit: Visit = {
      ...handOf(inbox),
      send: (frame) => {
        for (const message of messagesOf(encodeFrame(frame))) write(`b${Buffer.from(message).toString('base64')}`)
      },
      sendText: (text) => write(engineMessage + text),
      leave: () => {
        left = true
        write('1')
      },
    }
    const packets = createPackets(
      inbox,
      (role) => resolve({ entered: role, visit }),
      (code) => {
        left = true
        resolve({ code })
      },
    )
    const poll = async () => {
      while (!left) {
        const reply = await ask({})
        if (reply.status !== 200) break
        for (const packet of reply.bytes.toString('utf8').split(packetSeparator)) {
          if (packet.startsWith('b')) packets.frame(Buffer.from(packet.slice(1), 'base64'))
          else if (packet === enginePing) write('3')
          else if (packet === '1') left = true
          else if (packet.startsWith(engineMessage)) packets.packet(packet.slice(1))
        }
      }
      packets.end()
      resolve({ code: 0 })
    }
    poll().catch(() => packets.end())
  })
}
