import { expect, test } from '@playwright/test'
import { createBoard } from './board.ts'
import { Drawer, found } from './drawers.ts'
import { TestServer } from './server.ts'

/** The server is asked to stop under load (SIGTERM), as at every update of it. */

const full = process.env.INKBRIDGE_FULL === '1'
const rounds = full ? 100 : 6
const people = 4

test(`[B6] stopped ${rounds} times under load it ends well within ten seconds, keeps all it acknowledged, and everybody comes back`, async () => {
  test.setTimeout(30_000 + rounds * 15_000)
  const server = await TestServer.start()
  const board = await createBoard(server)
  const promised = new Set<string>()
  const missing: string[] = []
  for (let round = 0; round < rounds; round += 1) {
    const drawers = Array.from({ length: people }, (_, who) => new Drawer(server, board, `${round}-${who}`))
    await expect
      .poll(() => Math.min(...drawers.map(({ saved }) => saved.length)), { intervals: [5] })
      .toBeGreaterThan(9)
    const begun = performance.now()
    const stopped = server.stop()
    // Whoever sends it twice is no quicker, and harms nothing.
    if (round % 2 === 0) server.signal('SIGTERM')
    expect(await stopped).toBe(0)
    expect(performance.now() - begun).toBeLessThan(10_000)
    for (const drawer of drawers) for (const id of drawer.saved) promised.add(id)
    const stay = round % 3 !== 2
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
  await server.dispose()
  expect(missing).toEqual([])
  expect(promised.size).toBeGreaterThan(rounds * people * 9)
})
