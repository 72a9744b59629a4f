import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { isMainThread } from 'node:worker_threads'

/** Watches the server it is loaded into: at SIGUSR2 it writes `stalls.json` into the data folder and begins anew. */

export interface Stalls {
  /** The longest time in which nobody was answered, ms. */
  readonly longestMs: number
  /** Errors that nobody caught. */
  readonly uncaught: readonly string[]
  /** The heap after a collection, and what typed arrays hold beside it, bytes. */
  readonly memory: number
}

/** How often it looks, ms. */
const resolution = 10

if (isMainThread) {
  const delay = monitorEventLoopDelay({ resolution })
  delay.enable()
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const uncaught: string[] = []
  process.on('uncaughtExceptionMonitor', (error) => uncaught.push(String(error)))
  process.on('SIGUSR2', () => {
    const longestMs = Math.max(0, delay.max / 1e6 - resolution)
    collect()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    const stalls: Stalls = { longestMs, uncaught, memory: heapUsed + arrayBuffers }
    const file = join(process.env.DATA_DIR ?? '', 'stalls.json')
    writeFileSync(`${file}.new`, JSON.stringify(stalls))
    renameSync(`${file}.new`, file)
    delay.reset()
  })
}
