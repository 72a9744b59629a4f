import type { BoardId, PrincipalId } from '@inkbridge/types'
import * as Y from 'yjs'
import { replay } from './replay.ts'
import type { LogEntry, UpdateLog } from './update-log.ts'

/** Keeps nothing beyond the process; for tests of what stands on a log. */
export function createMemoryLog(): UpdateLog & { readonly entries: readonly LogEntry[] } {
  const entries: LogEntry[] = []
  const snapshots = new Map<BoardId, { readonly seq: number; readonly state: Uint8Array }>()
  const head = (board: BoardId) => entries.findLast((entry) => entry.board === board)?.seq ?? 0
  const tail = (board: BoardId) => {
    const snapshot = snapshots.get(board)
    const after = entries.filter((entry) => entry.board === board && entry.seq > (snapshot?.seq ?? 0))
    return { snapshot: snapshot?.state ?? null, updates: after.map(({ update }) => update) }
  }
  return {
    entries,
    async append(added) {
      const heads = new Map<BoardId, number>()
      for (const { board, seq } of added) {
        if (seq !== (heads.get(board) ?? head(board)) + 1) throw new Error(`entry ${seq} does not follow the last one`)
        heads.set(board, seq)
      }
      entries.push(...added)
    },
    load: async (board) => {
      const owners = new Map<number, PrincipalId>()
      for (const { author, claims, board: of } of entries) {
        for (const client of claims) if (of === board && author && !owners.has(client)) owners.set(client, author)
      }
      return { ...tail(board), owners, seq: head(board), damaged: [] }
    },
    async compact(board) {
      const [seq, state] = [head(board), Y.encodeStateAsUpdate(replay(tail(board)).doc)]
      snapshots.set(board, { seq, state })
      return { seq, bytes: state.byteLength }
    },
    async probe() {},
  }
}
