/** Where one's own edits are, counted. */
export interface EditCounts {
  /** Only on this device. */
  readonly device: number
  /** The server has them, its disk not yet. */
  readonly received: number
  /** On the server's disk, since this page was opened. */
  readonly saved: number
}

interface Sent {
  /** The how many'th update-bearing message of this session it was, from 1. */
  readonly message: number
  readonly edits: number
}

/**
 * Follows each edit from this device to the server's disk. The server acknowledges by counting the update-bearing
 * messages of a session; what it has not acknowledged when a session ends is on this device again, until the sync
 * answer that carries it is saved.
 */
export class Ledger {
  #waiting = 0
  #sent: Sent[] = []
  #messages = 0
  #received = 0
  #saved = 0

  /** Edits that cannot be sent yet. */
  kept(edits: number): void {
    this.#waiting += edits
  }

  /** An edit that went out as a message of its own. */
  sent(): void {
    this.#send(1)
  }

  /** The answer to sync step 1 went out: it carries everything that was kept. */
  answered(): void {
    const edits = this.#waiting
    this.#waiting = 0
    this.#send(edits)
  }

  /** The server said how many messages it has received and saved, counted from the session's start. */
  acknowledged(received: number, saved: number): void {
    this.#received = Math.max(this.#received, received)
    this.#saved += total(this.#sent.filter(({ message }) => message <= saved))
    this.#sent = this.#sent.filter(({ message }) => message > saved)
  }

  /** The session ended. */
  ended(): void {
    this.#waiting += total(this.#sent)
    this.#sent = []
    this.#messages = 0
    this.#received = 0
  }

  /** Nothing is under way: all of it is saved. */
  get settled(): boolean {
    return this.#waiting === 0 && this.#sent.length === 0
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
