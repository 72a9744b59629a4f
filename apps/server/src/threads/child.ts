import { readdirSync } from 'node:fs'
import { setPriority } from 'node:os'
import { Worker } from 'node:worker_threads'
import { parentVariable, type Reply } from './bounded-process.ts'
import { leave } from './leave.ts'

/** Lower than that of threads that serve people (setpriority(2): a higher number is a lower priority). */
const backgroundPriority = 19

/** The other side of a `BoundedProcess`: answers every request with its result or its error. */
export function answerParent<Request, Result>(perform: (request: Request) => Result | Promise<Result>): void {
  process.umask(0o077)
  new Worker(new URL('./orphan-thread.ts', import.meta.url), {
    workerData: { parent: Number(process.env[parentVariable]) },
  }).unref()
  lowerPriority()
  process.on('disconnect', leave)
  process.on('message', async (request: Request) => {
    process.send?.(await replyOf(perform, request))
  })
}

/** Lowers the priority of the process; on Linux of each thread, since garbage collection threads exist already. */
function lowerPriority(): void {
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
