import type { TestBoard } from '../board.ts'
import { attacks } from './attacks.ts'
import { Stranger } from './stranger.ts'

/**
 * Strangers, each from its own address, that run one attack after another until their time is over. Without strangers
 * it computes as much and sends the server nothing, for comparison.
 */
export interface Siege {
  readonly port: number
  readonly ms: number
  readonly strangers: number
  /** The address of the first stranger: earlier requests of an address count. Default: 0. */
  readonly from?: number
  /** Names of attacks. */
  readonly attacks: readonly string[]
  /** Without it each stranger creates one of its own. */
  readonly board?: TestBoard
  /** The share of a processor that this process may use, garbage collection included. */
  readonly cores: number
}

const siege = JSON.parse(process.argv[2] ?? '') as Siege
const begun = performance.now()
const until = begun + siege.ms
const startedWith = process.cpuUsage()
const done = new Map<string, number>()

/** Waits until the processor time used so far is within its share. */
async function resting(): Promise<void> {
  for (;;) {
    const { user, system } = process.cpuUsage(startedWith)
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
process.send?.(Object.fromEntries(done), () => process.exit())
