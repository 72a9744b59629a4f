import { parentPort } from 'node:worker_threads'
import type { Asked } from '../thread.ts'

/** Answers after it has waited, or computed, for the given time, ms. */
parentPort?.on('message', ({ id, request }: Asked<{ readonly waits?: number; readonly computes?: number }>) => {
  const { waits = 0, computes = 0 } = request
  const until = performance.now() + computes
  while (performance.now() < until);
  setTimeout(() => parentPort?.postMessage({ id, result: 'done' }), waits)
})
