import type { Kysely } from 'kysely'
import { type BoardRows, createBoardRows } from './board-rows.ts'
import { createGrantRows, type GrantRows } from './grant-rows.ts'
import { createLinkRows, createNewLink, type LinkRows } from './link-rows.ts'
import { createPassingRows, type PassingRows } from './passing-rows.ts'
import { createPersonRows, type PersonRows } from './person-rows.ts'
import { resealLinks } from './reseal.ts'
import type { Secrets } from './secrets.ts'
import type { Tables } from './tables.ts'
import { createTrashRows, type TrashRows } from './trash-rows.ts'

/**
 * Which boards there are, and who may enter them; what is on them is the log's.
 * `testing/directory-suite.ts` says what every implementation must do.
 */
export interface Directory extends BoardRows, TrashRows, LinkRows, PassingRows, GrantRows, PersonRows {
  /** Seals every link's secret with the newest key; resolves with how many. */
  reseal(): Promise<number>
}

/** A directory over tables that are there already. In a transaction it only writes. */
export function createDirectory(db: Kysely<Tables>, secrets: Secrets, now: () => number = Date.now): Directory {
  const newLink = createNewLink(secrets, now)
  const boards = createBoardRows(db, newLink, now)
  const links = createLinkRows(db, newLink, secrets, now)
  return {
    ...boards,
    ...createTrashRows(db, now),
    ...links,
    ...createPassingRows(db, links),
    ...createGrantRows(db, boards, now),
    ...createPersonRows(db),
    reseal: () => resealLinks(db, secrets),
  }
}
