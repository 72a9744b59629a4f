import { closeEvent, frameEvent, packetParser, pollingKeyHeader, type Rejection, randomName } from '@inkbridge/types'
import { io } from 'socket.io-client'
import type { Transport, TransportClosed, TransportConnection, TransportEvents } from './transport.ts'

export interface SocketIoAddress {
  /** `http://host:port`; the page's own origin when absent. */
  readonly url?: string | undefined
  readonly board: string
  /** A link's secret; without it the browser's cookie decides. */
  readonly token?: string | undefined
  /** With a token: 22 to 64 random characters of base64url, the same whenever this client reconnects. */
  readonly key?: string | undefined
}

/** One transport of the Socket.IO door. Fallback and reconnection are up to the caller. */
export function socketIoTransport(by: 'websocket' | 'polling', address: SocketIoAddress): Transport {
  return { name: by, open: (events) => openSocket(by, address, events) }
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
    // A browser's WebSocket allows no headers, and needs none: it is one connection.
    ...(by === 'polling' ? { extraHeaders: { [pollingKeyHeader]: randomName(32) } } : {}),
    upgrade: false,
    timeout: 30_000,
  })
  let refusal: Rejection | null = null
  let ended = false
  const write = (frame: Uint8Array) => socket.emit(frameEvent, frame)
  const outbox = by === 'polling' ? gather(write, (run) => socket.io.engine.once('drain', run)) : null
  const close = () => {
    if (!ended) outbox?.end()
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
    end(error.data ?? { code: null, message: error.message })
  })
  socket.on('disconnect', (reason) => end({ code: null, message: reason }))
  return {
    send: (frame) => (outbox ? outbox.send(frame) : write(frame)),
    close,
  }
}

/**
 * Each write of long polling is a request: data sent within this time is joined into one. After a pause it is sent
 * immediately; ms.
 */
const gatherMs = 50

/**
 * A request carries messages up to this many bytes, and one more: with base64 below the 1 MB that proxies commonly
 * allow.
 */
const gatherBytes = 400_000

/** Passes messages on together, since engine.io puts all it has at a time into one request; one request at a time. */
function gather(write: (frame: Uint8Array) => void, whenWritten: (run: () => void) => void) {
  const waiting: Uint8Array[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let writing = false
  const flush = () => {
    if (timer || writing || waiting.length === 0) return
    writing = true
    whenWritten(() => {
      writing = false
      flush()
    })
    timer = setTimeout(() => {
      timer = undefined
      flush()
    }, gatherMs)
    for (let bytes = 0; waiting.length > 0 && bytes < gatherBytes; ) {
      const frame = waiting.shift()
      if (!frame) break
      bytes += frame.byteLength
      write(frame)
    }
  }
  return {
    send(frame: Uint8Array): void {
      waiting.push(frame)
      flush()
    },
    /** Writes the queued messages, and no more. */
    end(): void {
      clearTimeout(timer)
      for (const frame of waiting.splice(0)) write(frame)
    },
  }
}
