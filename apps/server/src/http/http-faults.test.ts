import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { createApi } from './api.ts'
import type { ApiParts } from './route.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

/** The API with a given list of boards; keeps the log. */
async function serve(listed: () => Promise<unknown>) {
  const logged: Record<string, unknown>[] = []
  const parts = {
    logger: pino({ base: null }, { write: (line) => logged.push(JSON.parse(line)) }),
    config: { publicUrl: null, allowedOrigins: [] },
    identity: { ensure: () => ({ principal: 'g:a', device: 'd' }), isValid: () => true },
    admission: { mayEnter: () => true },
    devices: { isRevoked: () => false },
    directory: { listed },
    log: { changedAt: async () => new Map() },
    registry: { peopleOn: () => 0 },
    limits: { account: () => ({ add: () => {} }) },
    addressOf: () => '127.0.0.1',
  } as unknown as ApiParts
  const server = createServer(createApi(parts)).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/boards`, logged }
}

const row = { id: 'b', role: 'owner', createdAt: 0, deletedAt: null }

test.each<[string, () => Promise<unknown>]>([
  ['the database fails', () => Promise.reject(new Error('disk I/O error'))],
  ['an answer cannot be sent', async () => [{ ...row, title: 1n }]],
])('when %s, a request is answered with 500 as JSON, and its connection serves the next', async (_, listed) => {
  let failing = true
  const { url, logged } = await serve(async () => (failing ? listed() : []))
  const headers = { 'Sec-Fetch-Site': 'same-origin' }
  const answer = await fetch(url, { headers })
  expect([answer.status, await answer.json()]).toEqual([
    500,
    {
      error: {
        code: 'failed',
        reason: 'failed',
        message: 'Something went wrong on the server. Nothing was changed; try again in a moment.',
      },
    },
  ])
  failing = false
  expect(await (await fetch(url, { headers })).json()).toEqual({ boards: [], total: 0 })
  expect(logged).toMatchObject([{ entry: 'answer' }])
})
