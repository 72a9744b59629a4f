import { sealAbandoned } from '@inkbridge/board'
import type { Session } from './session.ts'
import type { Timers } from './timers.ts'
import type { ChangeOrigin, Writer } from './writer.ts'

/** After its author has left for so long, a stroke in progress is sealed for them, ms. */
const abandonedMs = 60_000

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
    this.#timers.later(abandonedMs, () => {
      const live = new Set([...this.#sessions].map(({ clientId }) => clientId))
      this.#seal((clientId) => live.has(clientId))
    })
  }

  /** Seals every stroke in progress. */
  sealAll(): void {
    this.#seal(() => false)
  }

  #seal(isLive: (clientId: number) => boolean): void {
    if (this.#writer.takes) sealAbandoned(this.#writer.doc, isLive, server)
  }
}
