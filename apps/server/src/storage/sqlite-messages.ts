import type { LogRequest } from '../log.ts'

export interface Statement {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** A request to the database thread. It answers the log like `LogTables`, others with `{rows, changes?}` or null. */
export type Request =
  | LogRequest
  | { readonly type: 'damaged-commits' }
  | ({ readonly type: 'query' } & Statement)
  | { readonly type: 'transaction'; readonly statements: readonly Statement[] }
  | { readonly type: 'close' }
