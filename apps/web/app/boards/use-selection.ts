import type { BoardId, BoardSummary } from '@inkbridge/types'
import { useState } from 'react'

export interface Selection {
  /** The selected boards, in the order of the list. */
  readonly boards: readonly BoardSummary[]
  has(board: BoardId): boolean
  toggle(index: number): void
  /** Selects everything from the board that was toggled last to this one. */
  extend(index: number): void
  all(): void
  clear(): void
}

/** The selected boards of a list. Boards that leave the list are no longer selected. */
export function useSelection(rows: readonly (BoardSummary | undefined)[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<BoardId>>(new Set())
  const [anchor, setAnchor] = useState(0)
  const idsOf = (from: number, to: number) => rows.slice(from, to + 1).flatMap((row) => row?.id ?? [])
  return {
    boards: rows.flatMap((row) => (row && chosen.has(row.id) ? [row] : [])),
    has: (board) => chosen.has(board),
    toggle(index) {
      const id = rows[index]?.id
      if (!id) return
      setAnchor(index)
      setChosen((before) =>
        before.has(id) ? new Set([...before].filter((other) => other !== id)) : new Set([...before, id]),
      )
    },
    extend: (index) =>
      setChosen((before) => new Set([...before, ...idsOf(Math.min(anchor, index), Math.max(anchor, index))])),
    all: () => setChosen(new Set(idsOf(0, rows.length))),
    clear: () => setChosen(new Set()),
  }
}
