import { BoundedProcess } from '../bounded-process.ts'

/** Sends a request that is never answered, and prints the pid of the child. */
const limits = { timeMs: 60_000, memoryBytes: 1e9 }
const asked = new BoundedProcess<object, never>(new URL('./endless-process.ts', import.meta.url), [], limits, 60_000)
const answer = asked.ask({})
process.stdout.write(`${asked.pid}\n`)
await answer
