import type { CompactionResult } from './compacted.ts'
import type { BoardCheck, LogRange, Retired } from './update-log.ts'

/** A request of the log to its database thread, answered by `LogTables`. */
export type LogRequest =
  | { readonly type: 'append'; readonly bytes: Uint8Array }
  | { readonly type: 'flush-journal' }
  | { readonly type: 'load'; readonly board: string }
  | { readonly type: 'read'; readonly board: string; readonly range: LogRange }
  | { readonly type: 'renew'; readonly bytes: Uint8Array; readonly retired: Retired }
  | { readonly type: 'retired'; readonly board: string; readonly generation: number }
  | { readonly type: 'board-status'; readonly board: string }
  | { readonly type: 'checked'; readonly board: string; readonly check: BoardCheck }
  | { readonly type: 'compact'; readonly compacted: CompactionResult }
  | { readonly type: 'probe' }
  | { readonly type: 'changed-at'; readonly boards: readonly string[] }
  | { readonly type: 'purge'; readonly board: string }
  | { readonly type: 'shrink' }
