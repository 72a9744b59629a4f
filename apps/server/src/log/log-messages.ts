import type { Compacted } from './compacted.ts'
import type { BoardCheck, LogRange, Retired } from './update-log.ts'

/** What the log asks of its database, which answers as `LogTables` does. */
export type LogRequest =
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
  | { readonly type: 'changed-at'; readonly boards: readonly string[] }
  | { readonly type: 'purge'; readonly board: string }
  | { readonly type: 'shrink' }
