import type { BoardId, PrincipalId, Rejection } from '@inkbridge/types'
import type { Logger } from 'pino'
import type { Damage, UpdateLog } from '../log.ts'
import { restoreDocument } from './opening.ts'

/** The id and title of a board. */
export type BoardRow = { readonly id: BoardId; readonly title: string }

interface DamagedBoardsParts {
  readonly log: UpdateLog
  readonly logger: Logger
  /** Opens a board that was never checked; resolves with its damage. */
  readonly open: (board: BoardRow) => Promise<Damage | null>
  /** Unloads a restored board, so that it is loaded again. */
  readonly forget: (board: BoardId) => Promise<void>
}

/** Boards that have to be restored before they can be changed. */
export class DamagedBoards {
  readonly #parts: DamagedBoardsParts
  /** One at a time for each board. */
  readonly #restoring = new Map<BoardId, Promise<void>>()

  constructor(parts: DamagedBoardsParts) {
    this.#parts = parts
  }

  /** Resolves with the damage of a board; rejects when it cannot be read. */
  async damageOf(board: BoardRow): Promise<Damage | null> {
    const { check } = await this.#parts.log.status(board.id)
    return check ? check.damage : this.#parts.open(board)
  }

  /** Restores a board to an entry of its log, by default the last sound one. Resolves with a refusal, or null. */
  restore(board: BoardRow, author: PrincipalId, to: number | null): Promise<Rejection | null> {
    const before = this.#restoring.get(board.id) ?? Promise.resolve()
    const restoring = before.then(() => this.#restore(board, author, to))
    const done = restoring.then(
      () => {},
      () => {},
    )
    this.#restoring.set(board.id, done)
    void done.then(() => {
      if (this.#restoring.get(board.id) === done) this.#restoring.delete(board.id)
    })
    return restoring
  }

  async #restore(board: BoardRow, author: PrincipalId, to: number | null): Promise<Rejection | null> {
    const { log, logger, forget } = this.#parts
    await this.damageOf(board)
    const problem = await restoreDocument({ id: board.id, log, logger, now: Date.now }, author, to)
    if (!problem) await forget(board.id)
    return problem
  }
}
