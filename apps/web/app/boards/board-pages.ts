import type { BoardSummaries, BoardSummary } from '@inkbridge/types'

/** Boards in one request. */
const pageSize = 100

export interface ListedBoards {
  /** The boards of the list; those that have not been needed yet are undefined. Null: nothing is known yet. */
  readonly rows: readonly (BoardSummary | undefined)[] | null
  /** The server could not be reached at the last request. */
  readonly isAbsent: boolean
}

export const unknownBoards: ListedBoards = { rows: null, isAbsent: false }

type Load = (page: { readonly skip: number; readonly limit: number }) => Promise<BoardSummaries>

/** A list of boards of which only the pages are loaded that are shown. */
export class BoardPages {
  readonly #load: Load
  readonly #listeners = new Set<() => void>()
  readonly #fresh = new Set<number>()
  #range: readonly [first: number, last: number] = [0, 0]
  #version = 0
  #snapshot: ListedBoards

  /** `before`: what is shown until something is known. */
  constructor(load: Load, before: ListedBoards = unknownBoards) {
    this.#load = load
    this.#snapshot = before
  }

  get snapshot(): ListedBoards {
    return this.#snapshot
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Loads the boards from one index to another, both included, unless they are known. */
  show(first: number, last: number): void {
    this.#range = [first, last]
    void this.#fill()
  }

  /** Loads what is shown again, and later everything else. What is known stays until then. */
  async reload(): Promise<void> {
    this.#version += 1
    this.#fresh.clear()
    await this.#fill()
  }

  async #fill(): Promise<void> {
    const [first, last] = this.#range
    const pages: number[] = []
    for (let page = Math.floor(first / pageSize); page * pageSize <= last; page += 1) pages.push(page)
    await Promise.all(pages.filter((page) => !this.#fresh.has(page)).map((page) => this.#loadPage(page)))
  }

  async #loadPage(page: number): Promise<void> {
    const version = this.#version
    this.#fresh.add(page)
    const skip = page * pageSize
    try {
      const { boards, total } = await this.#load({ skip, limit: pageSize })
      if (version !== this.#version) return
      const rows = Array.from({ length: total }, (_, index) => this.#snapshot.rows?.[index])
      for (const [index, board] of boards.entries()) rows[skip + index] = board
      this.#set({ rows, isAbsent: false })
    } catch {
      if (version !== this.#version) return
      this.#fresh.delete(page)
      this.#set({ ...this.#snapshot, isAbsent: true })
    }
  }

  #set(snapshot: ListedBoards): void {
    this.#snapshot = snapshot
    for (const listener of this.#listeners) listener()
  }
}
