import { fork } from 'node:child_process'
import { cpuSeconds, memoryMb } from './cpu.ts'
import type { LoadOrder, LoadReport } from './load.ts'

export interface LoadResult extends LoadReport {
  /** What the server used during the measurement. */
  readonly cores: number
  /** Its memory when everybody had drawn, MB (proportional set size). */
  readonly memory: number
}

/** Runs a load against a server in another process, and measures the server's process meanwhile. */
export function runLoad(order: LoadOrder, serverPid: number): Promise<LoadResult> {
  const child = fork(new URL('./load.ts', import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  let [from, begun, cores, memory] = [0, 0, Number.NaN, Number.NaN]
  return new Promise((resolve, reject) => {
    child.on('message', (message: 'measuring' | 'drawn' | LoadReport) => {
      if (message === 'measuring') [from, begun] = [cpuSeconds(serverPid), performance.now()]
      else if (message === 'drawn') {
        cores = ((cpuSeconds(serverPid) - from) * 1_000) / (performance.now() - begun)
        memory = memoryMb(serverPid)
      } else resolve({ ...message, cores, memory })
    })
    child.on('exit', (code) => reject(new Error(`the load ended with ${code} before it reported`)))
    child.send(order)
  })
}
