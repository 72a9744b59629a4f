import { connect, type Socket } from 'node:net'
import { expect } from '@playwright/test'
import { createBoard, type TestBoard } from './board.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

/** The upgrade and the frames after it, byte by byte (RFC 6455; RFC 9110, section 7.8). */

let server: TestServer
let board: TestBoard
test.beforeAll(async () => {
  server = await TestServer.start()
  board = await createBoard(server)
})
test.afterAll(() => server.dispose())

/** A raw connection, and everything received over it. */
class Wire {
  readonly #socket: Socket
  received = Buffer.alloc(0)
  ended = false

  constructor() {
    this.#socket = connect(server.port, '127.0.0.1')
    this.#socket.on('data', (part) => {
      this.received = Buffer.concat([this.received, part])
    })
    this.#socket.on('close', () => {
      this.ended = true
    })
    this.#socket.on('error', () => {})
  }

  write(bytes: string | Buffer): void {
    this.#socket.write(bytes)
  }

  close(): void {
    this.#socket.destroy()
  }

  /** The head of the answer, and the bytes after it. */
  async answer(): Promise<{ readonly head: string; readonly body: Buffer }> {
    await expect.poll(() => this.received.indexOf('\r\n\r\n')).toBeGreaterThan(0)
    const end = this.received.indexOf('\r\n\r\n')
    return { head: this.received.subarray(0, end).toString('latin1'), body: this.received.subarray(end + 4) }
  }
}

/** The key of RFC 6455, section 1.3, and the required answer. */
const sampleKey = 'dGhlIHNhbXBsZSBub25jZQ=='
const sampleAccept = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='

type Headers = Readonly<Record<string, string>>

function upgrade(path: string, headers: Headers = {}): string {
  const all = {
    Host: `127.0.0.1:${server.port}`,
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Key': sampleKey,
    'Sec-WebSocket-Version': '13',
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return `GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`
}

function yjsPath(): string {
  return `/yjs/${board.id}`
}

const bearer = () => ({ 'Sec-WebSocket-Protocol': `y-websocket, bearer.${board.tokens.editor}` })

/** A client's frame: masked, unless stated otherwise. */
function frame(first: number, payload: Buffer, masked = true): Buffer {
  const mask = Buffer.from([1, 2, 3, 4])
  const body = masked ? Buffer.from(payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0))) : payload
  return Buffer.concat([Buffer.from([first, (masked ? 0x80 : 0) | payload.length]), masked ? mask : Buffer.of(), body])
}

const [fin, text, binary, closing, ping, pong] = [0x80, 1, 2, 8, 9, 10]

/** The frames a server has sent: none is masked, and ours are never fragmented. */
function framesIn(bytes: Buffer): { readonly opcode: number; readonly payload: Buffer }[] {
  const frames: { opcode: number; payload: Buffer }[] = []
  for (let at = 0; at + 2 <= bytes.length; ) {
    const [first = 0, second = 0] = bytes.subarray(at, at + 2)
    const long = (second & 127) === 126
    const length = long ? bytes.readUInt16BE(at + 2) : second & 127
    const start = at + (long ? 4 : 2)
    frames.push({ opcode: first & 15, payload: bytes.subarray(start, start + length) })
    at = start + length
  }
  return frames
}

async function opened(): Promise<Wire> {
  const wire = new Wire()
  wire.write(upgrade(yjsPath(), bearer()))
  await wire.answer()
  return wire
}

/** The code of a server's close. */
async function closeCode(wire: Wire): Promise<number | undefined> {
  await expect.poll(() => wire.ended).toBe(true)
  const { body } = await wire.answer()
  const last = framesIn(body).find(({ opcode }) => opcode === closing)
  return last?.payload.readUInt16BE(0)
}

test('[U1] the sample key of RFC 6455 gets the sample’s answer, on both doors', async () => {
  for (const [path, headers] of [
    [yjsPath(), bearer()],
    ['/socket.io/?EIO=4&transport=websocket', {}],
  ] as const) {
    const wire = new Wire()
    wire.write(upgrade(path, headers))
    const { head } = await wire.answer()
    expect(head).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/)
    expect(head).toContain(`Sec-WebSocket-Accept: ${sampleAccept}`)
    expect(head).not.toContain('bearer')
    expect(head).not.toContain('Sec-WebSocket-Extensions')
    wire.close()
  }
})

