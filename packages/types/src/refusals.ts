/**
 * Why the server refuses something, for programs: several reasons share a close code. A client has a text for each; an
 * unknown reason is shown by the rejection's `message`, in English.
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
  // The connection ends, and the client reconnects.
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

/** The codes of `ApiError`, each with the status of its answers and its meaning. */
export const apiErrors = {
  'asset-too-large': [413, 'The file is larger, or has more pixels, than the server accepts.'],
  'bad-address': [400, 'The address of the request is malformed.'],
  'bad-body': [400, 'A field of the body or the query is missing or invalid.'],
  'bad-file': [400, 'The file is not a board, or it is damaged or too new; the reason says which.'],
  'bad-json': [400, 'The body is not JSON.'],
  'bad-upload': [400, 'The headers of the upload are missing or invalid, or do not match its bytes.'],
  'board-full': [413, 'The board has reached its maximum size.'],
  busy: [429, 'Too many exports, imports and images are waiting.'],
  crowded: [429, 'Too many connections or wrong secrets from this network; the reason says which.'],
  current: [409, 'The generation is the current one: the board can be joined.'],
  'cut-key': [404, 'The secret is incomplete.'],
  'cut-short': [400, 'The request ended before its body was complete.'],
  damaged: [409, 'The board is damaged, and read-only until its owner restores it.'],
  'disk-full': [507, 'The disk of the server is full.'],
  failed: [500, 'The server has failed; its log says why.'],
  foreign: [403, 'The request comes from a page of another site, or was sent to a name that is not the server’s.'],
  'hash-mismatch': [422, 'The bytes of the upload are not those that its address names; they were discarded.'],
  method: [405, 'The address does not support the method.'],
  'no-asset': [404, 'The board has no file with this id, or not yet.'],
  'no-board': [404, 'The board does not exist, or may not be seen with this token or cookie.'],
  'no-device': [404, 'The person has no device with this id.'],
  'no-generation': [404, 'The board has no earlier generation with this number.'],
  'no-guest': [401, 'Only a browser with its cookie may use this.'],
  'no-link': [404, 'The board has no such link.'],
  'no-title': [400, 'A title needs at least one visible character.'],
  'not-json': [415, 'The Content-Type of the body is not JSON, or where a file can be sent, it is that of a form.'],
  'not-restored': [409, 'The board is not damaged, or was damaged at that entry already; the reason says which.'],
  'not-websocket': [426, 'The address is for WebSocket connections, version 13.'],
  'other-session': [403, 'The long-polling session belongs to another client.'],
  role: [403, 'The role that the token or cookie gives is too weak.'],
  'server-full': [503, 'The server has no memory for one more board.'],
  'signed-out': [401, 'The device was signed out.'],
  'too-large': [413, 'The body or the file is too large.'],
  'too-large-to-draw': [413, 'The board is too large to be drawn as an image.'],
  'too-many-boards': [429, 'Too many boards were created from this network.'],
  'too-many-links': [409, 'The board has had the maximum number of links.'],
  'too-many-requests': [429, 'Too many requests came from this network.'],
  'too-much-at-once': [429, 'Too much is being sent from this network at once.'],
  'too-much-written': [429, 'The network has reached its daily limit of writes.'],
  'too-slow': [408, 'The body arrived too slowly.'],
  'unsupported-type': [415, 'The server does not accept files of this type; the message says what it is.'],
  unknown: [404, 'No resource has this address.'],
  'wrong-offset': [409, 'The upload continues at another offset, which the header Upload-Offset names.'],
} as const satisfies Record<string, readonly [status: number, meaning: string]>

export type ApiErrorCode = keyof typeof apiErrors

export const apiErrorCodes = Object.keys(apiErrors) as readonly ApiErrorCode[]
