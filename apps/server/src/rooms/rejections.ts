import { closeCodes, type Rejection } from '@inkbridge/types'

/** Why a connection is closed, in words fit to be shown: what happened, what is safe, what comes next. */

export const unreadable: Rejection = {
  code: closeCodes.refused,
  message: 'A message could not be read. The board was not changed.',
}

export const unhandled: Rejection = {
  code: closeCodes.refused,
  message: 'A message could not be handled, and the server has logged why. The board was not changed.',
}

export const inapplicable: Rejection = {
  code: closeCodes.refused,
  message: 'An edit could not be applied. The board was not changed.',
}

export const somebodyElses: Rejection = {
  code: closeCodes.notYours,
  message:
    'Some of what is on this device was begun by somebody else, and only they can add it. The board was not changed.',
}

export const elsewhere: Rejection = {
  code: closeCodes.resync,
  message: 'This is connected twice. It is tried again when the other connection has ended.',
}

export const viewOnly: Rejection = {
  code: closeCodes.forbidden,
  message: 'This link lets you see the board and not change it. The board was not changed.',
}

export const tooManyClients: Rejection = {
  code: closeCodes.crowded,
  message: 'Too many new pages edit this board just now. What you draw is kept here; it is tried again by itself.',
}

export const tooManyGaps: Rejection = {
  code: closeCodes.resync,
  message: 'Some edits are missing here. Connecting again brings them.',
}

export const revoked: Rejection = {
  code: closeCodes.forbidden,
  message: 'The link you came by does not open this board any more. Ask its owner for a new one.',
}

export const tooSlow: Rejection = {
  code: closeCodes.tooSlow,
  message: 'This connection could not keep up. Connecting again brings the board up to date.',
}

export const restarting: Rejection = {
  code: closeCodes.restarting,
  message: 'The server is restarting. Your drawing is kept on this device and will be saved in a moment.',
}

export const flooding: Rejection = {
  code: closeCodes.crowded,
  message: 'More came from here than the server takes. It is retried automatically, with everything in one piece.',
}

export const boardFull: Rejection = {
  code: closeCodes.tooLarge,
  reason: 'board-full',
  message:
    'This board is full. Your last edits are only on this device: delete something from the board, or use another.',
}

export const full: Rejection = {
  code: closeCodes.crowded,
  message: 'As many people as this board can take are on it. It is tried again by itself.',
}

export const unavailable: Rejection = {
  code: closeCodes.unavailable,
  message:
    'This board could not be opened just now. What you draw is kept on this device; it is tried again by itself.',
}

export const signedOut: Rejection = {
  code: closeCodes.badToken,
  message: 'This device was signed out. What was saved is on the server; open the board by its link to go on.',
}

export const signedInAgain: Rejection = {
  code: closeCodes.unavailable,
  message: 'All other devices were signed out. This one connects again by itself.',
}

export const deleted: Rejection = { code: closeCodes.forbidden, message: 'This board was deleted by its owner.' }

export const restored: Rejection = {
  code: closeCodes.unavailable,
  message: 'This board was restored by its owner. It is opened again by itself.',
}
