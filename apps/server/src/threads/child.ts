import { setPriority } from 'node:os'
import type { Reply } from './bounded-process.ts'

/** Below what serves people, so that it computes in what time they leave (setpriority(2): the higher, the later). */
const backgroundPriority = 19

/** The other side of a `BoundedProcess`: every question is answered, with what it gave or with what was wrong. */
export function answerParent<Request, Result>(perform: (request: Request) => Result | Promise<Result>): void {
  process.umask(0o077)
  setPriority(backgroundPriority)
  // The server is gone: nobody waits for this.
  process.on('disconnect', () => process.exit())
  process.on('message', async (request: Request) => {
    process.send?.(await replyOf(perform, request))
  })
}

async function replyOf<Request, Result>(
  perform: (request: Request) => Result | Promise<Result>,
  request: Request,
): Promise<Reply<Result>> {
  try {
    return { result: await perform(request) }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}
