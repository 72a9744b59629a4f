import { readdirSync } from 'node:fs'
import { setPriority } from 'node:os'
import type { Reply } from './bounded-process.ts'

/** Below what serves people, so that it computes in what time they leave (setpriority(2): the higher, the later). */
const backgroundPriority = 19

/** The other side of a `BoundedProcess`: every question is answered, with what it gave or with what was wrong. */
export function answerParent<Request, Result>(perform: (request: Request) => Result | Promise<Result>): void {
  process.umask(0o077)
  computeLast()
  // The server is gone: nobody waits for this.
  process.on('disconnect', () => process.exit())
  process.on('message', async (request: Request) => {
    process.send?.(await replyOf(perform, request))
  })
}

/** On Linux each thread has a priority of its own, and those that collect garbage are there already. */
function computeLast(): void {
  const threads = process.platform === 'linux' ? readdirSync('/proc/self/task').map(Number) : [process.pid]
  for (const thread of threads) setPriority(thread, backgroundPriority)
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
