import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import { basename } from 'node:path'
import { parentPort } from 'node:worker_threads'
import type { Answer, Asked } from './thread.ts'

/** The other side of a `Thread`: every question is answered, with what it gave or with what was wrong. */
export function answer<Request, Result>(perform: (request: Request) => Result | Promise<Result>): void {
  const say = (message: Answer<Result>) => parentPort?.postMessage(message)
  parentPort?.on('message', async ({ id, request }: Asked<Request>) => {
    try {
      const result = perform(request)
      say({ id, result: result instanceof Promise ? await result : result })
    } catch (error) {
      say({ id, problem: error instanceof Error ? error.message : String(error) })
    }
  })
}

/** Below what serves people, so that it computes in what time they leave (setpriority(2): the higher, the later). */
const backgroundPriority = 10

/** From here on this thread computes only what the others leave it. Linux only, where a thread has a priority of its own. */
export function computeInBackground(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), backgroundPriority)
  } catch {
    // Without it everything works, a little slower for others.
  }
}
