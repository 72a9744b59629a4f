import { closeCodes, type Rejection } from '@inkbridge/types'

/** Reasons for closing a connection. Our client has its own text for each; the messages are for other programs. */

export const unreadable: Rejection = {
  code: closeCodes.refused,
  reason: 'unreadable',
  message: 'A message could not be read. The board was not changed.',
}

export const unhandled: Rejection = {
  code: closeCodes.refused,
  reason: 'unhandled',
  message: 'A message could not be handled, and the server has logged why. The board was not changed.',
}

export const inapplicable: Rejection = {
  code: closeCodes.refused,
  reason: 'inapplicable',
  message: 'An edit could not be applied. The board was not changed.',
}

export const notYours: Rejection = {
  code: closeCodes.notYours,
  reason: 'not-yours',
  message:
    'Some edits on this device were made by another client, and only it can send them. The board was not changed.',
}

export const clientInUse: Rejection = {
  code: closeCodes.resync,
  reason: 'connected-twice',
  message: 'This client is connected twice. It is retried automatically when the other connection has ended.',
}

export const viewOnly: Rejection = {
  code: closeCodes.forbidden,
  reason: 'view-only',
  message: 'This link only allows viewing. The board was not changed.',
}

export const tooManyClients: Rejection = {
  code: closeCodes.crowded,
  reason: 'new-clients',
  message:
    'Too many new clients are editing this board right now. Your drawing is kept on this device; it is retried automatically.',
}

export const tooManyGaps: Rejection = {
  code: closeCodes.resync,
  reason: 'missing-edits',
  message: 'The server lacks some earlier edits. Reconnecting sends them.',
}

export const revoked: Rejection = {
  code: closeCodes.forbidden,
  reason: 'link-revoked',
  message: 'Your link no longer opens this board. Ask its owner for a new one.',
}

export const tooSlow: Rejection = {
  code: closeCodes.tooSlow,
  reason: 'too-slow',
  message: 'This connection was too slow. Reconnecting brings the board up to date.',
}

export const restarting: Rejection = {
  code: closeCodes.restarting,
  reason: 'restarting',
  message: 'The server is restarting. Your drawing is kept on this device and will be saved in a moment.',
}

export const flooding: Rejection = {
  code: closeCodes.crowded,
  reason: 'flooding',
  message: 'This client sent more than the server accepts. It is retried automatically, in one message.',
}

export const boardFull: Rejection = {
  code: closeCodes.tooLarge,
  reason: 'board-full',
  message:
    'This board is full. Your last edits are only on this device: delete something from the board, or use another board.',
}

export const full: Rejection = {
  code: closeCodes.crowded,
  reason: 'board-crowded',
  message: 'This board has the maximum number of people. It is retried automatically.',
}

export const unavailable: Rejection = {
  code: closeCodes.unavailable,
  reason: 'unavailable',
  message:
    'This board could not be opened right now. Your drawing is kept on this device; it is retried automatically.',
}

export const signedOut: Rejection = {
  code: closeCodes.badToken,
  reason: 'signed-out',
  message: 'This device was signed out. What was saved is on the server; open the board by its link to continue.',
}

export const signedInAgain: Rejection = {
  code: closeCodes.unavailable,
  reason: 'signed-in-again',
  message: 'The sign-in of this browser has changed. It reconnects automatically.',
}

export const deleted: Rejection = {
  code: closeCodes.forbidden,
  reason: 'board-deleted',
  message: 'This board was deleted by its owner.',
}

export const restored: Rejection = {
  code: closeCodes.unavailable,
  reason: 'board-restored',
  message: 'This board was restored by its owner. It is reopened automatically.',
}
