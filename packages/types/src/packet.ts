import { Emitter } from '@socket.io/component-emitter'

/**
 * The packet format of the Socket.IO door, in place of socket.io-parser: a binary engine.io message is one of our
 * messages (the event `frame` with one Uint8Array), and everything else is JSON text `[type, data]` in the namespace
 * `/`. Packet types as socket.io-protocol 5 numbers them.
 */
export interface Packet {
  readonly type: number
  readonly nsp: '/'
  readonly data?: unknown
}

/** The event that carries a message. */
export const frameEvent = 'frame'
/** The event with which the server gives the reason before it disconnects: `[closeEvent, Rejection]`. */
export const closeEvent = 'closing'

/**
 * The header of every long-polling request of a session: 22 to 64 characters of base64url that the client generated for
 * this session. The `sid` in the address, which proxies log, opens nothing without it.
 */
export const pollingKeyHeader = 'X-Inkbridge-Session'

const types = { connect: 0, disconnect: 1, event: 2, connectError: 4 } as const

class Encoder {
  encode(packet: Packet): (string | Uint8Array)[] {
    if (packet.type === types.event && Array.isArray(packet.data) && packet.data[0] === frameEvent) {
      return [packet.data[1] as Uint8Array]
    }
    return [JSON.stringify(packet.data === undefined ? [packet.type] : [packet.type, packet.data])]
  }
}

class Decoder extends Emitter<Record<string, never>, Record<string, never>, { decoded: (packet: Packet) => void }> {
  /** Throws on anything that is not a packet; Socket.IO then closes the connection. */
  add(message: string | ArrayBuffer | Uint8Array): void {
    this.emitReserved('decoded', typeof message === 'string' ? parsePacket(message) : framePacket(message))
  }

  destroy(): void {
    this.removeAllListeners()
  }
}

function framePacket(message: ArrayBuffer | Uint8Array): Packet {
  return {
    type: types.event,
    nsp: '/',
    data: [
      frameEvent,
      new Uint8Array(
        message instanceof Uint8Array ? message.buffer : message,
        message instanceof Uint8Array ? message.byteOffset : 0,
        message.byteLength,
      ),
    ],
  }
}

/** Characters; packets before authentication are no longer either. */
export const maxPacketLength = 16_384

function parsePacket(text: string): Packet {
  if (text.length > maxPacketLength) throw new TypeError('too long')
  const value: unknown = JSON.parse(text)
  if (!Array.isArray(value) || value.length < 1 || value.length > 2) throw new TypeError('expected [type, data]')
  const [type, data] = value as [unknown, unknown]
  switch (type) {
    case types.connect:
    case types.connectError:
      if (data === undefined || (typeof data === 'object' && data !== null)) return { type, nsp: '/', data }
      break
    case types.disconnect:
      return { type, nsp: '/' }
    case types.event:
      if (Array.isArray(data) && data[0] === closeEvent) return { type, nsp: '/', data }
  }
  throw new TypeError('unknown packet')
}

/** For the `parser` option of socket.io and socket.io-client. */
export const packetParser = { protocol: 5, Encoder, Decoder }
