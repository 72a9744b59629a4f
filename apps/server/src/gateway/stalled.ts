import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** How often connections are looked at, ms. */
const lookMs = 5_000
/** How long a reader may take nothing of what waits for it, ms. */
const stallMs = 30_000

/**
 * Ends connections whose readers take nothing: an answer that nobody reads, of HTTP or of a socket, would stay in memory.
 * What it gives stops that.
 */
export function endStalledReaders(server: Server, now: () => number = () => performance.now()): () => void {
  const open = new Map<Socket, { left: number; since: number }>()
  server.on('connection', (socket: Socket) => {
    open.set(socket, { left: 0, since: now() })
    socket.once('close', () => open.delete(socket))
  })
  const timer = setInterval(() => {
    for (const [socket, seen] of open) {
      const left = untakenBytes(socket)
      if (left === 0 || left !== seen.left) open.set(socket, { left, since: now() })
      else if (now() - seen.since >= stallMs) socket.destroy()
    }
  }, lookMs).unref()
  return () => clearInterval(timer)
}

/** `writableLength` keeps a large buffer whole until its last byte was taken; the system's queue shows how far it is. */
function untakenBytes(socket: Socket): number {
  const { _handle: handle } = socket as unknown as { readonly _handle: { readonly writeQueueSize: number } | null }
  return socket.writableLength === 0 ? 0 : socket.writableLength + (handle?.writeQueueSize ?? 0)
}
