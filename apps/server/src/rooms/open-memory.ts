import type { Room } from './room.ts'

/** How often the size of all documents in memory is summed up, ms. */
const pressedMs = 500

export interface MemoryBound {
  /** All documents in memory together, bytes as updates. */
  readonly openBytes: number
  /** What a board may grow to when they are more than that, bytes. */
  readonly fairBytes: number
}

const memoryBound: MemoryBound = { openBytes: 256 * 1_048_576, fairBytes: 4 * 1_048_576 }

/** So many large boards are open that another has no room in memory. */
export class ServerFull extends Error {
  constructor() {
    super('The server has as many large boards open as it has memory for. Nothing was changed; try again in a minute.')
  }
}

/** Bounds the memory that the documents of all open boards take together. */
export class OpenMemory {
  readonly #rooms: () => readonly Room[]
  readonly #bound: MemoryBound
  #pressed = { at: Number.NEGATIVE_INFINITY, is: false }

  constructor(rooms: () => readonly Room[], bound: MemoryBound = memoryBound) {
    this.#rooms = rooms
    this.#bound = bound
  }

  /** Whether a board of the given size may not grow now. Called for every edit; the total is measured at intervals. */
  isPressed(bytes: number): boolean {
    const now = performance.now()
    if (now - this.#pressed.at > pressedMs) this.#pressed = { at: now, is: this.#isOver }
    return this.#pressed.is && bytes > this.#bound.fairBytes
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
    return this.#rooms().reduce((sum, { bytes }) => sum + bytes, 0) > this.#bound.openBytes
  }
}
