import { parentPort, workerData } from 'node:worker_threads'
import type { TestBoard } from '../board.ts'
import { attacks } from './attacks.ts'
import { Stranger } from './stranger.ts'

/**
 * Strangers, each from an address of its own, who do one attack after the other until their time is over. Without
 * strangers it computes as much and asks nothing of the server: what to compare with.
 */
export interface Siege {
  readonly port: number
  readonly ms: number
  readonly strangers: number
  /** Which address the first of them has: what an address did before counts. Default: 0. */
  readonly from?: number
  /** Names of attacks. */
  readonly attacks: readonly string[]
  /** Without it each stranger makes one of its own. */
  readonly board?: TestBoard
  /** What this thread may compute, as a part of one processor. */
  readonly cores: number
}

const siege = workerData as Siege
const begun = performance.now()
const until = begun + siege.ms
const done = new Map<string, number>()

/** Waits until what was computed so far is no more than the part of a processor that it may be. */
async function resting(): Promise<void> {
  for (;;) {
    const { user, system } = process.threadCpuUsage()
    const aheadMs = (user + system) / 1_000 / siege.cores - (performance.now() - begun)
    if (aheadMs <= 0) return
    await new Promise((resolve) => setTimeout(resolve, Math.min(aheadMs, 200)))
  }
}

async function idle(): Promise<void> {
  while (performance.now() < until) {
    const begins = performance.now()
    while (performance.now() - begins < 2);
    await resting()
    await new Promise((resolve) => setImmediate(resolve))
  }
}

async function attack(index: number): Promise<void> {
  const at = (siege.from ?? 0) + index
  const address = `127.${1 + (at >> 8)}.${at & 255}.7`
  const stranger = new Stranger(siege.port, address, until, resting)
  const board = siege.board ?? (await stranger.board())
  const names = siege.attacks
  for (let turn = index; board && !stranger.isOver; turn += 1) {
    const name = names[turn % names.length] ?? ''
    const run = attacks[name]?.()
    await resting()
    done.set(name, (done.get(name) ?? 0) + 1)
    await Promise.race([run?.(stranger, board), new Promise((resolve) => setTimeout(resolve, 5_000))])
  }
  stranger.leave()
}

if (siege.strangers === 0) await idle()
else await Promise.all(Array.from({ length: siege.strangers }, (_, index) => attack(index)))
parentPort?.postMessage(Object.fromEntries(done))
