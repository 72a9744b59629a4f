/** How long a board stays in memory after its last use, ms. */
const idleMs = 60_000
/** Limit of the documents of all unused boards, bytes as updates; in memory they take about ten times that. */
const maxIdleBytes = 2 * 1_048_576

interface Idle {
  readonly bytes: number
  readonly timer: ReturnType<typeof setTimeout>
}

/** Keeps unused boards in memory for a while, or shorter when they take too much memory. */
export class IdleBoards<Board> {
  readonly #forget: (board: Board) => void
  /** The least recently used first. */
  readonly #boards = new Map<Board, Idle>()
  #bytes = 0

  /** `forget` unloads a board. */
  constructor(forget: (board: Board) => void) {
    this.#forget = forget
  }

  /** Adds a board that is no longer used. `bytes`: approximate size of its document as an update. */
  add(board: Board, bytes: number): void {
    this.delete(board)
    const timer = setTimeout(() => this.#end(board), idleMs).unref()
    this.#boards.set(board, { bytes, timer })
    this.#bytes += bytes
    while (this.#bytes > maxIdleBytes) this.#forgetOldest()
  }

  /** Removes a board that is used again or unloaded. */
  delete(board: Board): void {
    const idle = this.#boards.get(board)
    if (!idle) return
    clearTimeout(idle.timer)
    this.#boards.delete(board)
    this.#bytes -= idle.bytes
  }

  #forgetOldest(): void {
    const [oldest] = this.#boards.keys()
    if (oldest !== undefined) this.#end(oldest)
  }

  clear(): void {
    for (const board of [...this.#boards.keys()]) this.delete(board)
  }

  #end(board: Board): void {
    this.delete(board)
    this.#forget(board)
  }
}
