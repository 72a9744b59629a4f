import type { BoardSummary, Role } from '@inkbridge/types'
import type { BoardRow } from '../storage/storage.ts'
import type { ApiParts } from './route.ts'

type SummarizedBoard = Pick<BoardRow, 'id' | 'title' | 'createdAt'> & { readonly role: Role }
type SummaryParts = Pick<ApiParts, 'log' | 'registry'>

/** A board as clients see it in lists. */
export async function summary(board: BoardRow, role: Role, parts: SummaryParts): Promise<BoardSummary> {
  const [only] = await summaries([{ ...board, role }], parts)
  if (!only) throw new Error('one board has one summary')
  return only
}

/** Summaries in the order of the boards. */
export async function summaries(
  rows: readonly SummarizedBoard[],
  { log, registry }: SummaryParts,
): Promise<BoardSummary[]> {
  const changedAt = await log.changedAt(rows.map(({ id }) => id))
  return rows.map(({ id, title, role, createdAt }) => ({
    id,
    title,
    role,
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(changedAt.get(id) ?? createdAt).toISOString(),
    here: registry.peopleOn(id),
  }))
}
