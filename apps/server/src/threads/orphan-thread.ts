import { workerData } from 'node:worker_threads'
import { leave } from './leave.ts'

/** Ends this process when its parent has ended, even if the main thread is busy. */

/** Interval of the checks, ms. */
const everyMs = 500

const { parent } = workerData as { readonly parent: number }

setInterval(() => {
  // An orphan gets another parent (man 2 getppid). Windows keeps the number: there it ends with its answer.
  if (process.ppid !== parent) leave()
}, everyMs)
