import { socketIoTransport } from '@inkbridge/sync'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { io } from 'socket.io-client'
import { WebSocket } from 'ws'

/**
 * The protocol of a server. `yjs`: plain y-websocket, Inkbridge's door or @y/websocket-server; `websocket` and
 * `polling`: Inkbridge's Socket.IO door; `hocuspocus`: the same frames with the board's name before each; `relay`: one
 * event with one binary attachment.
 */
export type Door = 'yjs' | 'websocket' | 'polling' | 'hocuspocus' | 'relay' | 'relay-polling'

export interface Place {
  readonly id: string
  /** A link's secret, for Inkbridge. */
  readonly token: string | null
}

export interface Pipe {
  send(bytes: Uint8Array): void
  close(): void
}

interface Ends {
  /** Takes y-websocket's frames, whatever the protocol. */
  received(frame: Uint8Array): void
  opened(): void
  failed(error: Error): void
}

export function openPipe(door: Exclude<Door, `relay${string}`>, url: string, place: Place, ends: Ends): Pipe {
  if (door === 'yjs') return plain(`${url}${place.token ? '/yjs' : ''}/${place.id}`, place, ends)
  if (door === 'hocuspocus') return named(url, place, ends)
  const address = { url, board: place.id, ...(place.token ? { token: place.token } : {}) }
  return socketIoTransport(door, address).open({
    opened: ends.opened,
    received: ends.received,
    closed: ({ message }) => ends.failed(new Error(message)),
  })
}

/** Returns updates. */
export function openRelay(by: 'websocket' | 'polling', url: string, { id }: Place, ends: Ends): Pipe {
  const socket = io(url, { transports: [by], upgrade: false, forceNew: true, reconnection: false, auth: { board: id } })
  socket.on('connect', ends.opened)
  socket.on('connect_error', ends.failed)
  socket.on('disconnect', (reason) => ends.failed(new Error(reason)))
  socket.on('update', (update: Uint8Array) => ends.received(new Uint8Array(update)))
  return {
    send: (update) => socket.emit('update', update),
    close() {
      socket.off('disconnect')
      socket.disconnect()
    },
  }
}

function plain(url: string, { token }: Place, { opened, received, failed }: Ends): Pipe {
  const protocols = token ? ['y-websocket', `bearer.${token}`] : []
  const socket = new WebSocket(url.replace('http', 'ws'), protocols, { perMessageDeflate: false })
  socket.on('open', opened)
  socket.on('message', received)
  socket.on('error', failed)
  socket.on('close', (code) => failed(new Error(`closed with ${code}`)))
  return { send: (frame) => socket.send(frame), close: () => socket.close() }
}

/**
 * Hocuspocus' numbers (`MessageType` of @hocuspocus/server 4.7): the first message must contain a token, which may be
 * empty.
 */
const [syncType, authType] = [0, 2]

function named(url: string, place: Place, ends: Ends): Pipe {
  const name = encoding.encode((encoder) => encoding.writeVarString(encoder, place.id))
  const token = encoding.encode((encoder) => {
    encoding.writeUint8Array(encoder, name)
    encoding.writeVarUint(encoder, authType)
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarString(encoder, '-')
  })
  const pipe = plain(
    url,
    { id: '', token: null },
    {
      opened() {
        pipe.send(token)
        ends.opened()
      },
      received(message) {
        const decoder = decoding.createDecoder(message)
        decoding.readVarString(decoder)
        const frame = decoding.readTailAsUint8Array(decoder)
        if (frame[0] === syncType) ends.received(frame)
      },
      failed: ends.failed,
    },
  )
  return { send: (frame) => pipe.send(Buffer.concat([name, frame])), close: pipe.close }
}
