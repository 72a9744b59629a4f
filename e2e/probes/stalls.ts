import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { isMainThread } from 'node:worker_threads'

/** Watches the server it is loaded into: at SIGUSR2 it writes `stalls.json` into the data folder and starts over. */

export interface Stalls {
  /** The longest time in which the server answered nobody, ms. */
  readonly longestMs: number
  /** The longest such time in which the server itself was working, and not waiting for a processor, ms. */
  readonly busyMs: number
  /** Uncaught errors. */
  readonly uncaught: readonly string[]
  /** The heap after a collection, and what typed arrays hold beside it, bytes. */
  readonly memory: number
}

/** How often it checks, ms. */
const everyMs = 10

if (isMainThread) {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const uncaught: string[] = []
  let [longestMs, busyMs] = [0, 0]
  let [at, worked] = [performance.now(), work()]
  process.on('uncaughtExceptionMonitor', (error) => uncaught.push(String(error)))
  setInterval(() => {
    const late = performance.now() - at - everyMs
    longestMs = Math.max(longestMs, late)
    busyMs = Math.max(busyMs, Math.min(late, work() - worked))
    at = performance.now()
    worked = work()
  }, everyMs).unref()
  process.on('SIGUSR2', () => {
    const [longest, busy] = [longestMs, busyMs]
    collect()
    // Leftovers of the first are free when the second begins.
    collect()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    const stalls: Stalls = { longestMs: longest, busyMs: busy, uncaught, memory: heapUsed + arrayBuffers }
    const file = join(process.env.DATA_DIR ?? '', 'stalls.json')
    writeFileSync(`${file}.new`, JSON.stringify(stalls))
    renameSync(`${file}.new`, file)
    ;[at, worked] = [performance.now(), work()]
    ;[longestMs, busyMs] = [0, 0]
  })
}

/** Processor time of this thread so far, ms. */
function work(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}
