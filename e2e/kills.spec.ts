import { seeded } from '@inkbridge/types/testing'
import { expect } from '@playwright/test'
import { underLoad } from './drawers.ts'
import { full, test } from './journey.ts'
import { TestServer } from './server.ts'

/** Kills the server under load repeatedly; this process records what it acknowledged. */

const rounds = full ? 200 : 3
const people = 5

function killed(server: TestServer, times: number, seed: number) {
  const random = seeded(seed)
  return underLoad(server, {
    rounds: times,
    people,
    enough: () => 20 + Math.floor(random() * 60),
    happen: () => server.kill(),
    stay: (round) => round % 2 === 1,
  })
}

test(`killed ${rounds} times under load, the server keeps everything it acknowledged`, async () => {
  // Timeout for a busy machine; otherwise a round takes about three seconds.
  test.setTimeout(60_000 + rounds * 60_000)
  const seed = Date.now() % 1_000_000
  process.stdout.write(`seed ${seed}\n`)
  const server = await TestServer.start()
  const begun = performance.now()
  const { missing, promised } = await killed(server, rounds, seed)
  await server.dispose()
  process.stdout.write(`${promised} acknowledged in ${Math.round((performance.now() - begun) / 1_000)} s\n`)
  expect(promised, `seed ${seed}`).toBeGreaterThan(rounds * people * 20)
  expect(missing, `seed ${seed}`).toEqual([])
})

test('a server that acknowledges before it commits loses edits in the same test', async () => {
  test.setTimeout(180_000)
  const server = await TestServer.start({ without: 'an entry is written before it is acknowledged' })
  const { missing } = await killed(server, 1, 1)
  await server.dispose()
  expect(missing.length).toBeGreaterThan(0)
})
