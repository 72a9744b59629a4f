import { sealAbandoned } from '@inkbridge/board'
import { aTurn } from '../threads.ts'
import type { Session } from './session.ts'
import type { Timers } from './timers.ts'
import type { ChangeOrigin, Writer } from './writer.ts'

/** After its author has left for so long, a stroke in progress is sealed for them, ms. */
const abandonedMs = 60_000

/** What is sealed at once: some ten milliseconds of work; bytes. */
const pieceBytes = 131_072

const server: ChangeOrigin = { session: null, author: null }

/** Strokes in progress whose authors have left: the server seals them. */
export class Abandoned {
  readonly #writer: Writer
  readonly #sessions: ReadonlySet<Session>
  readonly #timers: Timers

  constructor(writer: Writer, sessions: ReadonlySet<Session>, timers: Timers) {
    this.#writer = writer
    this.#sessions = sessions
    this.#timers = timers
  }

  /** Seals what nobody who is here then is drawing, after a while. */
  sealLater(): void {
    this.#timers.later(abandonedMs, () => this.seal())
  }

  /** Seals what nobody who is here is drawing, in pieces: others are served in between. */
  async seal(): Promise<void> {
    while (this.#writer.takes && !this.#writer.isDisposed) {
      const live = new Set([...this.#sessions].map(({ clientId }) => clientId))
      if (sealAbandoned(this.#writer.doc, (clientId) => live.has(clientId), server, pieceBytes) === 0) return
      await aTurn()
    }
  }
}
