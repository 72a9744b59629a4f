import type * as Y from 'yjs'
import type { Writer } from './writer.ts'

/** `lost`: the document was reloaded instead, and pending changes were not saved. */
type Continuation = (lost: boolean) => void

interface Waiting {
  readonly doc: Y.Doc
  /** The writer's position when this began to wait. */
  readonly position: number
  readonly run: Continuation
}

/** Defers continuations, in order, until everything applied before them is on disk. */
export class AfterCommit {
  readonly #writer: Pick<Writer, 'doc' | 'position' | 'isDisposed'>
  readonly #guarded: (run: () => void) => void
  readonly #waiting: Waiting[] = []
  #processed = 0

  /** `guarded` runs a continuation and catches its errors. */
  constructor(writer: Pick<Writer, 'doc' | 'position' | 'isDisposed'>, guarded: (run: () => void) => void) {
    this.#writer = writer
    this.#guarded = guarded
  }

  /** Runs a continuation when everything applied so far is on disk, immediately if it is. */
  run(run: Continuation): void {
    const { doc, position, isDisposed } = this.#writer
    if (isDisposed) return run(true)
    if (position === this.#processed && this.#waiting.length === 0) return run(false)
    this.#waiting.push({ doc, position, run })
  }

  /** Resolves with the value when everything applied so far is on disk; rejects when it cannot be saved. */
  give<Value>(value: Value): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.run((lost) => {
        if (lost) reject(new Error('The server could not save this. Nothing was changed; try again in a moment.'))
        else resolve(value)
      })
    })
  }

  /** Runs continuations after the writer has processed everything up to a position. */
  process({ position, lost }: { readonly position: number; readonly lost: boolean }): void {
    this.#processed = position
    for (;;) {
      const [first] = this.#waiting
      if (!first || first.position > position) return
      this.#waiting.shift()
      this.#guarded(() => first.run(lost || first.doc !== this.#writer.doc))
    }
  }
}
