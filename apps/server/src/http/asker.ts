import type { FileResult } from '../files/files.ts'
import { type Asker, Busy, Gone } from '../threads.ts'
import { HttpProblem } from './problem.ts'
import type { Call } from './route.ts'

/** The asker of a job; its signal is aborted when the connection closes. */
export function askerOf({ response, address }: Call, board: string): Asker {
  const gone = new AbortController()
  const leave = () => gone.abort(new Gone('the connection has ended'))
  if (response.destroyed) leave()
  else response.once('close', leave)
  return { board, address, signal: gone.signal }
}

/** Answers with 429 when too many jobs are waiting. */
export async function unlessBusy<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof Busy)) throw error
    throw new HttpProblem(
      'busy',
      'The server has too many exports, imports and images waiting. Nothing was changed; try again in a few seconds.',
      { retryAfterMs: error.retryAfterMs },
    )
  }
}

/** The problem of a board or file that could not be written or read. */
export function badFile({ code, reason, message }: FileResult & { readonly type: 'bad' }): HttpProblem {
  return new HttpProblem(code, message, { reason })
}
