import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { rectUpdate } from '../rooms/testing/clients.ts'
import { makeBoard, openBrowser, send } from '../testing/client.ts'
import { doors, enter } from '../testing/doors.ts'
import { startServer, type TestServer } from '../testing/server.ts'

const servers: TestServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.dispose()
})

const file = { type: 'inkbridge', version: 1, title: 'Quay', document: { shapes: {} } }

/** A server on which an address may write 2,000 bytes a day. */
async function startSmall(): Promise<TestServer> {
  const server = await startServer({ rates: { written: { points: 2_000, seconds: 86_400 } } })
  servers.push(server)
  return server
}

for (const door of doors) {
  test(`[L17] what an address writes by ${door} counts for its imports: beyond the daily limit they are refused with Retry-After`, async () => {
    const server = await startSmall()
    const { id, tokens } = await makeBoard(openBrowser(server))
    const importNow = () =>
      send(server, `/api/boards/${id}/import`, { method: 'POST', token: tokens.editor, json: file })
    expect((await importNow()).status).toBe(200)
    const client = await enter(server, door, id, { token: tokens.editor })
    const witness = await enter(server, 'yjs', id, { token: tokens.viewer })
    const doc = new Y.Doc()
    doc.getMap('shapes').set('large', { kind: 'x', at: [0, 0, 9, 9, 0], order: 'a0', filler: 'x'.repeat(2_000) })
    client.send({ kind: 'update', update: Y.encodeStateAsUpdate(doc) })
    await witness.until('update')
    const refused = await importNow()
    expect(refused).toMatchObject({ status: 429, json: { error: { code: 'too-much-written' } } })
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(80_000)
    for (const each of [client, witness]) each.leave()
  })
}

test('[L17] imports of an address count for its edits: beyond the daily limit those are not saved, and it is notified', async () => {
  const server = await startSmall()
  const { id, tokens } = await makeBoard(openBrowser(server))
  const body = JSON.stringify(file).padEnd(1_950)
  const headers = { 'Content-Type': 'application/json' }
  const reply = await send(server, `/api/boards/${id}/import`, { method: 'POST', token: tokens.editor, body, headers })
  expect(reply.status).toBe(200)
  const client = await enter(server, 'yjs', id, { token: tokens.editor })
  const doc = new Y.Doc()
  client.send({ kind: 'sync-step-2', update: rectUpdate(doc, 'one') })
  await client.until('saved', ({ saved }) => saved === 1)
  client.send({ kind: 'update', update: rectUpdate(doc, 'two') })
  await client.until('notice', ({ notice }) => notice.type === 'not-saving')
  const { json } = await send(server, `/api/boards/${id}/export`, { token: tokens.viewer })
  expect(Object.keys((json as { document: { shapes: object } }).document.shapes)).toEqual(['one'])
  client.leave()
})
