import { encodeFrame, type Frame, messagesOf } from '@inkbridge/types'

/** A frame built once for everybody it goes to. */
export class WireFrame {
  /** As one message: for stock clients, which know no chunks. */
  readonly whole: WireMessage
  #messages: readonly WireMessage[] | null = null

  readonly #shared: boolean

  /** `shared`: it goes to many, so that its bytes are in memory once for all of them. */
  constructor(frame: Frame, shared = true) {
    this.#shared = shared
    this.whole = new WireMessage(encodeFrame(frame), shared)
  }

  /** As the messages that our own client is sent: itself, or chunks. */
  get messages(): readonly WireMessage[] {
    this.#messages ??= this.#split()
    return this.#messages
  }

  #split(): readonly WireMessage[] {
    const messages = messagesOf(this.whole.bytes)
    return messages.length === 1 ? [this.whole] : messages.map((message) => new WireMessage(message, this.#shared))
  }
}

/** One message, and the same as one whole, unmasked WebSocket binary message (RFC 6455, section 5.2). */
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
