import { fork } from 'node:child_process'
import { once } from 'node:events'
import { expect } from '@playwright/test'
import { createBoard } from './board.ts'
import { inFull, test } from './journey.ts'
import { memoryOf } from './memory-of.ts'
import { Pair, People } from './pair.ts'
import { TestServer } from './server.ts'
import { attacks } from './siege/attacks.ts'
import type { Siege } from './siege/siege-process.ts'
import { stalls } from './stalls.ts'

/** Every known attack on the server, beside a client that keeps drawing. */

const names = Object.keys(attacks).filter((name) => new RegExp(process.env.SIEGE ?? '').test(name))
/**
 * A hundred strangers get nothing, not even an answer: measures the fifty on this machine where strangers cost nothing.
 */
const refused = process.env.SIEGE_REFUSED === '1'
/** Delay that a loaded machine adds on its own, ms. */
const noiseMs = 15
/** How long the process may be busy without a break, ms. */
const stallMs = 150

async function besiege(siege: Siege): Promise<Readonly<Record<string, number>>> {
  const child = fork(new URL('./siege/siege-process.ts', import.meta.url), [JSON.stringify(siege)], { execArgv: [] })
  const [done] = (await once(child, 'message')) as [Record<string, number>]
  return done
}

/**
 * The same, repeated when it measured nothing: on a busy machine the strangers' time may be over before they have
 * begun.
 */
async function besiegeUntilDone(siege: Siege, name: string): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    const { [name]: count = 0 } = await besiege(siege)
    if (count > 0 || tries === 5) return count
  }
}

/**
 * Measures while a process uses as much processor time as the strangers will, without sending anything to the server.
 */
async function besideIdle(server: TestServer, cores: number, measure: () => Promise<number>): Promise<number> {
  const idle = { port: server.port, ms: 11_000, strangers: 0, attacks: [], cores }
  const [, value] = await Promise.all([besiege(idle), measure()])
  return value
}

test(
  'each attack in turn, by three attackers for a while: no stall, no uncaught error, and another client keeps drawing',
  inFull,
  async () => {
    const eachMs = 3_000
    test.setTimeout(120_000 + names.length * 5 * (eachMs + 8_000))
    const server = await TestServer.start({ preload: './probes/stalls.ts' })
    const pair = new Pair(server, await createBoard(server))
    try {
      await pair.ready()
      const { pid } = server
      const slow: string[] = []
      for (const [index, name] of names.entries()) {
        await stalls(server)
        const attack = { port: server.port, ms: eachMs, strangers: 3, from: index * 3, attacks: [name], cores: 0.5 }
        const [done, drawn] = await Promise.all([besiegeUntilDone(attack, name), pair.draws(eachMs)])
        const { busyMs, uncaught } = await stalls(server)
        const row = `${name}: ${done} times, longest stall ${busyMs.toFixed(0)} ms`
        process.stdout.write(`${row}\n`)
        if (busyMs > stallMs) slow.push(row)
        expect({ name, uncaught, pid: server.pid }).toEqual({ name, uncaught: [], pid })
        expect(drawn.length, name).toBeGreaterThan(0)
        expect(done, `${index} ${name}`).toBeGreaterThan(0)
      }
      expect(slow).toEqual([])
      await pair.ready()
    } finally {
      pair.leave()
      await server.dispose()
    }
  },
)

test(
  'all attacks at once: memory is stable, no stall, and edits of another client take at most twice as long',
  inFull,
  async () => {
    const ms = Number(process.env.SIEGE_MS ?? 600_000)
    test.setTimeout(120_000 + ms * 3)
    const server = await TestServer.start({ preload: './probes/stalls.ts' })
    const board = await createBoard(server)
    const pair = new Pair(server, board)
    try {
      await pair.ready()
      await pair.p95(3_000)
      const before = await besideIdle(server, 0.3, () => pair.p95(10_000))
      const memory = memoryOf(server.pid)
      const { memory: keptBefore } = await stalls(server)
      let most = 0
      const watch = setInterval(() => {
        most = Math.max(most, memoryOf(server.pid))
      }, 200)
      const attack = { port: server.port, ms, strangers: 20, attacks: names, cores: 0.3 }
      const [done, during] = await Promise.all([besiege(attack), pair.p95(ms)])
      clearInterval(watch)
      const { busyMs, uncaught, memory: kept } = await stalls(server)
      const count = Object.values(done).reduce((sum, times) => sum + times, 0)
      process.stdout.write(
        `${count} attacks of ${Object.keys(done).length} kinds: p95 ${before.toFixed(1)} to ${during.toFixed(1)} ms, longest stall ${busyMs.toFixed(0)} ms, memory ${(memory / 1e6).toFixed(0)} to at most ${(most / 1e6).toFixed(0)} MB, of which ${(keptBefore / 1e6).toFixed(0)} and ${(kept / 1e6).toFixed(0)} MB are left by a collection\n`,
      )
      expect(uncaught).toEqual([])
      expect(busyMs).toBeLessThan(stallMs)
      expect(during).toBeLessThan(before * 2 + noiseMs)
      expect(most - memory).toBeLessThan(200e6)
    } finally {
      pair.leave()
      await server.dispose()
    }
  },
)

test(
  'a hundred strangers from a hundred addresses load half a core, beside fifty people who draw behind one: p95 at most doubles, and none of the fifty is refused',
  inFull,
  async () => {
    const ms = Number(process.env.SIEGE_MS ?? 120_000)
    test.setTimeout(180_000 + ms * 3)
    const server = await TestServer.start({ preload: refused ? './probes/refuse-strangers.ts' : './probes/stalls.ts' })
    const board = await createBoard(server)
    const people = new People(server, board, 50, 10)
    try {
      await people.ready()
      await people.p95(3_000)
      const before = await besideIdle(server, 0.5, () => people.p95(10_000))
      const pages = { asked: 0, refused: [] as number[] }
      const loading = setInterval(async () => {
        for (const path of ['/', '/api/boards', `/b/${board.id}`]) {
          const { status } = await fetch(`${server.url}${path}`).catch(() => ({ status: 0 }))
          pages.asked += 1
          if (status >= 429 || status === 0) pages.refused.push(status)
        }
      }, 1_000)
      await stalls(server)
      const attack = {
        port: server.port,
        ms,
        strangers: 100,
        attacks: names,
        cores: 0.5,
        ...(refused ? { board } : {}),
      }
      const [done, during] = await Promise.all([besiege(attack), people.p95(ms)])
      clearInterval(loading)
      const count = Object.values(done).reduce((sum, times) => sum + times, 0)
      const { busyMs, uncaught } = await stalls(server)
      process.stdout.write(
        `${count} attacks by 100 strangers: p95 of fifty ${before.toFixed(1)} to ${during.toFixed(1)} ms, longest stall ${busyMs.toFixed(0)} ms, ${pages.asked} pages asked for\n`,
      )
      expect({ uncaught, refused: pages.refused, problems: people.problems }).toEqual({
        uncaught: [],
        refused: [],
        problems: [],
      })
      expect(during).toBeLessThan(before * 2 + noiseMs)
    } finally {
      people.leave()
      await server.dispose()
    }
  },
)
