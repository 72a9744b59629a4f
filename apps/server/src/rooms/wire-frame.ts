import { encodeFrame, type Frame, messagesOf } from '@inkbridge/types'

/** A frame, encoded once for all receivers. */
export class WireFrame {
  /** As one message, for stock clients, which do not support chunks. */
  readonly unchunked: WireMessage
  #messages: readonly WireMessage[] | null = null

  readonly #shared: boolean

  /** `shared`: sent to many receivers, which share its bytes in memory. */
  constructor(frame: Frame, shared = true) {
    this.#shared = shared
    this.unchunked = new WireMessage(encodeFrame(frame), shared)
  }

  /** As messages for our own client: one, or several chunks. */
  get messages(): readonly WireMessage[] {
    this.#messages ??= this.#split()
    return this.#messages
  }

  #split(): readonly WireMessage[] {
    const messages = messagesOf(this.unchunked.bytes)
    return messages.length === 1 ? [this.unchunked] : messages.map((message) => new WireMessage(message, this.#shared))
  }
}

/** One message, also encoded as an unmasked WebSocket binary message (RFC 6455, section 5.2). */
export class WireMessage {
  readonly bytes: Uint8Array
  readonly shared: boolean
  #webSocket: Buffer | null = null

  constructor(bytes: Uint8Array, shared = true) {
    this.bytes = bytes
    this.shared = shared
  }

  get webSocket(): Buffer {
    this.#webSocket ??= Buffer.concat([webSocketHeader(this.bytes.byteLength), this.bytes])
    return this.#webSocket
  }
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
