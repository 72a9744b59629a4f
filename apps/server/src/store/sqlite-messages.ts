import type { Compacted } from '../log/compacted.ts'

export interface Statement {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** What the database's thread is asked. It answers with a `LoggedBoard`, `{rows, changes?}`, a number, or null. */
export type Request =
  | { readonly type: 'append'; readonly bytes: Uint8Array }
  | { readonly type: 'fold' }
  | { readonly type: 'load'; readonly board: string }
  | { readonly type: 'compact'; readonly compacted: Compacted }
  | { readonly type: 'probe' }
  | { readonly type: 'damaged-commits' }
  | ({ readonly type: 'query' } & Statement)
  | { readonly type: 'transaction'; readonly statements: readonly Statement[] }
  /** Gives so many free pages back to the disk. */
  | { readonly type: 'shrink'; readonly pages: number }
  | { readonly type: 'close' }
