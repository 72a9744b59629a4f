import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { HttpProblem, refuse, retryAfterSeconds } from '../http.ts'

export const unknown = new HttpProblem('unknown', 'Not found.')
export const notWebSocket = new HttpProblem('not-websocket', 'This address is for WebSocket connections, version 13.')
export const tooLarge = new HttpProblem('too-large', 'The message is larger than this session may send.')
export const otherSession = new HttpProblem('other-session', 'This long-polling session belongs to another client.')

export function tooManyRequests(retryAfterMs: number): HttpProblem {
  return new HttpProblem(
    'too-many-requests',
    'Too many requests came from your network. Nothing was changed; try again in a moment.',
    { retryAfterMs },
  )
}

/** Rate limits of the doors are per second. */
export const tooManyConnections = tooManyRequests(1_000)

/** Answers with an error and closes the connection: nothing more is read from it. */
export function end(response: ServerResponse, problem: HttpProblem): void {
  response.setHeader('Connection', 'close')
  refuse(response, problem)
}

/** Answers an upgrade with an error, and closes the connection when that is sent, even if the other end does not. */
export function endUpgrade(socket: Duplex, problem: HttpProblem): void {
  const { status } = problem
  const body = JSON.stringify(problem.body)
  const version = status === 426 ? 'Sec-WebSocket-Version: 13\r\nUpgrade: websocket\r\n' : ''
  const wait = status === 429 ? `Retry-After: ${retryAfterSeconds(problem.retryAfterMs)}\r\n` : ''
  socket.once('finish', () => socket.destroy())
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${version}${wait}Connection: close\r\nContent-Type: application/json; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
