/**
 * The reasons for closing a connection. The range determines the reaction, so that an old client reacts correctly to a
 * new code, and a standard y-websocket client too (it stops on 4400-4499 and retries the rest): 4100-4199 get a new
 * ticket, 4300-4399 reload the page, 4400-4499 stop and tell the person, 4500-4599 reconnect with backoff.
 */
export const closeCodes = {
  /** The token, link or cookie is not valid. */
  badToken: 4401,
  /** Missing, forbidden or revoked: the same answer for all, so that nothing can be probed. */
  forbidden: 4403,
  /** One message was larger than `limits.maxFrameBytes`. */
  tooLarge: 4413,
  /** A message or an update that cannot be read or is not allowed; nothing was changed. */
  refused: 4422,
  /**
   * An update contains structs of another participant's Yjs client: only that participant may send them, or they must
   * be made again under a new client id.
   */
  notYours: 4423,
  /** The server is stopping and will be back in a moment. */
  restarting: 4503,
  /** The board could not be opened or must be read again from the log. */
  unavailable: 4504,
  /** The same gap in the updates occurred repeatedly: start over with a full sync. */
  resync: 4509,
  /** The client did not read fast enough. */
  tooSlow: 4513,
  /** Too many connections from one browser or address, or too many messages on one. */
  crowded: 4529,
} as const

export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes]

export type CloseReaction = 'stop' | 'retry' | 'new-ticket' | 'reload'

/** The reaction of a client to a close code; other codes are treated as network failures and retried. */
export function reactionTo(code: number): CloseReaction {
  if (code >= 4400 && code <= 4499) return 'stop'
  if (code >= 4100 && code <= 4199) return 'new-ticket'
  if (code >= 4300 && code <= 4399) return 'reload'
  return 'retry'
}
