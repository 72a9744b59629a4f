/**
 * Why the server refuses something, for programs: several reasons share a close code. A client has the words for each;
 * one that it does not know is shown by the rejection's `message`, in English.
 */
export const refusalReasons = [
  // The connection ends, and the client stops.
  'no-board',
  'board-deleted',
  'link-revoked',
  'signed-out',
  'view-only',
  'unreadable',
  'not-binary',
  'unhandled',
  'inapplicable',
  'edit-refused',
  'not-yours',
  'board-replaced',
  'message-too-large',
  'too-much-to-send',
  'board-full',
  // The connection ends, and the client connects again.
  'connected-twice',
  'missing-edits',
  'too-slow',
  'stalled',
  'memory',
  'restarting',
  'unavailable',
  'signed-in-again',
  'board-restored',
  'flooding',
  'new-clients',
  'board-crowded',
  'guesses',
  'offences',
  'windows',
  'connections',
  // A request is refused.
  'not-damaged',
  'damaged-then',
  'not-a-board',
  'newer-version',
  'damaged-file',
] as const

export type RefusalReason = (typeof refusalReasons)[number]

/** The codes of `ApiError`. */
export const apiErrorCodes = [
  'bad-body',
  'bad-file',
  'bad-json',
  'board-full',
  'busy',
  'crowded',
  'current',
  'cut-key',
  'cut-short',
  'damaged',
  'disk-full',
  'failed',
  'foreign',
  'method',
  'no-board',
  'no-device',
  'no-generation',
  'no-guest',
  'no-link',
  'no-title',
  'not-json',
  'not-restored',
  'role',
  'server-full',
  'signed-out',
  'too-large',
  'too-large-to-draw',
  'too-many-boards',
  'too-much-at-once',
  'too-much-written',
  'too-slow',
  'unknown',
] as const

export type ApiErrorCode = (typeof apiErrorCodes)[number]
