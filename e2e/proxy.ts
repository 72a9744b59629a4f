import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/**
 * The reaction of a network to an upgrade: `pass` it on, `refuse` it (403), `hang` (no answer for 30 s), `swallow`: accept
 * it and let no byte through after that, or `cut` it after `cutMs`.
 */
export type Upgrades = 'pass' | 'refuse' | 'hang' | 'swallow' | 'cut'

const hangMs = 30_000

/** A proxy between a browser and a server that can break the network, and counts traffic. */
export class TestProxy {
  readonly url: string
  upgrades: Upgrades = 'pass'
  cutMs = 60_000
  /** Long-polling requests answered, the largest body of one and the total, upgrades requested, bytes over those. */
  readonly seen = { polls: 0, largest: 0, posted: 0, upgrades: 0, up: 0, down: 0 }
  readonly #server: Server
  readonly #target: number
  readonly #sockets = new Set<Duplex>()
  #down = false

  private constructor(server: Server, port: number, target: number) {
    this.#server = server
    this.#target = target
    this.url = `http://127.0.0.1:${port}`
    server.on('connection', (socket: Socket) => this.#accept(socket))
    server.on('request', (incoming, answer) => this.#pass(incoming, answer))
    server.on('upgrade', (incoming, socket, head) => this.#upgrade(incoming, socket, head))
  }

  /** In front of a server on this port. */
  static async start(target: number): Promise<TestProxy> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (typeof address !== 'object' || !address) throw new Error('the proxy got no port')
    return new TestProxy(server, address.port, target)
  }

  /** Breaks the network: open connections break, and new ones fail. */
  cut(): void {
    this.#down = true
    for (const socket of this.#sockets) socket.destroy()
  }

  mend(): void {
    this.#down = false
  }

  /** Nothing passes, and nothing breaks. */
  hold(): void {
    for (const socket of this.#sockets) socket.pause()
  }

  release(): void {
    for (const socket of this.#sockets) socket.resume()
  }

  dispose(): void {
    this.cut()
    this.#server.close()
  }

  #accept(socket: Socket): void {
    if (this.#down) return void socket.destroy()
    this.#keep(socket)
  }

  #keep(socket: Duplex): void {
    this.#sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#sockets.delete(socket))
  }

  #pass(incoming: IncomingMessage, answer: ServerResponse): void {
    const polls = incoming.url?.includes('transport=polling')
    if (polls) {
      const length = Number(incoming.headers['content-length'] ?? 0)
      this.seen.largest = Math.max(this.seen.largest, length)
      this.seen.posted += length
    }
    const onward = request(
      { host: '127.0.0.1', port: this.#target, path: incoming.url, method: incoming.method, headers: incoming.headers },
      (response) => {
        if (polls) this.seen.polls += 1
        answer.writeHead(response.statusCode ?? 502, response.rawHeaders)
        response.pipe(answer)
        response.on('error', () => answer.destroy())
      },
    )
    onward.on('error', () => answer.destroy())
    answer.on('close', () => onward.destroy())
    incoming.pipe(onward)
  }

  #upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.seen.upgrades += 1
    if (this.upgrades === 'refuse') return void socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n')
    if (this.upgrades === 'hang') {
      const patience = setTimeout(() => socket.destroy(), hangMs)
      return void socket.on('close', () => clearTimeout(patience))
    }
    const swallows = this.upgrades === 'swallow'
    const onward = connect(this.#target, '127.0.0.1', () => {
      onward.write(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${headerLines(incoming)}\r\n`)
      onward.write(head)
      socket.on('data', (bytes: Buffer) => (this.seen.up += bytes.byteLength))
      if (!swallows) {
        onward.on('data', (bytes: Buffer) => (this.seen.down += bytes.byteLength))
        return void socket.pipe(onward).pipe(socket)
      }
      onward.once('data', (first: Buffer) => socket.write(first.subarray(0, first.indexOf('\r\n\r\n') + 4)))
      onward.on('data', () => {})
      socket.on('data', () => {})
    })
    if (this.upgrades === 'cut') {
      const end = setTimeout(() => socket.destroy(), this.cutMs)
      socket.on('close', () => clearTimeout(end))
    }
    this.#keep(onward)
    onward.on('close', () => socket.destroy())
    socket.on('close', () => onward.destroy())
  }
}

function headerLines({ rawHeaders }: IncomingMessage): string {
  let lines = ''
  for (let at = 0; at < rawHeaders.length; at += 2) lines += `${rawHeaders[at]}: ${rawHeaders[at + 1]}\r\n`
  return lines
}
