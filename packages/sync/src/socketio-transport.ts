import { closeEvent, frameEvent, packetParser, type Rejection } from '@inkbridge/types'
import { io } from 'socket.io-client'
import type { Transport, TransportClosed, TransportConnection, TransportEvents } from './transport.ts'

export interface SocketIoAddress {
  /** `http://host:port`; the page's own origin when absent. */
  readonly url?: string | undefined
  readonly board: string
  /** A link's secret; without it the browser's cookie decides. */
  readonly token?: string | undefined
  /** With a token: 22 to 64 characters of base64url that nobody else has, the same whenever this client comes back. */
  readonly key?: string | undefined
}

/** The Socket.IO door by one of its transports. Falling back and reconnecting are the caller's. */
export function socketIoTransport(by: 'websocket' | 'polling', address: SocketIoAddress): Transport {
  return { open: (events) => openSocket(by, address, events) }
}

function openSocket(
  by: 'websocket' | 'polling',
  { url, board, token, key }: SocketIoAddress,
  events: TransportEvents,
): TransportConnection {
  const socket = io(url ?? location.origin, {
    path: '/socket.io',
    auth: { board, ...(token ? { token, key } : {}) },
    forceNew: true,
    reconnection: false,
    parser: packetParser,
    transports: [by],
    upgrade: false,
    timeout: 30_000,
  })
  let refusal: Rejection | null = null
  let ended = false
  const outbox = by === 'polling' ? gather((frame) => socket.emit(frameEvent, frame)) : null
  const close = () => {
    if (!ended) outbox?.flush()
    ended = true
    socket.disconnect()
  }
  const end = (reason: TransportClosed) => {
    if (ended) return
    close()
    events.closed(refusal ?? reason)
  }
  socket.on('connect', () => events.opened(by))
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
    send: (frame) => (outbox ? outbox.send(frame) : socket.emit(frameEvent, frame)),
    close,
  }
}

/** Each write of long-polling is a request: what is sent within this time goes in one. After a rest it goes at once; ms. */
const gatherMs = 50

/** Hands frames on together: engine.io puts what it has at a time into one request. */
function gather(emit: (frame: Uint8Array) => void) {
  const waiting: Uint8Array[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    for (const frame of waiting.splice(0)) emit(frame)
  }
  return {
    send(frame: Uint8Array): void {
      waiting.push(frame)
      if (timer) return
      flush()
      timer = setTimeout(flush, gatherMs)
    },
    flush,
  }
}
