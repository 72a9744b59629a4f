import { closeEvent, frameEvent, packetParser, type Rejection } from '@inkbridge/types'
import { io } from 'socket.io-client'
import type { Transport, TransportClosed, TransportConnection, TransportEvents, TransportName } from './transport.ts'

export interface SocketIoAddress {
  /** `http://host:port`; the page's own origin when absent. */
  readonly url?: string | undefined
  readonly board: string
  /** A link's secret; without it the browser's cookie decides. */
  readonly token?: string | undefined
  /** In the order they are tried. */
  readonly transports?: readonly ('websocket' | 'polling')[] | undefined
}

/** The Socket.IO door: WebSocket first, HTTP long-polling when it must. Reconnection is the caller's. */
export function socketIoTransport(address: SocketIoAddress): Transport {
  return { open: (events) => openSocket(address, events) }
}

function openSocket(address: SocketIoAddress, events: TransportEvents): TransportConnection {
  const socket = io(address.url ?? location.origin, {
    path: '/socket.io',
    auth: { board: address.board, ...(address.token ? { token: address.token } : {}) },
    forceNew: true,
    reconnection: false,
    parser: packetParser,
    transports: [...(address.transports ?? ['websocket', 'polling'])],
    tryAllTransports: true,
    timeout: 10_000,
  })
  let refusal: Rejection | null = null
  let ended = false
  const close = () => {
    ended = true
    socket.disconnect()
  }
  const end = (reason: TransportClosed) => {
    if (ended) return
    close()
    events.closed(refusal ?? reason)
  }
  socket.on('connect', () => {
    const { engine } = socket.io
    events.opened(transportName(engine.transport.name))
    engine.on('upgrade', (transport) => events.opened(transportName(transport.name)))
  })
  socket.on(frameEvent, (frame: Uint8Array) => {
    if (!ended) events.received(frame)
  })
  socket.on(closeEvent, (given: Rejection) => {
    refusal = given
  })
  socket.on('connect_error', (error: Error & { data?: Rejection }) => {
    end({ code: error.data?.code ?? null, message: error.data?.message ?? error.message })
  })
  socket.on('disconnect', (reason) => end({ code: null, message: reason }))
  return {
    send: (frame) => socket.emit(frameEvent, frame),
    close,
  }
}

function transportName(name: string): TransportName {
  return name === 'polling' ? 'polling' : 'websocket'
}
