import type { BoardSummary } from '@inkbridge/types'

const key = 'inkbridge-boards'

/** The boards that this browser knows of, for when the server cannot be reached; newest first. */
export function keptBoards(): readonly BoardSummary[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(list) ? (list as BoardSummary[]).map((board) => ({ ...board, here: 0 })) : []
  } catch {
    return []
  }
}

export function keepBoards(boards: readonly BoardSummary[]): void {
  try {
    localStorage.setItem(key, JSON.stringify(boards))
  } catch {
    // A full or forbidden storage: the list is then there with the server only.
  }
}

/** A board was opened here: it is in the list also when that was not asked for since. */
export function rememberBoard({ id, title, role }: Pick<BoardSummary, 'id' | 'title' | 'role'>): void {
  const [known, now] = [keptBoards(), new Date().toISOString()]
  const createdAt = known.find((board) => board.id === id)?.createdAt ?? now
  keepBoards([{ id, title, role, createdAt, updatedAt: now, here: 0 }, ...known.filter((board) => board.id !== id)])
}
