import { encodeFrame, type Frame, messagesOf } from '@inkbridge/types'

/** A frame built once for everybody it goes to. */
export interface WireFrame {
  /** As one message: for stock clients, which know no chunks. */
  readonly whole: WireMessage
  /** As the messages that our own client is sent: itself, or chunks. */
  readonly messages: readonly WireMessage[]
}

/** One message, and the same as one whole, unmasked WebSocket binary message (RFC 6455, section 5.2). */
export class WireMessage {
  readonly bytes: Uint8Array
  #webSocket: Buffer | null = null

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  get webSocket(): Buffer {
    this.#webSocket ??= Buffer.concat([webSocketHeader(this.bytes.byteLength), this.bytes])
    return this.#webSocket
  }
}

export function wireFrame(frame: Frame): WireFrame {
  const whole = new WireMessage(encodeFrame(frame))
  const messages = messagesOf(whole.bytes)
  return { whole, messages: messages.length === 1 ? [whole] : messages.map((message) => new WireMessage(message)) }
}

const finalBinary = 0x82

function webSocketHeader(length: number): Buffer {
  if (length < 126) return Buffer.from([finalBinary, length])
  const header = Buffer.alloc(length < 65_536 ? 4 : 10)
  header[0] = finalBinary
  header[1] = length < 65_536 ? 126 : 127
  if (length < 65_536) header.writeUInt16BE(length, 2)
  else header.writeBigUInt64BE(BigInt(length), 2)
  return header
}
