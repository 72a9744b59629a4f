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
