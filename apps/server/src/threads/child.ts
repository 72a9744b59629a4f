import { readdirSync } from 'node:fs'
import { setPriority } from 'node:os'
import { Worker } from 'node:worker_threads'
import { parentVariable, type Reply } from './bounded-process.ts'
import { leave } from './leave.ts'

/** Below what serves people, so that it computes in what time they leave (setpriority(2): the higher, the later). */
const backgroundPriority = 19

/** The other side of a `BoundedProcess`: every question is answered, with what it gave or with what was wrong. */
export function answerParent<Request, Result>(perform: (request: Request) => Result | Promise<Result>): void {
  process.umask(0o077)
  new Worker(new URL('./orphan-thread.ts', import.meta.url), {
    workerData: { parent: Number(process.env[parentVariable]) },
  }).unref()
  computeLast()
  process.on('disconnect', leave)
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
