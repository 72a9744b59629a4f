import type { Room } from './room.ts'

/** Interval at which the size of all documents in memory is measured, ms. */
const pressedMs = 500

export interface MemoryBound {
  /** Limit of all documents in memory, bytes as updates. */
  readonly openBytes: number
  /** The size up to which a board may still grow above that limit, bytes. */
  readonly fairBytes: number
}

const memoryBound: MemoryBound = { openBytes: 256 * 1_048_576, fairBytes: 4 * 1_048_576 }

/** Too many large boards are open for another one. */
export class ServerFull extends Error {
  constructor() {
    super('The server has no memory for another large board. Nothing was changed; try again in a minute.')
  }
}

/** Limits the memory of the documents of all open boards. */
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

  /** Frees memory for another board by unloading unused ones early. Rejects with `ServerFull`. */
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
