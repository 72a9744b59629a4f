import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** Interval of the checks, ms. */
const checkMs = 5_000
/** How long a reader may accept no data while some is waiting, ms. */
const stallMs = 30_000

/**
 * Ends connections whose readers accept no data, which would otherwise stay in memory.
 * Returns a function that stops the checks.
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
  }, checkMs).unref()
  return () => clearInterval(timer)
}

/** Unsent bytes. `writableLength` counts a buffer until its last byte is sent; the system's queue has the progress. */
function untakenBytes(socket: Socket): number {
  const { _handle: handle } = socket as unknown as { readonly _handle: { readonly writeQueueSize: number } | null }
  return socket.writableLength === 0 ? 0 : socket.writableLength + (handle?.writeQueueSize ?? 0)
}
