import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Requests of one connection that may wait for their answers: browsers and proxies do not pipeline. */
const maxOpen = 8

/**
 * Limits the unanswered requests of each connection. The returned function accepts a request, or ends the connection
 * when there are too many: one packet can hold thousands, and Node passes on all of them at once.
 */
export function createPipelining(): (request: IncomingMessage, response: ServerResponse) => boolean {
  const open = new WeakMap<Socket, number>()
  return ({ socket }, response) => {
    if (socket.destroyed) return false
    const count = (open.get(socket) ?? 0) + 1
    if (count > maxOpen) {
      socket.destroy()
      return false
    }
    open.set(socket, count)
    response.once('close', () => open.set(socket, (open.get(socket) ?? 1) - 1))
    return true
  }
}
