import type { BoardId } from '@inkbridge/types'
import type { Logger } from 'pino'
import { describeError } from '../boundary.ts'
import type { UpdateLog } from '../log.ts'
import type { Directory } from '../storage/storage.ts'

/** Pause between two boards, for other work of the server, ms. */
const restMs = 50

/** Keeps the full-text index of boards up to date, one board after the other. */
export interface Indexer {
  /** Indexes a board soon; one that waits already is indexed once. */
  add(board: BoardId): void
  /** Adds all boards whose index is missing or older than their content, as after a crash or an upgrade. */
  addStale(): Promise<void>
  /** Resolves when no board waits. */
  idle(): Promise<void>
  /** Resolves when the board that is being indexed is done; the others wait for `addStale` of the next start. */
  stop(): Promise<void>
}

export interface IndexerParts {
  readonly directory: Pick<Directory, 'boards' | 'indexText' | 'indexedAt'>
  readonly log: Pick<UpdateLog, 'changedAt'>
  /** The text of a board; null: it does not exist, or is damaged. */
  readonly textOf: (board: BoardId) => Promise<string | null>
  readonly logger: Logger
}

export function createIndexer({ directory, log, textOf, logger }: IndexerParts): Indexer {
  const waiting = new Set<BoardId>()
  let running: Promise<void> | null = null
  let stopped = false

  async function index(board: BoardId): Promise<void> {
    const changedAt = (await log.changedAt([board])).get(board)
    const text = changedAt === undefined ? null : await textOf(board)
    if (text !== null && changedAt !== undefined) await directory.indexText(board, text, changedAt)
  }

  async function run(): Promise<void> {
    for (const board of waiting) {
      if (stopped) return
      waiting.delete(board)
      await index(board).catch((error: unknown) =>
        logger.warn({ board, ...describeError(error) }, 'the text of a board could not be indexed'),
      )
      await new Promise((resolve) => setTimeout(resolve, restMs))
    }
  }

  function start(): void {
    running ??= run().finally(() => {
      running = null
      if (waiting.size > 0 && !stopped) start()
    })
  }

  function add(board: BoardId): void {
    waiting.add(board)
    start()
  }

  return {
    add,

    async addStale() {
      const [boards, indexed] = [await directory.boards(), await directory.indexedAt()]
      const changed = await log.changedAt(boards.map(({ id }) => id))
      for (const [board, at] of changed) if (at > (indexed.get(board) ?? -1)) add(board)
    },

    async idle() {
      while (running) await running
    },

    async stop() {
      stopped = true
      await running
    },
  }
}
