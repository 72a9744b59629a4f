import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { TestBoard } from './board.ts'

export interface StockOptions {
  /** Its content at the start. */
  readonly doc?: Y.Doc
  /** Whether it also syncs directly with others of this process. */
  readonly broadcasts?: boolean
}

/** An unmodified y-websocket client, and every event it has seen. */
export function stock(
  server: { readonly url: string },
  { id }: TestBoard,
  token: string | null,
  { doc = new Y.Doc(), broadcasts = false }: StockOptions = {},
) {
  const sockets: WebSocket[] = []
  const received: Buffer[] = []
  class Recorded extends WebSocket {
    constructor(url: string, protocols?: string[]) {
      super(url, protocols, { rejectUnauthorized: false })
      sockets.push(this)
      this.on('message', (message: Buffer) => received.push(message))
    }
  }
  const protocols = token ? ['y-websocket', `bearer.${token}`] : ['y-websocket']
  const provider = new WebsocketProvider(`${server.url.replace('http', 'ws')}/yjs`, id, doc, {
    protocols,
    disableBc: !broadcasts,
    WebSocketPolyfill: Recorded as unknown as typeof globalThis.WebSocket,
  })
  const closed: unknown[] = []
  const codes: (number | undefined)[] = []
  const reasons: string[] = []
  provider.on('closed' as never, ((event: unknown) => closed.push(event)) as never)
  provider.on('connection-close', (event: { code?: number; reason?: string } | null) => {
    codes.push(event?.code)
    reasons.push(event?.reason ?? '')
  })
  return { doc, provider, sockets, received, closed, codes, reasons, dispose: () => provider.destroy() }
}

export function rectIn(doc: Y.Doc, id: string): void {
  doc
    .getMap('shapes')
    .set(id, { kind: 'rect', at: [10, 10, 80, 60, 0], style: { color: 'green', width: 4 }, order: 'a5' })
}

export function shapesIn(doc: Y.Doc): readonly string[] {
  return [...doc.getMap('shapes').keys()].sort()
}