test('[U1] an offer of permessage-deflate is declined, on both doors', async () => {
  for (const path of [yjsPath(), '/socket.io/?EIO=4&transport=websocket']) {
    const wire = new Wire()
    wire.write(upgrade(path, { ...bearer(), 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' }))
    const { head } = await wire.answer()
    expect(head).toMatch(/^HTTP\/1\.1 101 /)
    expect(head.toLowerCase()).not.toContain('sec-websocket-extensions')
    wire.close()
  }
})

const refusals: readonly (readonly [string, string, Headers, number])[] = [
  ['a path that is not a door', '/elsewhere', {}, 404],
  ['a board’s path with an extra segment', '/yjs/abc/def', {}, 404],
  ['another origin', '/socket.io/?EIO=4&transport=websocket', { Origin: 'https://evil.example' }, 403],
  ['an older version', '/yjs/abc', { 'Sec-WebSocket-Version': '8' }, 426],
  ['no version', '/socket.io/?EIO=4&transport=websocket', { 'Sec-WebSocket-Version': '' }, 426],
]

for (const [name, path, headers, status] of refusals) {
  test(`[U2] ${name} gets a complete answer, ${status}, and the connection is closed`, async () => {
    const wire = new Wire()
    wire.write(upgrade(path, headers))
    await expect.poll(() => wire.ended).toBe(true)
    const { head, body } = await wire.answer()
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(Number(/Content-Length: (\d+)/i.exec(head)?.[1])).toBe(body.length)
    if (status === 426) expect(head).toContain('Sec-WebSocket-Version: 13')
  })
}

test('[U3] an upgrade to an unsupported protocol gets the page it asked for', async () => {
  for (const [path, status] of [
    ['/', 200],
    ['/healthz', 200],
    ['/api/nothing', 404],
  ] as const) {
    const wire = new Wire()
    wire.write(upgrade(path, { Upgrade: 'h2c', Connection: 'Upgrade, close' }))
    const { head } = await wire.answer()
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    wire.close()
  }
})

test('[U4] an unmasked frame is closed with 1002', async () => {
  const wire = await opened()
  wire.write(frame(fin | binary, Buffer.from([3]), false))
  expect(await closeCode(wire)).toBe(1002)
})

test('[U4] a new message within an unfinished one is closed with 1002', async () => {
  const wire = await opened()
  wire.write(Buffer.concat([frame(binary, Buffer.from([3])), frame(fin | binary, Buffer.from([3]))]))
  expect(await closeCode(wire)).toBe(1002)
})

test('[U4] a fragmented control frame is closed with 1002', async () => {
  const wire = await opened()
  wire.write(frame(ping, Buffer.from('x')))
  expect(await closeCode(wire)).toBe(1002)
})

test('[U4] text that is not UTF-8 is closed with 1007', async () => {
  const wire = await opened()
  wire.write(frame(fin | text, Buffer.from([0xc3, 0x28])))
  expect(await closeCode(wire)).toBe(1007)
})

test('[U4] a fragmented message with a ping in between arrives complete, and the ping is answered', async () => {
  const wire = await opened()
  await expect.poll(async () => framesIn((await wire.answer()).body).length).toBeGreaterThan(0)
  const before = framesIn((await wire.answer()).body).length
  wire.write(
    Buffer.concat([
      frame(binary, Buffer.from([0, 0])),
      frame(fin | ping, Buffer.from('still there?')),
      frame(fin, Buffer.from([1, 0])),
    ]),
  )
  await expect.poll(async () => framesIn((await wire.answer()).body).length).toBe(before + 2)
  const [answered, synced] = framesIn((await wire.answer()).body).slice(before)
  expect(answered).toEqual({ opcode: pong, payload: Buffer.from('still there?') })
  // Sync step 2 for the step 1 that arrived in two fragments.
  expect(synced?.payload.subarray(0, 2)).toEqual(Buffer.from([0, 1]))
  wire.close()
})

test('[U4] a close is answered with its own code, and the connection ends', async () => {
  const wire = await opened()
  const code = Buffer.alloc(2)
  code.writeUInt16BE(1001)
  wire.write(frame(fin | closing, code))
  expect(await closeCode(wire)).toBe(1001)
})
