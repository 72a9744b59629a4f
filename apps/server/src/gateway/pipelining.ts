import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Requests of one connection that may wait for their answers: browsers and proxies send the next when they have one. */
const maxOpen = 8

/**
 * Counts the requests of each connection that are not answered yet. What it gives takes one, or ends the connection
 * when there are too many: one packet holds thousands of requests, and Node hands over all of them at once.
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
