/** The memory of one connection or request: data received and not handled yet, or waiting to be sent. */
export interface MemoryAccount {
  readonly bytes: number
  /** Sets the current number of bytes. May call `cut` of this or another account synchronously. */
  set(bytes: number): void
  add(bytes: number): void
  /** Frees all of it. Idempotent. */
  close(): void
}

export interface MemoryBounds {
  /** The limit of the process, bytes. */
  readonly total: number
  /** The limit of one address, bytes. */
  readonly share: number
}

/** A share holds the largest message, the largest answer, and a class that reconnects at once. */
const defaults: MemoryBounds = { total: 64 * 1_048_576, share: 48 * 1_048_576 }

interface Account {
  bytes: number
  readonly address: string
  readonly cut: () => void
}

interface AddressAccounts {
  bytes: number
  readonly accounts: Set<Account>
}

/**
 * Accounts for all waiting bytes of the process. When an address is over its share its largest account is cut, and
 * when the process is over its total, the largest account of the largest address. The total applies without limits too.
 */
export class Memory {
  /** Whether addresses are limited to their shares. */
  readonly limited: boolean
  readonly #total: number
  readonly #share: number
  readonly #addresses = new Map<string, AddressAccounts>()
  #used = 0

  constructor(limited: boolean, { total, share }: MemoryBounds = defaults) {
    this.limited = limited
    this.#total = total
    this.#share = limited ? share : Number.POSITIVE_INFINITY
  }

  /** Bytes waiting in the process. */
  get used(): number {
    return this.#used
  }

  /** Whether an address is at its share, or the process at its total. */
  isFull(address: string): boolean {
    return this.#used >= this.#total || (this.#addresses.get(address)?.bytes ?? 0) >= this.#share
  }

  /** Opens an account. `cut` is called at most once and must release the bytes; they count as free from then on. */
  open(address: string, cut: () => void): MemoryAccount {
    const account: Account = { bytes: 0, address, cut }
    const owner = this.#addresses.get(address) ?? { bytes: 0, accounts: new Set() }
    this.#addresses.set(address, owner)
    owner.accounts.add(account)
    const set = (bytes: number) => {
      if (!owner.accounts.has(account) || bytes === account.bytes) return
      const grows = bytes > account.bytes
      this.#change(owner, account, bytes)
      if (!grows) return
      if (owner.bytes > this.#share) this.#cutLargest(owner)
      else if (this.#used > this.#total) this.#cutLargest(this.#heaviest() ?? owner)
    }
    return {
      get bytes() {
        return account.bytes
      },
      set,
      add: (bytes) => set(account.bytes + bytes),
      close: () => this.#close(owner, account),
    }
  }

  #change(owner: AddressAccounts, account: Account, bytes: number): void {
    this.#used += bytes - account.bytes
    owner.bytes += bytes - account.bytes
    account.bytes = bytes
  }

  #close(owner: AddressAccounts, account: Account): void {
    if (!owner.accounts.has(account)) return
    this.#change(owner, account, 0)
    owner.accounts.delete(account)
    if (owner.accounts.size === 0) this.#addresses.delete(account.address)
  }

  #cutLargest(owner: AddressAccounts): void {
    const largest = most(owner.accounts)
    if (!largest) return
    this.#close(owner, largest)
    largest.cut()
  }

  #heaviest(): AddressAccounts | null {
    return most(this.#addresses.values())
  }
}

function most<Each extends { readonly bytes: number }>(all: Iterable<Each>): Each | null {
  let largest: Each | null = null
  for (const each of all) if (!largest || each.bytes > largest.bytes) largest = each
  return largest
}
