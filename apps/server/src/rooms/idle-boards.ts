/** How long a board stays in memory after the last person has left. */
const idleMs = 60_000
/** How much the documents of boards that nobody is on may be together, as updates; in memory they take some ten times that. */
const maxIdleBytes = 2 * 1_048_576

interface Idle {
  readonly bytes: number
  readonly timer: ReturnType<typeof setTimeout>
}

/** Boards that nobody uses: each is kept for a while, and less when all of them take too much memory. */
export class IdleBoards<Board> {
  readonly #forget: (board: Board) => void
  /** The one left the longest ago first. */
  readonly #boards = new Map<Board, Idle>()
  #bytes = 0

  /** `forget` takes a board out of memory. */
  constructor(forget: (board: Board) => void) {
    this.#forget = forget
  }

  /** Nobody uses it from now on. `bytes`: of its document as an update, about. */
  add(board: Board, bytes: number): void {
    this.delete(board)
    const timer = setTimeout(() => this.#end(board), idleMs).unref()
    this.#boards.set(board, { bytes, timer })
    this.#bytes += bytes
    while (this.#bytes > maxIdleBytes) this.#forgetOldest()
  }

  /** It is used again, or forgotten. */
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
