import { limits } from '@inkbridge/types'
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws'

/** Bytes of a message before it is known who sends it. */
export const maxHandshakeBytes = 16_384
/**
 * Pieces that a message may come in. Browsers divide it at some 64 KB, and no proxy does; each piece costs memory
 * beside its bytes.
 */
const maxFragments = 1_024
/** How long a client may take to answer a close, ms; then its connection is cut. */
export const closeMs = 2_000

/** A WebSocket server whose connections take small messages until `admitMessages`. */
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

/** Takes messages of any size that is allowed from now on, and some more, so that our reason goes out before ws' 1009. */
export function admitMessages(webSocket: WebSocket): void {
  const { _receiver: receiver } = webSocket as unknown as Internals
  if (receiver) receiver._maxPayload = limits.maxFrameBytes * 4
}

/** What Node keeps for one piece of a message beside its bytes, roughly. */
const fragmentBytes = 256

/** What a message which is not complete takes: its bytes, or the packets that its pieces came in, where they are larger. */
export function unfinishedBytes(webSocket: WebSocket): number {
  const { _receiver: receiver } = webSocket as unknown as Internals
  if (!receiver) return 0
  const { _bufferedBytes: buffered, _messageLength: received, _fragments: fragments } = receiver
  return buffered + Math.max(received, heldBy(fragments))
}

/** A piece is a view into the packet it came in, which stays whole as long as the piece does. */
function heldBy(fragments: readonly Buffer[]): number {
  let held = fragments.length * fragmentBytes
  let before: unknown
  for (const { buffer } of fragments) {
    if (buffer !== before) held += buffer.byteLength
    before = buffer
  }
  return held
}

/**
 * Whether a connection that is being closed keeps so much that it is cut instead of waiting for the answer: a reason does
 * not get past what is unsent, and no message of ours is larger than `maxFrameBytes`.
 */
export function keepsMuch(unsent: number, unfinished: number): boolean {
  return unsent > limits.behindBytes || unfinished > limits.maxFrameBytes
}

/** Of ws 8.23, which has no public way to change the limit of a connection, or to ask what it holds; pinned, and tested. */
interface Internals {
  readonly _receiver: {
    _maxPayload: number
    readonly _bufferedBytes: number
    readonly _messageLength: number
    readonly _fragments: readonly Buffer[]
  } | null
}
