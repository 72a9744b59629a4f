import type { Transport, TransportClosed, TransportConnection, TransportEvents } from './transport.ts'

/** The server's end of a connection in this process, as a transport sees it. */
export interface MemoryServer {
  /** Accepts a client. The returned callbacks are called for its actions. */
  accept(client: MemoryClient): { received(frame: Uint8Array): void; closed(): void }
}

export interface MemoryClient {
  send(frame: Uint8Array): void
  close(reason: TransportClosed): void
}

/** A transport without a network, for a server in the same process: tests, and apps that bring their own room. */
export function memoryTransport(server: MemoryServer): Transport {
  return { name: 'memory', open: (events) => openMemory(server, events) }
}

function openMemory(server: MemoryServer, events: TransportEvents): TransportConnection {
  let ended = false
  /** In order, and never before the causing call has returned. */
  const later = (run: () => void) => queueMicrotask(() => ended || run())
  const handler = { current: null as ReturnType<MemoryServer['accept']> | null }
  later(() => {
    events.opened('memory')
    handler.current = server.accept({
      send: (frame) => later(() => events.received(frame.slice())),
      close: (reason) =>
        later(() => {
          ended = true
          events.closed(reason)
        }),
    })
  })
  return {
    send: (frame) => {
      const copy = frame.slice()
      later(() => handler.current?.received(copy))
    },
    close() {
      if (ended) return
      ended = true
      handler.current?.closed()
    },
  }
}
