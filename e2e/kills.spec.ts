import type { ShapeId } from '@inkbridge/types'
import { seeded } from '@inkbridge/types/testing'
import { expect, test } from '@playwright/test'
import { createBoard } from './board.ts'
import { Drawer, found } from './drawers.ts'
import { TestServer } from './server.ts'

/** The server is killed under load, again and again; what it acknowledged is written down in this process. */

const full = process.env.INKBRIDGE_FULL === '1'
const rounds = full ? 200 : 20
const people = 5

/** Gives what was acknowledged and is not there afterwards, and how much was acknowledged. */
async function killUnderLoad(server: TestServer, count: number, seed: number) {
  const random = seeded(seed)
  const board = await createBoard(server)
  const promised = new Set<ShapeId>()
  const missing: string[] = []
  for (let round = 0; round < count; round += 1) {
    const drawers = Array.from({ length: people }, (_, who) => new Drawer(server, board, `${round}-${who}`))
    const enough = 20 + Math.floor(random() * 60)
    await expect
      .poll(() => Math.min(...drawers.map(({ saved }) => saved.length)), { intervals: [5] })
      .toBeGreaterThan(enough)
    await server.kill()
    for (const drawer of drawers) for (const id of drawer.saved) promised.add(id)
    // In every second round nobody is left who could bring it back.
    const stay = round % 2 === 1
    for (const drawer of drawers) stay ? drawer.rest() : drawer.leave()
    await server.run()
    const there = await found(server, board)
    missing.push(...[...promised].filter((id) => !there.has(id)))
    if (!stay) continue
    for (const drawer of drawers) for (const id of await drawer.settled()) promised.add(id)
    for (const drawer of drawers) drawer.leave()
  }
  const there = await found(server, board)
  missing.push(...[...promised].filter((id) => !there.has(id)))
  return { missing, promised: promised.size }
}

test(`killed ${rounds} times under load, the server has everything it acknowledged`, async () => {
  test.setTimeout(30_000 + rounds * 15_000)
  const seed = Date.now() % 1_000_000
  process.stdout.write(`seed ${seed}\n`)
  const server = await TestServer.start()
  const { missing, promised } = await killUnderLoad(server, rounds, seed)
  await server.dispose()
  expect(promised, `seed ${seed}`).toBeGreaterThan(rounds * people * 20)
  expect(missing, `seed ${seed}`).toEqual([])
})

test('a server that acknowledges before it commits is seen to lose by the same', async () => {
  test.setTimeout(60_000)
  const server = await TestServer.start({ preload: './sabotage/acknowledge-first.ts' })
  const { missing } = await killUnderLoad(server, 1, 1)
  await server.dispose()
  expect(missing.length).toBeGreaterThan(0)
})
