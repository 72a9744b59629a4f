import type { BoardId, PrincipalId } from '@inkbridge/types'
import * as Y from 'yjs'
import { clientsOf, rebuild, stateVectorOf } from './rebuild.ts'
import { replay } from './replay.ts'
import type { BoardCheck, LogEntry, Retired, UpdateLog } from './update-log.ts'

interface Generation {
  readonly first: number
  readonly retired: Retired
}

/** A log in memory, for tests. */
export function createMemoryLog(): UpdateLog & { readonly entries: readonly LogEntry[] } {
  const entries: LogEntry[] = []
  const snapshots = new Map<BoardId, { readonly seq: number; readonly state: Uint8Array }>()
  /** The second and later ones. */
  const generations = new Map<BoardId, Generation[]>()
  const checks = new Map<BoardId, BoardCheck>()
  const of = (board: BoardId) => entries.filter((entry) => entry.board === board)
  const head = (board: BoardId) => of(board).at(-1)?.seq ?? 0
  const logged = (board: BoardId, to = head(board)) => {
    const first = (generations.get(board) ?? []).findLast((generation) => generation.first <= to)?.first ?? 1
    const kept = snapshots.get(board)
    const snapshot = kept && kept.seq >= first && kept.seq <= to ? kept : null
    const after = of(board).filter(({ seq }) => seq > (snapshot?.seq ?? first - 1) && seq <= to)
    return { snapshot: snapshot?.state ?? null, updates: after.map(({ update }) => update), seq: to }
  }
  const append = (added: readonly LogEntry[]) => {
    mustFollow(added, head)
    entries.push(...added)
  }
  return {
    entries,
    append: async (added) => append(added),
    load: async (board) => {
      const retired = new Set((generations.get(board) ?? []).flatMap((each) => clientsOf(each.retired.stateVector)))
      const owners = ownersIn(of(board), retired)
      const generation = (generations.get(board)?.length ?? 0) + 1
      const changedAt = of(board).at(-1)?.at ?? null
      return { ...logged(board), owners, changedAt, generation, retired, damaged: [] }
    },
    async *read(board, { from, to }) {
      yield* of(board).filter(({ seq }) => seq >= from && seq <= to)
    },
    rebuild: async (board, { to, as }) => rebuild(logged(board, to ?? undefined), as),
    stateVector: async (board) => stateVectorOf(logged(board)),
    async renew(entry, retired) {
      append([entry])
      generations.set(entry.board, [...(generations.get(entry.board) ?? []), { first: entry.seq, retired }])
      snapshots.set(entry.board, { seq: entry.seq, state: entry.update })
      checks.set(entry.board, { seq: entry.seq, damage: null })
    },
    retired: async (board, generation) => generations.get(board)?.[generation - 1]?.retired ?? null,
    async status(board) {
      const check = checks.get(board) ?? null
      const after = of(board).filter(({ seq }) => seq > (check?.seq ?? 0))
      const generation = (generations.get(board)?.length ?? 0) + 1
      return {
        seq: head(board),
        generation,
        check,
        uncheckedBytes: after.reduce((sum, { update }) => sum + update.byteLength, 0),
      }
    },
    async checked(board, check) {
      checks.set(board, check)
    },
    async changedAt(boards) {
      const wanted = new Set(boards)
      return new Map(entries.filter(({ board }) => wanted.has(board)).map(({ board, at }) => [board, at]))
    },
    async purgeStep(board) {
      for (const kept of [snapshots, generations, checks]) kept.delete(board)
      entries.splice(0, entries.length, ...entries.filter((entry) => entry.board !== board))
      return false
    },
    shrinkStep: async () => false,
    async compact(board) {
      const { seq, ...rest } = logged(board)
      const state = Y.encodeStateAsUpdate(replay(rest).doc)
      snapshots.set(board, { seq, state })
      return { seq, bytes: state.byteLength }
    },
    async probe() {},
  }
}

function mustFollow(added: readonly LogEntry[], head: (board: BoardId) => number): void {
  const heads = new Map<BoardId, number>()
  for (const { board, seq } of added) {
    if (seq !== (heads.get(board) ?? head(board)) + 1) throw new Error(`entry ${seq} does not follow the last one`)
    heads.set(board, seq)
  }
}

function ownersIn(entries: readonly LogEntry[], retired: ReadonlySet<number>): ReadonlyMap<number, PrincipalId> {
  const owners = new Map<number, PrincipalId>()
  for (const { author, claims } of entries) {
    for (const client of claims) if (author && !retired.has(client) && !owners.has(client)) owners.set(client, author)
  }
  return owners
}
