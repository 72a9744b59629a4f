import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { encodeFrame, type Frame, messagesOf } from '@inkbridge/types'
import { WebSocket } from 'ws'
import type { TestBoard } from '../board.ts'

/** An attacker from its own address (127.0.0.0/8), within its share of processor time. */
export class Stranger {
  readonly port: number
  readonly address: string
  /** Nothing is started after this, ms as `performance.now()` counts. */
  readonly until: number
  readonly #open = new Set<{ destroy(): void }>()
  readonly #resting: () => Promise<void>

  /** `resting` resolves when this process may compute again. */
  constructor(port: number, address: string, until: number, resting: () => Promise<void>) {
    this.port = port
    this.address = address
    this.until = until
    this.#resting = resting
  }

  get isOver(): boolean {
    return performance.now() > this.until
  }

  rest(): Promise<void> {
    return this.#resting()
  }

  /** Status and body of an answer; status 0 when there was no answer. */
  async ask(
    method: string,
    path: string,
    { token, body, type, headers }: Asked = {},
  ): Promise<{ status: number; body: string }> {
    await this.rest()
    return new Promise((resolve) => {
      const asking = this.#request(method, path, { token, type, headers })
      asking.on('response', (answer: IncomingMessage) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('error', () => resolve({ status: 0, body: '' }))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: String(Buffer.concat(parts)) }))
      })
      asking.on('error', () => resolve({ status: 0, body: '' }))
      asking.end(body)
    })
  }

  /** Sends all but the last byte of a body, and waits. */
  async hang(path: string, bytes: number): Promise<void> {
    await this.rest()
    const asking = this.#request('POST', path, { length: bytes })
    asking.on('error', () => {})
    asking.write(Buffer.alloc(bytes - 1, 0x20))
  }

  /** Sends bytes on its own connection, and closes it a moment later. */
  async pour(bytes: string): Promise<void> {
    await this.rest()
    const socket = connect({ port: this.port, host: '127.0.0.1', localAddress: this.address })
    this.#open.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => this.#open.delete(socket))
    socket.resume().write(bytes)
    await new Promise((resolve) => setTimeout(resolve, 200))
    socket.destroy()
  }

  async board(body: object = {}): Promise<TestBoard | null> {
    const { status, body: text } = await this.ask('POST', '/api/boards', { body: JSON.stringify(body) })
    return status === 201 ? (JSON.parse(text) as TestBoard) : null
  }

  /** An open connection to a board; null when it was refused. */
  async join({ id }: TestBoard, token: string, options: { readonly key?: string } = {}): Promise<WebSocket | null> {
    await this.rest()
    const protocols = ['inkbridge.1', `bearer.${token}`, ...(options.key ? [`key.${options.key}`] : [])]
    const socket = new WebSocket(`ws://127.0.0.1:${this.port}/yjs/${id}`, protocols, { localAddress: this.address })
    const handle = { destroy: () => socket.terminate() }
    this.#open.add(handle)
    socket.on('close', () => this.#open.delete(handle))
    socket.on('error', () => {})
    await Promise.race([once(socket, 'open'), once(socket, 'close')]).catch(() => {})
    return socket.readyState === socket.OPEN ? socket : null
  }

  say(socket: WebSocket, frame: Frame): void {
    for (const message of messagesOf(encodeFrame(frame))) if (socket.readyState === socket.OPEN) socket.send(message)
  }

  leave(): void {
    for (const each of this.#open) each.destroy()
  }

  #request(method: string, path: string, options: Asked & { length?: number }) {
    const { token, type = 'application/json', length, headers: more = {} } = options
    const headers = {
      ...more,
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(method === 'GET' ? {} : { 'Content-Type': type }),
      ...(length === undefined ? {} : { 'Content-Length': length }),
    }
    const asking = request({ host: '127.0.0.1', port: this.port, method, path, headers, localAddress: this.address })
    this.#open.add(asking)
    asking.on('close', () => this.#open.delete(asking))
    return asking
  }
}

interface Asked {
  readonly token?: string | undefined
  readonly body?: string | undefined
  readonly type?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}
