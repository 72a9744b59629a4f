import type { ThreadAnswer, ThreadRequest } from '../threads.ts'
import type { Request } from './sqlite-messages.ts'
import type { RequestSort, SqliteRequests } from './sqlite-requests.ts'

/**
 * Schedules the requests of a database. In each round all short writes share one commit, so that they
 * wait for the disk once; then all short reads are answered, and one long request.
 */
export class SqliteRounds {
  readonly #requests: SqliteRequests
  #waiting: ThreadRequest<Request>[] = []

  constructor(requests: SqliteRequests) {
    this.#requests = requests
  }

  get isIdle(): boolean {
    return this.#waiting.length === 0
  }

  add(asked: ThreadRequest<Request>): void {
    this.#waiting.push(asked)
  }

  /** Performs one round, lazily: a commit is answered before reads. */
  *round(): Generator<ThreadAnswer<unknown>, void> {
    const { write = [], read = [], long = [] } = Object.groupBy(this.#waiting, ({ request }) => this.#sortOf(request))
    this.#waiting = long.slice(1)
    yield* this.#together(write)
    for (const asked of [...read, ...long.slice(0, 1)]) yield this.#alone(asked)
  }

  /** Performs writes in one commit, or one by one if that fails, so that a failing one does not affect others. */
  #together(writes: readonly ThreadRequest<Request>[]): readonly ThreadAnswer<unknown>[] {
    if (writes.length < 2) return writes.map((asked) => this.#alone(asked))
    try {
      const results = this.#requests.performTogether(writes.map(({ request }) => request))
      return writes.map(({ id }, index) => ({ id, result: results[index] }))
    } catch {
      return writes.map((asked) => this.#alone(asked))
    }
  }

  #alone({ id, request }: ThreadRequest<Request>): ThreadAnswer<unknown> {
    try {
      return { id, result: this.#requests.perform(request) }
    } catch (error) {
      return { id, problem: error instanceof Error ? error.message : String(error) }
    }
  }

  /** Invalid SQL counts as a read, and fails when it is performed. */
  #sortOf(request: Request): RequestSort {
    try {
      return this.#requests.sortOf(request)
    } catch {
      return 'read'
    }
  }
}
