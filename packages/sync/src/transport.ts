/** What carries frames to the server and back. One file a transport; all pass the same contract. */
export interface Transport {
  /**
   * Starts one attempt. It ends by `closed`, once and never before `open` returned, or by the caller's `close()`;
   * nothing is called after either.
   */
  open(events: TransportEvents): TransportConnection
}

export type TransportName = 'websocket' | 'polling' | 'memory'

export interface TransportEvents {
  /** Ready to send. Called again with another name when the connection moves to a better transport. */
  opened(name: TransportName): void
  received(frame: Uint8Array): void
  closed(reason: TransportClosed): void
}

export interface TransportClosed {
  /** From the server's table of close codes; null when the network gave no reason. */
  readonly code: number | null
  readonly message: string
}

export interface TransportConnection {
  /** Frames arrive whole, in order, once; or the connection closes. */
  send(frame: Uint8Array): void
  /** Idempotent; also after `closed`. */
  close(): void
}
