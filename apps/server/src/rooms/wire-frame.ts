import { encodeFrame, type Frame } from '@inkbridge/types'

/** A frame built once for everybody it goes to. */
export interface WireFrame {
  readonly bytes: Uint8Array
  /** The same as one whole, unmasked WebSocket binary message (RFC 6455, section 5.2): header and payload. */
  readonly webSocket: Buffer
}

export function wireFrame(frame: Frame): WireFrame {
  const bytes = encodeFrame(frame)
  return { bytes, webSocket: Buffer.concat([webSocketHeader(bytes.byteLength), bytes]) }
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
