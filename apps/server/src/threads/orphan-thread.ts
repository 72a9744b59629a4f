import { workerData } from 'node:worker_threads'
import { leave } from './leave.ts'

/** Ends this process when the one that began it is gone, whatever the main thread computes meanwhile. */

/** How often that is looked at, ms. */
const everyMs = 500

const { parent } = workerData as { readonly parent: number }

setInterval(() => {
  // Who loses its parent gets another (man 2 getppid). Windows keeps the number: there it ends with its answer.
  if (process.ppid !== parent) leave()
}, everyMs)
