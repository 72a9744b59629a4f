import type { RefusalReason } from '@inkbridge/types'

/** What the thread for data files is asked. */
export type FileRequest =
  /** A board as JSON; the board as Yjs updates, to be merged before they are applied. */
  | { readonly type: 'export'; readonly updates: readonly Uint8Array[]; readonly title: string }
  /** The body of a request that holds a board file: the whole of it, or its `document`. */
  | {
      readonly type: 'import'
      /** The bytes, or the path of a file that has them. */
      readonly body: Uint8Array | string
      readonly part: 'whole' | 'document'
      /** Ids of shapes that are on the board already. */
      readonly taken: readonly string[]
    }

export type FileResult =
  | { readonly type: 'file'; readonly bytes: Uint8Array }
  | { readonly type: 'read'; readonly file: ReadFile }
  | {
      readonly type: 'bad'
      readonly code: 'bad-json' | 'bad-body' | 'bad-file' | 'too-large'
      readonly reason?: RefusalReason
      readonly message: string
    }

/** A board file as changes of a document. */
export interface ReadFile {
  /** As the request says, or else the file. */
  readonly title: string | null
  /** How many shapes it adds. */
  readonly shapes: number
  /** The Yjs client that its changes are by. */
  readonly client: number
  /** Its changes, to be applied in this order. */
  readonly slices: readonly Uint8Array[]
}
