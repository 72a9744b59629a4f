import { encodePresence, type Presence } from '@inkbridge/types'

/** What this connection shows of itself. Where it is goes in a few bytes; the rest only when it has changed. */
export class PresenceSender {
  readonly #clientId: () => number
  readonly #name: string | undefined
  #presence: Omit<Presence, 'user'> = {}
  /** What the server knows of it, but for cursor and shift; null: nothing yet. */
  #shown: string | null = null

  /** `name`: of a program; people's names are the server's. */
  constructor(clientId: () => number, name: string | undefined) {
    this.#clientId = clientId
    this.#name = name
  }

  /** What is not given stays as it is. */
  change(change: Omit<Presence, 'user'>): void {
    this.#presence = { ...this.#presence, ...change }
  }

  /** A new session knows nothing of it. */
  forget(): void {
    this.#shown = null
  }

  /** The delta that brings the session up to date; it counts as sent. */
  delta(): Uint8Array {
    const { cursor = null, shift = null, ...rest } = this.#presence
    const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null))
    const state = { ...said, ...(this.#name ? { user: { name: this.#name } } : {}) }
    const json = JSON.stringify(state)
    const whole = json === this.#shown ? {} : { whole: { clientId: this.#clientId(), state } }
    this.#shown = json
    return encodePresence({ everybody: false, entries: [{ slot: 0, ...whole, cursor, shift }] })
  }
}
