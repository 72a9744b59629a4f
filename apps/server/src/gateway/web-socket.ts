import { limits } from '@inkbridge/types'
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws'

/** Bytes of a message before it is known who sends it. */
export const maxHandshakeBytes = 16_384
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

/** Bytes that have come of a message which is not complete. */
export function unfinishedBytes(webSocket: WebSocket): number {
  const { _receiver: receiver } = webSocket as unknown as Internals
  return receiver ? receiver._bufferedBytes + receiver._messageLength : 0
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
  } | null
}
