import type { BoardId } from '@inkbridge/types'
import type { LogEntry, LoggedBoard, UpdateLog } from './update-log.ts'

/** Keeps nothing beyond the process; for tests of what stands on a log. */
export function createMemoryLog(): UpdateLog & { readonly entries: readonly LogEntry[] } {
  const entries: LogEntry[] = []
  const snapshots = new Map<BoardId, { seq: number; state: Uint8Array }>()
  return {
    entries,
    async append(added) {
      for (const entry of added) {
        if (entries.some(({ board, seq }) => board === entry.board && seq === entry.seq)) {
          throw new Error(`seq ${entry.seq} is taken`)
        }
      }
      entries.push(...added)
    },
    async load(board): Promise<LoggedBoard> {
      const snapshot = snapshots.get(board)
      const own = entries.filter((entry) => entry.board === board)
      const tail = own.filter(({ seq }) => seq > (snapshot?.seq ?? 0))
      return {
        snapshot: snapshot?.state ?? null,
        updates: tail.map(({ update }) => update),
        seq: own.at(-1)?.seq ?? 0,
        tail: tail.length,
        damaged: [],
      }
    },
    async snapshot(board, seq, state) {
      snapshots.set(board, { seq, state })
    },
    async probe() {},
  }
}
