import type { Kysely } from 'kysely'
import { type AccountRows, createAccountRows } from './account-rows.ts'
import { type AssetRows, createAssetRows } from './asset-rows.ts'
import { type AuditRows, createAuditRows } from './audit-rows.ts'
import { type BoardPeopleRows, createBoardPeopleRows } from './board-people-rows.ts'
import { type BoardRows, createBoardRows } from './board-rows.ts'
import { createFolderRows, type FolderRows } from './folder-rows.ts'
import { createGrantRows, type GrantRows } from './grant-rows.ts'
import { createLinkRows, createNewLink, type LinkRows } from './link-rows.ts'
import { createLinkedGuestRows, type LinkedGuestRows } from './linked-guest-rows.ts'
import { createLockRows, type LockRows } from './lock-rows.ts'
import { createMarkRows, type MarkRows } from './mark-rows.ts'
import { createPassingRows, type PassingRows } from './passing-rows.ts'
import { createPersonRows, type PersonRows } from './person-rows.ts'
import { resealLinks } from './reseal.ts'
import type { Secrets } from './secrets.ts'
import { createSignInRows, type SignInRows } from './sign-in-rows.ts'
import type { Tables } from './tables.ts'
import { createTextRows, type TextRows } from './text-rows.ts'
import { createTrashRows, type TrashRows } from './trash-rows.ts'

/**
 * The boards, their rights and their assets; their content is in the log.
 * `testing/directory-suite.ts` is the contract of all implementations.
 */
export interface Directory
  extends BoardRows,
    TrashRows,
    LinkRows,
    PassingRows,
    LockRows,
    GrantRows,
    BoardPeopleRows,
    AuditRows,
    PersonRows,
    AssetRows,
    AccountRows,
    SignInRows,
    LinkedGuestRows,
    FolderRows,
    MarkRows,
    TextRows {
  /** Seals the secrets of all links with the newest key; resolves with their number. */
  reseal(): Promise<number>
}

/** A directory over existing tables. Only writes within transactions. */
export function createDirectory(db: Kysely<Tables>, secrets: Secrets, now: () => number = Date.now): Directory {
  const newLink = createNewLink(secrets, now)
  const boards = createBoardRows(db, newLink, now)
  const accounts = createAccountRows(db, now)
  const links = createLinkRows(db, newLink, secrets, now)
  return {
    ...boards,
    ...createTrashRows(db, now),
    ...links,
    ...createPassingRows(db, links),
    ...createLockRows(db, now),
    ...createGrantRows(db, boards, now),
    ...createBoardPeopleRows(db, now),
    ...createAuditRows(db, now),
    ...createPersonRows(db),
    ...createAssetRows(db, now),
    ...accounts,
    ...createSignInRows(db, accounts, now),
    ...createLinkedGuestRows(db, now),
    ...createFolderRows(db, now),
    ...createMarkRows(db, now),
    ...createTextRows(db, now),
    reseal: () => resealLinks(db, secrets),
  }
}
