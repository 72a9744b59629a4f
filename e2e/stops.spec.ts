import { expect } from '@playwright/test'
import { underLoad } from './drawers.ts'
import { full, inFull, test } from './journey.ts'
import { TestServer } from './server.ts'

/** The server is stopped under load by SIGTERM, as at every update of it. */

const rounds = full ? 100 : 4
const people = 4

function stopped(server: TestServer, times: number) {
  return underLoad(server, {
    rounds: times,
    people,
    enough: () => 9,
    async happen(round) {
      const begun = performance.now()
      const stop = server.stop()
      // A second signal does not make it faster, and does no harm.
      if (round % 2 === 0) server.signal('SIGTERM')
      expect(await stop).toBe(0)
      expect(performance.now() - begun).toBeLessThan(10_000)
    },
    stay: (round) => round % 3 !== 0,
  })
}

test(`[B6] stopped ${rounds} times under load, the server exits well within ten seconds, keeps everything it acknowledged, and everybody reconnects`, async () => {
  test.setTimeout(30_000 + rounds * 15_000)
  const server = await TestServer.start()
  const { missing, promised } = await stopped(server, rounds)
  await server.dispose()
  expect(missing).toEqual([])
  expect(promised).toBeGreaterThan(rounds * people * 9)
})

test('a server that acknowledges before it commits loses edits in the same test', inFull, async () => {
  test.setTimeout(180_000)
  const server = await TestServer.start({ without: 'an entry is written before it is acknowledged' })
  const { missing } = await stopped(server, 1)
  await server.dispose()
  expect(missing.length).toBeGreaterThan(0)
})
