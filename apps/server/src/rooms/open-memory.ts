import type { Room } from './room.ts'

/** All documents in memory together, bytes as updates. */
const maxOpenBytes = 256 * 1_048_576
/** How often that is looked at, ms. */
const pressedMs = 500
/** What a board may grow to when they are more than that. */
const fairBytes = 4 * 1_048_576

/** So many large boards are open that another has no room in memory. */
export class ServerFull extends Error {
  constructor() {
    super('The server has as many large boards open as it has memory for. Nothing was changed; try again in a minute.')
  }
}

/** Bounds the memory that the documents of all open boards take together. */
export class OpenMemory {
  readonly #rooms: () => readonly Room[]
  #pressed = { at: Number.NEGATIVE_INFINITY, is: false }

  constructor(rooms: () => readonly Room[]) {
    this.#rooms = rooms
  }

  /** Whether a board of the given size may not grow now. Called for every edit; the total is measured at intervals. */
  isPressed(bytes: number): boolean {
    const now = performance.now()
    if (now - this.#pressed.at > pressedMs) this.#pressed = { at: now, is: this.#isOver }
    return this.#pressed.is && bytes > fairBytes
  }

  /** Makes room for another board: those that nobody is on are unloaded before their time. Rejects with `ServerFull`. */
  async makeRoom<Board>(boards: readonly Board[], unload: (board: Board) => Promise<void>): Promise<void> {
    for (const board of boards) {
      if (!this.#isOver) return
      await unload(board)
    }
    if (this.#isOver) throw new ServerFull()
  }

  get #isOver(): boolean {
    return this.#rooms().reduce((sum, { bytes }) => sum + bytes, 0) > maxOpenBytes
  }
}
