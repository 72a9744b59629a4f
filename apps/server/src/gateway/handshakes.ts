import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { AddressOf, Backlog, Backlogs, ConnectionEnds, ConnectionLimiter } from '../admission/admission.ts'
import { maxHandshakeBytes, unfinishedBytes } from './web-socket.ts'

/** A connection from its first byte: counted as unadmitted until it is admitted, its memory counted until it ends. */
export interface Handshake {
  readonly backlog: Backlog
  /** Counts the memory of incomplete WebSocket messages as they arrive. */
  watch(socket: Socket, webSocket: WebSocket): void
  /** The client has been admitted. */
  admitted(): void
  /** The connection has ended. Idempotent. */
  end(): void
}

export interface Handshakes {
  open(request: IncomingMessage, ends: ConnectionEnds): Handshake
}

export function createHandshakes(limiter: ConnectionLimiter, backlogs: Backlogs, addressOf: AddressOf): Handshakes {
  return {
    open(request, ends) {
      const address = addressOf(request)
      const known = limiter.handshake(address)
      const backlog = backlogs.open(address, ends)
      const forget = backlog.watch(() => maxHandshakeBytes)
      backlog.update()
      return {
        backlog,
        watch(socket, webSocket) {
          const unfinished = () => unfinishedBytes(webSocket)
          backlog.watch(unfinished)
          backlog.watchProgress(unfinished)
          socket.on('data', () => {
            if (unfinished() > maxHandshakeBytes) backlog.update()
          })
        },
        admitted() {
          known()
          forget()
        },
        end() {
          known()
          backlog.close()
        },
      }
    },
  }
}
