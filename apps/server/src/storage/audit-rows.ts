import type { BoardId, LinkId, PrincipalId, Role } from '@inkbridge/types'
import type { AuditAction } from '@inkbridge/types/rest-sharing'
import type { Kysely, Selectable } from 'kysely'
import type { Tables } from './tables.ts'

/** A change of the rights to a board. */
export interface AuditEvent {
  readonly actor: PrincipalId
  readonly action: AuditAction
  /** Whom it concerned. */
  readonly person?: PrincipalId
  readonly link?: LinkId
  /** The role that was given. */
  readonly role?: Role
}

type AuditRow = Readonly<Selectable<Tables['audit']>>

/** Who changed the rights to a board, and who joined it. */
export interface AuditRows {
  /** Records a change; above `keptEvents` of a board the oldest is dropped. */
  record(board: BoardId, event: AuditEvent): Promise<void>
  /** The last events of a board before one with this id, the newest first. */
  auditOf(board: BoardId, limit: number, before?: number): Promise<readonly AuditRow[]>
}

/** Events that are kept of one board. */
export const keptEvents = 1_000

export function createAuditRows(db: Kysely<Tables>, now: () => number): AuditRows {
  return {
    async record(board, { actor, action, person = null, link = null, role = null }) {
      await db.transaction().execute(async (transaction) => {
        await transaction.insertInto('audit').values({ board, at: now(), actor, action, person, link, role }).execute()
        const kept = db.selectFrom('audit').select('id').where('board', '=', board).orderBy('id', 'desc')
        await transaction
          .deleteFrom('audit')
          .where('board', '=', board)
          .where('id', '<=', kept.limit(1).offset(keptEvents))
          .execute()
      })
    },

    async auditOf(board, limit, before = Number.MAX_SAFE_INTEGER) {
      const events = db.selectFrom('audit').selectAll().where('board', '=', board).where('id', '<', before)
      return events.orderBy('id', 'desc').limit(limit).execute()
    },
  }
}
