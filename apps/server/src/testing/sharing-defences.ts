import type { Right } from '../storage/link-rows.ts'
import { type Defence, variant } from './removal.ts'

/** Defences of who may enter a board, each with the removal that a test must detect. */
export const sharingRemovals: Readonly<Record<string, Defence>> = {
  'a link with a password opens nothing without it': {
    test: [
      'http/link-terms.test.ts',
      'a link with a password > opens nothing to a bearer of its secret alone: no route, no door, no join',
    ],
    directory: (directory) =>
      variant(directory, {
        async linkOf(board, secret) {
          const link = await directory.linkOf(board, secret)
          return link && { ...link, password: null }
        },
      }),
  },
  'wrong passwords are limited': {
    test: [
      'http/link-terms.test.ts',
      'a link with a password > slows down who guesses it, from one address and from many; right ones are not counted',
    ],
    limiter: (limiter) => Object.assign(limiter, { triesPassword: () => ({ takeBack() {} }) }),
  },
  'a right by a password ends with the password': {
    test: [
      'http/link-terms.test.ts',
      'a link with a password > that gets another one ends the sessions of programs with the old one; people who joined stay',
    ],
    directory: (directory, tables) =>
      variant(directory, {
        async rightOfLink(board, id) {
          const links = tables.selectFrom('links').select('password').where('id', '=', id)
          return directory.rightOfLink(board, id, (await links.executeTakeFirst())?.password ?? null)
        },
      }),
  },
  'as many people join by a link as it allows': {
    test: [
      'http/link-terms.test.ts',
      'a link that counts its people > lets as many join as it says, and those again who have',
    ],
    directory: (directory) =>
      variant(directory, {
        async grant(board, principal, _link, role) {
          await directory.letIn(board, principal, role)
          return true
        },
      }),
  },
  'a link that counts its people is no token': {
    test: [
      'http/link-terms.test.ts',
      'a link that counts its people > is no token, which would be any number of people',
    ],
    directory: (directory) =>
      variant(directory, {
        async linkOf(board, secret) {
          const link = await directory.linkOf(board, secret)
          return link && { ...link, maxUses: null }
        },
      }),
  },
  'a blocked person has no right': {
    test: [
      'http/board-people.test.ts',
      'a blocked person > is disconnected, comes back by no link and no door, and cannot tell that they are blocked',
    ],
    directory: (directory, tables) =>
      variant(directory, {
        async rightOf(board, principal): Promise<Right | null> {
          const grants = tables.selectFrom('grants').select('role').where('board', '=', board)
          const grant = await grants.where('principal', '=', principal).executeTakeFirst()
          return grant ? { role: grant.role, until: null } : null
        },
      }),
  },
  'a blocked person joins by no link': {
    test: [
      'http/board-people.test.ts',
      'a blocked person > is disconnected, comes back by no link and no door, and cannot tell that they are blocked',
    ],
    directory: (directory) =>
      variant(directory, {
        async grant(board, principal, _link, role) {
          await directory.blockPerson(board, principal, false)
          await directory.letIn(board, principal, role)
          return true
        },
      }),
  },
  'a role that an owner set is not raised by a link': {
    test: ['http/board-people.test.ts', 'a changed role > stays when the person opens a stronger link'],
    directory: (directory) =>
      variant(directory, {
        async grant(board, principal, _link, role) {
          await directory.letIn(board, principal, role)
          return true
        },
      }),
  },
  'a locked board is changed by its owners only': {
    test: [
      'http/board-lock.test.ts',
      'a locked board is changed by its owners only, and by everybody who may edit once it is unlocked',
    ],
    directory: (directory) =>
      variant(directory, {
        async linkOf(board, secret) {
          const link = await directory.linkOf(board, secret)
          return link && (link.role === 'owner' ? link : { ...link, role: 'editor' })
        },
      }),
  },
  'a changed right applies to open connections': {
    test: [
      'http/board-people.test.ts',
      'a changed role > applies at once to everything the person has open, and they learn it',
    ],
    roomAdmission: (admission) => variant(admission, { rightOf: async () => ({ role: 'editor', until: null }) }),
  },
  'a board keeps an owner': {
    test: [
      'http/board-people.test.ts',
      'a board that is handed over > keeps an owner: two who take the right from each other at the same moment cannot both succeed',
    ],
    apiAdmission: (admission) => variant(admission, { exclusively: (_board, run) => run() }),
  },
}
