/** Counts edits made here by where they are stored. */
export interface EditCounts {
  /** Only on this device. */
  readonly device: number
  /** Received by the server, not yet on its disk. */
  readonly received: number
  /** On the server's disk, since this page was opened. */
  readonly saved: number
}

interface Sent {
  /** The number of the message among the update-bearing ones of this session, from 1. */
  readonly message: number
  readonly edits: number
}

/**
 * Follows each edit from this device to the server's disk. The server acknowledges by counting the update-bearing
 * messages of a session; edits not acknowledged when a session ends count as on this device again, until the sync
 * answer that carries them is saved.
 */
export class Ledger {
  #waiting = 0
  #sent: Sent[] = []
  #messages = 0
  #received = 0
  #saved = 0
  /** The document had content before it was connected, which no saved answer has carried yet. */
  #hasUnsavedContent: boolean
  /** The answer that carries it. */
  #answer: number | null = null

  constructor({ hasContent = false } = {}) {
    this.#hasUnsavedContent = hasContent
  }

  /** Edits that cannot be sent yet. */
  kept(edits: number): void {
    this.#waiting += edits
  }

  /** An edit was sent as a message of its own. */
  sent(): void {
    this.#send(1)
  }

  /** The answer to sync step 1 was sent: it carries everything unsent. */
  answered(): void {
    const edits = this.#waiting
    this.#waiting = 0
    this.#send(edits)
    this.#answer = this.#messages
  }

  /** The number of messages the server has received and saved, counted from the session's start. */
  acknowledged(received: number, saved: number): void {
    this.#received = Math.max(this.#received, received)
    if (this.#answer !== null && this.#answer <= saved) this.#hasUnsavedContent = false
    this.#saved += total(this.#sent.filter(({ message }) => message <= saved))
    this.#sent = this.#sent.filter(({ message }) => message > saved)
  }

  /** The session ended. */
  ended(): void {
    this.#waiting += total(this.#sent)
    this.#sent = []
    this.#messages = 0
    this.#received = 0
    this.#answer = null
  }

  /** Nothing is in flight: all edits are saved. */
  get settled(): boolean {
    return this.#waiting === 0 && this.#sent.length === 0
  }

  /** All edits are saved, and so is the content from before the connection. */
  get isAllSaved(): boolean {
    return this.settled && !this.#hasUnsavedContent
  }

  get counts(): EditCounts {
    const received = total(this.#sent.filter(({ message }) => message <= this.#received))
    return { device: this.#waiting + total(this.#sent) - received, received, saved: this.#saved }
  }

  #send(edits: number): void {
    this.#messages += 1
    this.#sent.push({ message: this.#messages, edits })
  }
}

function total(messages: readonly Sent[]): number {
  return messages.reduce((sum, { edits }) => sum + edits, 0)
}
