/** What is said between the main thread and the database's thread. */
export interface StoredUpdate {
  readonly board: string
  readonly seq: number
  readonly author: string | null
  readonly at: number
  readonly bytes: Uint8Array
}

export interface Statement {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

export type Request =
  | { readonly type: 'append'; readonly updates: readonly StoredUpdate[] }
  | { readonly type: 'load'; readonly board: string }
  | { readonly type: 'snapshot'; readonly board: string; readonly seq: number; readonly bytes: Uint8Array }
  | { readonly type: 'probe' }
  | ({ readonly type: 'query' } & Statement)
  | { readonly type: 'transaction'; readonly statements: readonly Statement[] }
  | { readonly type: 'close' }

export interface Answer {
  readonly id: number
  /** By the request's type: a `LoggedBoard`, `{rows, changes?}`, or null. */
  readonly result: unknown
  readonly error?: string
}
