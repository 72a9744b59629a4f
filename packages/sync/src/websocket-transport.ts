import type { Transport, TransportConnection, TransportEvents } from './transport.ts'

export interface WebSocketAddress {
  /** `http://host:port`; the page's own origin when absent. */
  readonly url?: string | undefined
  readonly board: string
  /** A link's secret; without it the browser's cookie decides. */
  readonly token?: string | undefined
  /** With a token: 22 to 64 random characters of base64url, the same whenever this client reconnects. */
  readonly key?: string | undefined
}

/**
 * The y-websocket door with all of our messages, for programs that do without Socket.IO. Needs a global `WebSocket`:
 * browsers, and Node from 22.
 */
export function webSocketTransport(address: WebSocketAddress): Transport {
  return { name: 'websocket', open: (events) => openWebSocket(address, events) }
}

function openWebSocket({ url, board, token, key }: WebSocketAddress, events: TransportEvents): TransportConnection {
  const origin = (url ?? location.origin).replace(/^http/, 'ws')
  const socket = new WebSocket(`${origin}/yjs/${board}`, [
    'inkbridge.1',
    ...(token ? [`bearer.${token}`] : []),
    ...(key ? [`key.${key}`] : []),
  ])
  socket.binaryType = 'arraybuffer'
  let ended = false
  socket.onopen = () => {
    if (!ended) events.opened('websocket')
  }
  socket.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (!ended && data instanceof ArrayBuffer) events.received(new Uint8Array(data))
  }
  socket.onclose = ({ code, reason }) => {
    if (ended) return
    ended = true
    // Codes below 4000 come from the network or the browser, and say nothing about our server.
    events.closed(code >= 4_000 ? { code, message: reason } : { code: null, message: reason || 'the connection broke' })
  }
  return {
    send(frame) {
      if (socket.readyState === WebSocket.OPEN) socket.send(frame as Uint8Array<ArrayBuffer>)
    },
    close() {
      if (ended) return
      ended = true
      socket.close(1000)
    },
  }
}
