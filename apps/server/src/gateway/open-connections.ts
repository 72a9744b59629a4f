import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** Connections from one address, of any kind: a page has six, and each takes about ten kilobytes. */
const maxOpen = 2_000

/** Ends connections of an address that has too many. `peerOf` null: not counted. */
export function limitOpenConnections(server: Server, peerOf: (socket: Socket) => string | null): void {
  const open = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const peer = peerOf(socket)
    if (peer === null) return
    const count = (open.get(peer) ?? 0) + 1
    if (count > maxOpen) return void socket.destroy()
    open.set(peer, count)
    socket.once('close', () => {
      const left = (open.get(peer) ?? 1) - 1
      if (left > 0) open.set(peer, left)
      else open.delete(peer)
    })
  })
}
