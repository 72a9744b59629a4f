import { limits } from '@inkbridge/types'
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws'

/** Maximum size of a message before admission, bytes. */
export const maxHandshakeBytes = 16_384
/**
 * Fragments of a message. Browsers fragment at about 64 KB, and no proxy does; each fragment costs memory
 * beside its bytes.
 */
const maxFragments = 1_024
/** How long a client may take to answer a close, ms; then its connection is destroyed. */
export const closeMs = 2_000

/** A WebSocket server whose connections accept only small messages until `admitMessages`. */
export class HandshakeServer extends WebSocketServer {
  constructor(options: ServerOptions) {
    // The types of ws do not know `closeTimeout` yet.
    const bounds: ServerOptions & { closeTimeout: number } = {
      ...options,
      perMessageDeflate: false,
      maxPayload: maxHandshakeBytes,
      maxFragments,
      closeTimeout: closeMs,
    }
    super(bounds)
  }
}

/** Raises the limit to above `maxFrameBytes`, so that our own close reason is sent before ws' 1009. */
export function admitMessages(webSocket: WebSocket): void {
  const { _receiver: receiver } = webSocket as unknown as Internals
  if (receiver) receiver._maxPayload = limits.maxFrameBytes * 4
}

/** Approximate overhead of a fragment in Node, bytes. */
const fragmentBytes = 256

/** The memory of an incomplete message: its bytes, or the packets its fragments arrived in, if those are larger. */
export function unfinishedBytes(webSocket: WebSocket): number {
  const { _receiver: receiver } = webSocket as unknown as Internals
  if (!receiver) return 0
  const { _bufferedBytes: buffered, _messageLength: received, _fragments: fragments } = receiver
  return buffered + Math.max(received, bufferedBy(fragments))
}

/** A fragment is a view into the packet it arrived in, and keeps that in memory. */
function bufferedBy(fragments: readonly Buffer[]): number {
  let bytes = fragments.length * fragmentBytes
  let before: unknown
  for (const { buffer } of fragments) {
    if (buffer !== before) bytes += buffer.byteLength
    before = buffer
  }
  return bytes
}

/**
 * Whether a closing connection holds too much memory to wait for the answer, and is destroyed: a reason cannot
 * overtake unsent data, and none of our messages is larger than `maxFrameBytes`.
 */
export function keepsMuch(unsent: number, unfinished: number): boolean {
  return unsent > limits.behindBytes || unfinished > limits.maxFrameBytes
}

/** Internals of ws 8.23, which has no public API for the limit of a connection or its buffers; pinned, and tested. */
interface Internals {
  readonly _receiver: {
    _maxPayload: number
    readonly _bufferedBytes: number
    readonly _messageLength: number
    readonly _fragments: readonly Buffer[]
  } | null
}
