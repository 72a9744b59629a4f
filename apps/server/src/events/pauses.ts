import type { BoardId } from '@inkbridge/types'
import type { UpdateLog } from '../log.ts'

/** How long a pause is, ms. */
const calmMs = 2_000
/** Without a pause, this long after the first change, ms. */
const mostMs = 15_000

/** Calls back at each pause in the changes of a board. */
export interface Pauses {
  /** A board has changed. */
  note(board: BoardId): void
  stop(): void
}

export function createPauses(paused: (board: BoardId) => void, now: () => number = Date.now): Pauses {
  const changing = new Map<BoardId, { readonly first: number; last: number; timer: ReturnType<typeof setTimeout> }>()

  function wait(board: BoardId, ms: number): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      const change = changing.get(board)
      if (!change) return
      const left = Math.min(change.last + calmMs, change.first + mostMs) - now()
      if (left > 0) {
        change.timer = wait(board, left)
        return
      }
      changing.delete(board)
      paused(board)
    }, ms).unref()
  }

  return {
    note(board) {
      const at = now()
      const change = changing.get(board)
      if (change) change.last = at
      else changing.set(board, { first: at, last: at, timer: wait(board, calmMs) })
    },
    stop() {
      for (const { timer } of changing.values()) clearTimeout(timer)
      changing.clear()
    },
  }
}

/** Wraps a log to tell which boards have changed. */
export function watchLog<Log extends UpdateLog>(log: Log, note: (board: BoardId) => void): Log {
  return {
    ...log,
    append: async (entries) => {
      await log.append(entries)
      for (const { board } of entries) note(board)
    },
    renew: async (entry, retired) => {
      await log.renew(entry, retired)
      note(entry.board)
    },
  }
}
