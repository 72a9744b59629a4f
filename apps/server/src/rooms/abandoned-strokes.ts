import { sealAbandoned } from '@inkbridge/board'
import { aTurn } from '../threads.ts'
import type { Session } from './session.ts'
import type { Timers } from './timers.ts'
import type { ChangeOrigin, Writer } from './writer.ts'

/** How long after its author has left a live stroke is sealed, ms. */
const abandonedMs = 60_000

/** The amount sealed at once, about ten milliseconds of work; bytes. */
const pieceBytes = 131_072

const server: ChangeOrigin = { session: null, author: null }

/** Seals live strokes whose authors have left. */
export class AbandonedStrokes {
  readonly #writer: Writer
  readonly #sessions: ReadonlySet<Session>
  readonly #timers: Timers

  constructor(writer: Writer, sessions: ReadonlySet<Session>, timers: Timers) {
    this.#writer = writer
    this.#sessions = sessions
    this.#timers = timers
  }

  /** Seals, after a while, the strokes whose authors are not connected then. */
  sealLater(): void {
    this.#timers.later(abandonedMs, () => this.seal())
  }

  /** Seals the strokes whose authors are not connected, in pieces, serving others in between. */
  async seal(): Promise<void> {
    while (this.#writer.isWritable && !this.#writer.isDisposed) {
      const live = new Set([...this.#sessions].map(({ clientId }) => clientId))
      if (sealAbandoned(this.#writer.doc, (clientId) => live.has(clientId), server, pieceBytes) === 0) return
      await aTurn()
    }
  }
}
