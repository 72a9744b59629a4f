import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { AddressOf, Backlog, Backlogs, Ends, Turnstile } from '../admission/admission.ts'
import { maxHandshakeBytes, unfinishedBytes } from './web-socket.ts'

/** A connection from its first byte on: counted as unadmitted until it is known who it is, and in memory until it ends. */
export interface Handshake {
  readonly backlog: Backlog
  /** Counts what a WebSocket keeps of messages that are not complete, as it arrives. */
  watch(socket: Socket, webSocket: WebSocket): void
  /** It is known who it is. */
  admitted(): void
  /** The connection is gone. Idempotent. */
  end(): void
}

export interface Handshakes {
  open(request: IncomingMessage, ends: Ends): Handshake
}

export function createHandshakes(turnstile: Turnstile, backlogs: Backlogs, addressOf: AddressOf): Handshakes {
  return {
    open(request, ends) {
      const address = addressOf(request)
      const known = turnstile.handshake(address)
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
