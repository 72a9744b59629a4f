/** A carrier of messages to the server and back. One file per transport; all pass the same contract. */
export interface Transport {
  readonly name: TransportName
  /**
   * Starts one attempt. It ends by `closed`, once and never before `open` returned, or by the caller's `close()`; no
   * callback is called after either.
   */
  open(events: TransportEvents): TransportConnection
}

export type TransportName = 'websocket' | 'polling' | 'memory'

export interface TransportEvents {
  /**
   * The server has accepted the client and a session starts. Called again, perhaps with another name, when the
   * connection has moved to a better transport: messages sent before may not have arrived, and a new session starts.
   */
  opened(name: TransportName): void
  received(frame: Uint8Array): void
  closed(reason: TransportClosed): void
  /** One transport that was tried failed; another may work. */
  failed?(name: TransportName, why: string): void
}

export interface TransportClosed {
  /** From the server's table of close codes; null when the network gave no reason. */
  readonly code: number | null
  /** With a code: which of the refusals that share it. */
  readonly reason?: string | undefined
  readonly message: string
}

export interface TransportConnection {
  /** Messages arrive complete, in order, once; or the connection closes. */
  send(frame: Uint8Array): void
  /** The network may have changed: a better transport, if there is one, is tried now. */
  improve?(): void
  /**
   * Nothing is received: another connection is opened beside it, and replaces it unless something is received before.
   */
  renew?(): void
  /** Idempotent; also after `closed`. */
  close(): void
}
