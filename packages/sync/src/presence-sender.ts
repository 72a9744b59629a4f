import { encodePresence, type Presence } from '@inkbridge/types'

/** The presence of this connection. Its positions are sent in a few bytes; the rest only when it has changed. */
export class PresenceSender {
  readonly #clientId: () => number
  readonly #name: string | undefined
  #presence: Omit<Presence, 'user'> = {}
  /** The server's version of it, except cursor and shift; null: nothing yet. */
  #shown: string | null = null

  /** `name`: of a program; people's names come from the server. */
  constructor(clientId: () => number, name: string | undefined) {
    this.#clientId = clientId
    this.#name = name
  }

  /** Fields that are not given stay unchanged. */
  change(change: Omit<Presence, 'user'>): void {
    this.#presence = { ...this.#presence, ...change }
  }

  /** Forgets what was sent: a new session starts without presence. */
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
