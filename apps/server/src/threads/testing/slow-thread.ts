import { parentPort } from 'node:worker_threads'
import type { ThreadRequest } from '../thread.ts'

/** Answers after waiting, or computing, for the given time, ms. */
parentPort?.on('message', ({ id, request }: ThreadRequest<{ readonly waits?: number; readonly computes?: number }>) => {
  const { waits = 0, computes = 0 } = request
  const until = performance.now() + computes
  while (performance.now() < until);
  setTimeout(() => parentPort?.postMessage({ id, result: 'done' }), waits)
})
