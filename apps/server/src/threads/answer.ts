import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import { basename } from 'node:path'
import { parentPort } from 'node:worker_threads'
import type { ThreadAnswer, ThreadRequest } from './thread.ts'

/** The other side of a `Thread`: answers every request with its result or its error. */
export function answer<Request, Result>(perform: (request: Request) => Result | Promise<Result>): void {
  const say = (message: ThreadAnswer<Result>) => parentPort?.postMessage(message)
  parentPort?.on('message', async ({ id, request }: ThreadRequest<Request>) => {
    try {
      const result = perform(request)
      say({ id, result: result instanceof Promise ? await result : result })
    } catch (error) {
      say({ id, problem: error instanceof Error ? error.message : String(error) })
    }
  })
}

/** Lower than that of threads that serve people (setpriority(2): a higher number is a lower priority). */
const backgroundPriority = 10

/** Lowers the priority of this thread. Only on Linux, where threads have their own priorities. */
export function computeInBackground(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), backgroundPriority)
  } catch {
    // Without it everything works, but others are a little slower.
  }
}
