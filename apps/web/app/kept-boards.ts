import type { BoardSummary } from '@inkbridge/types'

const key = 'inkbridge-boards'

/** The boards that this browser knows, for when the server is unreachable; newest first. */
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
    // Storage is full or blocked: the list then needs the server.
  }
}

/** A board was opened here: adds it to the list even if the list was not loaded since. */
export function rememberBoard({ id, title, role }: Pick<BoardSummary, 'id' | 'title' | 'role'>): void {
  const [known, now] = [keptBoards(), new Date().toISOString()]
  const createdAt = known.find((board) => board.id === id)?.createdAt ?? now
  keepBoards([{ id, title, role, createdAt, updatedAt: now, here: 0 }, ...known.filter((board) => board.id !== id)])
}
