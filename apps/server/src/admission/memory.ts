/** What waits in memory for one connection or request: received and not handled, or sent and not taken. */
export interface MemoryAccount {
  readonly bytes: number
  /** Bytes now. May call `cut` of this or of another account before it returns. */
  set(bytes: number): void
  add(bytes: number): void
  /** Nothing waits any more. Idempotent. */
  close(): void
}

export interface MemoryBounds {
  /** Bytes that may wait in the whole process. */
  readonly total: number
  /** Bytes that may wait for one address. */
  readonly share: number
}

/** The largest message and the largest answer fit into a share, and a class that comes back at once does, too. */
const defaults: MemoryBounds = { total: 64 * 1_048_576, share: 48 * 1_048_576 }

interface Held {
  bytes: number
  readonly address: string
  readonly cut: () => void
}

interface Holder {
  bytes: number
  readonly accounts: Set<Held>
}

/**
 * One account of all bytes that wait in the process. When an address is over its share its largest holding is cut, and
 * when the process is over its total the largest holding of the address that has most. The total holds without limits.
 */
export class Memory {
  /** Whether addresses have shares. */
  readonly limited: boolean
  readonly #total: number
  readonly #share: number
  readonly #addresses = new Map<string, Holder>()
  #used = 0

  constructor(limited: boolean, { total, share }: MemoryBounds = defaults) {
    this.limited = limited
    this.#total = total
    this.#share = limited ? share : Number.POSITIVE_INFINITY
  }

  /** Bytes that wait in the process. */
  get used(): number {
    return this.#used
  }

  /** Whether an address is at its share, or the process at its total. */
  isFull(address: string): boolean {
    return this.#used >= this.#total || (this.#addresses.get(address)?.bytes ?? 0) >= this.#share
  }

  /** `cut` is called once at most, and ends what holds the bytes; they count as free from then on. */
  open(address: string, cut: () => void): MemoryAccount {
    const held: Held = { bytes: 0, address, cut }
    const holder = this.#addresses.get(address) ?? { bytes: 0, accounts: new Set() }
    this.#addresses.set(address, holder)
    holder.accounts.add(held)
    const set = (bytes: number) => {
      if (!holder.accounts.has(held) || bytes === held.bytes) return
      const grows = bytes > held.bytes
      this.#change(holder, held, bytes)
      if (!grows) return
      if (holder.bytes > this.#share) this.#cutLargest(holder)
      else if (this.#used > this.#total) this.#cutLargest(this.#heaviest() ?? holder)
    }
    return {
      get bytes() {
        return held.bytes
      },
      set,
      add: (bytes) => set(held.bytes + bytes),
      close: () => this.#close(holder, held),
    }
  }

  #change(holder: Holder, held: Held, bytes: number): void {
    this.#used += bytes - held.bytes
    holder.bytes += bytes - held.bytes
    held.bytes = bytes
  }

  #close(holder: Holder, held: Held): void {
    if (!holder.accounts.has(held)) return
    this.#change(holder, held, 0)
    holder.accounts.delete(held)
    if (holder.accounts.size === 0) this.#addresses.delete(held.address)
  }

  #cutLargest(holder: Holder): void {
    const largest = most(holder.accounts)
    if (!largest) return
    this.#close(holder, largest)
    largest.cut()
  }

  #heaviest(): Holder | null {
    return most(this.#addresses.values())
  }
}

function most<Each extends { readonly bytes: number }>(all: Iterable<Each>): Each | null {
  let largest: Each | null = null
  for (const each of all) if (!largest || each.bytes > largest.bytes) largest = each
  return largest
}
