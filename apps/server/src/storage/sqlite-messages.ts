import type { Compacted } from '../log/compacted.ts'
import type { BoardCheck, LogRange, Retired } from '../log/update-log.ts'

export interface Statement {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** What the database's thread is asked. It answers as `LogTables` does, with `{rows, changes?}`, or null. */
export type Request =
  | { readonly type: 'append'; readonly bytes: Uint8Array }
  | { readonly type: 'fold' }
  | { readonly type: 'load'; readonly board: string }
  | { readonly type: 'read'; readonly board: string; readonly range: LogRange }
  | { readonly type: 'renew'; readonly bytes: Uint8Array; readonly retired: Retired }
  | { readonly type: 'retired'; readonly board: string; readonly generation: number }
  | { readonly type: 'standing'; readonly board: string }
  | { readonly type: 'checked'; readonly board: string; readonly check: BoardCheck }
  | { readonly type: 'compact'; readonly compacted: Compacted }
  | { readonly type: 'probe' }
  | { readonly type: 'damaged-commits' }
  | ({ readonly type: 'query' } & Statement)
  | { readonly type: 'transaction'; readonly statements: readonly Statement[] }
  | { readonly type: 'changed-at'; readonly boards: readonly string[] }
  | { readonly type: 'purge'; readonly board: string }
  | { readonly type: 'shrink' }
  | { readonly type: 'close' }
