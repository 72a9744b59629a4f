import type { Answer, Asked } from '../threads.ts'
import type { Request } from './sqlite-messages.ts'
import type { RequestSort, SqliteRequests } from './sqlite-requests.ts'

/**
 * The order in which a database answers what waits. In each round all short writes are one commit, so that many of them
 * wait for the disk once; then all short reads are answered, and one request that may take long.
 */
export class SqliteRounds {
  readonly #requests: SqliteRequests
  #waiting: Asked<Request>[] = []

  constructor(requests: SqliteRequests) {
    this.#requests = requests
  }

  get isIdle(): boolean {
    return this.#waiting.length === 0
  }

  add(asked: Asked<Request>): void {
    this.#waiting.push(asked)
  }

  /** Performs one round while its answers are iterated: a commit is answered before anything is read. */
  *round(): Generator<Answer<unknown>, void> {
    const { write = [], read = [], long = [] } = Object.groupBy(this.#waiting, ({ request }) => this.#sortOf(request))
    this.#waiting = long.slice(1)
    yield* this.#together(write)
    for (const asked of [...read, ...long.slice(0, 1)]) yield this.#alone(asked)
  }

  /** What cannot be written together is written one by one: a request that fails takes no other with it. */
  #together(writes: readonly Asked<Request>[]): readonly Answer<unknown>[] {
    if (writes.length < 2) return writes.map((asked) => this.#alone(asked))
    try {
      const results = this.#requests.performTogether(writes.map(({ request }) => request))
      return writes.map(({ id }, index) => ({ id, result: results[index] }))
    } catch {
      return writes.map((asked) => this.#alone(asked))
    }
  }

  #alone({ id, request }: Asked<Request>): Answer<unknown> {
    try {
      return { id, result: this.#requests.perform(request) }
    } catch (error) {
      return { id, problem: error instanceof Error ? error.message : String(error) }
    }
  }

  /** What cannot be read as SQL says so when it is performed. */
  #sortOf(request: Request): RequestSort {
    try {
      return this.#requests.sortOf(request)
    } catch {
      return 'read'
    }
  }
}
