import * as Y from 'yjs'

interface Message {
  readonly to: number
  readonly update: Uint8Array
}

/** The faults a network has caused. */
export interface Losses {
  lost: number
  reordered: number
  duplicated: number
}

/**
 * Connects documents by messages that are lost, delayed, reordered and duplicated. An offline document sends and
 * receives nothing. `deliverAll` reconnects everybody and repairs losses by state vectors, as a server does.
 */
export class LossyTransport {
  readonly losses: Losses = { lost: 0, reordered: 0, duplicated: 0 }
  readonly #docs: readonly Y.Doc[]
  readonly #random: () => number
  readonly #away = new Set<number>()
  #delayed: Message[] = []

  constructor(docs: readonly Y.Doc[], random: () => number) {
    this.#docs = docs
    this.#random = random
    for (const [from, doc] of docs.entries()) {
      doc.on('update', (update: Uint8Array, origin: unknown) => {
        if (origin !== this) this.#send(from, update)
      })
    }
  }

  leave(doc: number): void {
    this.#away.add(doc)
  }

  come(doc: number): void {
    this.#away.delete(doc)
    for (const other of this.#docs.keys()) if (!this.#away.has(other)) this.#exchange(doc, other)
  }

  /** Delivers some of the delayed messages, in any order. */
  deliver(): void {
    const count = Math.floor(this.#random() * (this.#delayed.length + 1))
    for (let done = 0; done < count; done += 1) {
      const at = Math.floor(this.#random() * this.#delayed.length)
      if (at > 0) this.losses.reordered += 1
      const [message] = this.#delayed.splice(at, 1)
      if (message) this.#applyTo(message)
    }
  }

  deliverAll(): void {
    this.#away.clear()
    for (const message of this.#delayed.splice(0)) this.#applyTo(message)
    for (let round = 0; round < 2; round += 1) {
      for (const from of this.#docs.keys())
        for (const to of this.#docs.keys()) if (from !== to) this.#exchange(from, to)
    }
  }

  #send(from: number, update: Uint8Array): void {
    for (const to of this.#docs.keys()) {
      if (to === from) continue
      if (this.#away.has(from) || this.#away.has(to) || this.#random() < 0.1) {
        this.losses.lost += 1
        continue
      }
      this.#delayed.push({ to, update })
      if (this.#random() < 0.1) {
        this.losses.duplicated += 1
        this.#delayed.push({ to, update })
      }
    }
  }

  #applyTo({ to, update }: Message): void {
    const doc = this.#docs[to]
    if (!doc || this.#away.has(to)) this.losses.lost += 1
    else Y.applyUpdate(doc, update, this)
  }

  #exchange(one: number, other: number): void {
    const [from, to] = [this.#docs[one], this.#docs[other]]
    if (!from || !to) return
    Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)), this)
    Y.applyUpdate(from, Y.encodeStateAsUpdate(to, Y.encodeStateVector(from)), this)
  }
}
