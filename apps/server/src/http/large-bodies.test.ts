import { readdirSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { limits } from '@inkbridge/types'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createMemoryLog } from '../log/memory-log.ts'
import { type MadeBoard, makeBoard, openBrowser, send } from '../testing/client.ts'
import { startServer, type TestServer } from '../testing/server.ts'

/** Bodies of more than 128 KB are stored on disk until their request ends, in any way. */

const patience = { timeout: 15_000 }
const rect = { kind: 'rect', at: [0, 0, 10, 10, 0], style: { color: 'ink', width: 4 }, order: 'a0' }
const file = JSON.stringify({ type: 'inkbridge', version: 1, title: 'Quay', document: { shapes: { one: rect } } })
/** The same JSON, but too large for memory. */
const largeFile = file.padEnd(200_000)

/** Delays the log: appends wait. */
const disk = { works: Promise.resolve(), waiting: 0 }
let server: TestServer
beforeAll(async () => {
  const log = createMemoryLog()
  server = await startServer({
    log: {
      ...log,
      async append(entries) {
        disk.waiting += 1
        await disk.works
        disk.waiting -= 1
        return log.append(entries)
      },
    },
  })
})
afterAll(() => server.dispose())

function bodiesOnDisk(): number {
  return readdirSync(join(server.dataDir, 'incoming')).length
}

function importInto({ id, tokens }: MadeBoard, body: string, headers: Record<string, string> = {}) {
  return send(server, `/api/boards/${id}/import`, {
    method: 'POST',
    token: tokens.editor,
    body,
    headers: { 'Content-Type': 'application/json', ...headers },
  })
}

/** Begins an import that announces one byte more than it sends; returns a function that breaks its connection. */
function beginImport({ id, tokens }: MadeBoard, body: string, length = body.length + 1): () => void {
  const headers = {
    Authorization: `Bearer ${tokens.editor}`,
    'Content-Type': 'application/json',
    'Content-Length': length,
  }
  const request = httpRequest({
    host: '127.0.0.1',
    port: server.port,
    path: `/api/boards/${id}/import`,
    method: 'POST',
    headers,
  })
  request.on('error', () => {})
  request.write(body)
  return () => request.destroy()
}

test('a large body is on the disk until its request is answered, and removed then', async () => {
  const board = await makeBoard(openBrowser(server))
  const held = Promise.withResolvers<void>()
  disk.works = held.promise
  const answer = importInto(board, largeFile)
  await vi.waitFor(() => expect(disk.waiting).toBe(1), patience)
  expect(bodiesOnDisk()).toBe(1)
  held.resolve()
  expect(await answer).toMatchObject({ status: 200, json: { shapes: 1 } })
  await vi.waitFor(() => expect(bodiesOnDisk()).toBe(0), patience)
})

test.each([
  ['is no board file', '{"type":"other"}'.padEnd(200_000), {}, 400],
  ['is no JSON', '{'.padEnd(200_000), {}, 400],
  ['is larger than a file may be', ' '.repeat(limits.maxImportBytes + 1), { 'Transfer-Encoding': 'chunked' }, 413],
])('a large body that %s is removed when it is refused', async (_, body, headers, status) => {
  const board = await makeBoard(openBrowser(server))
  expect((await importInto(board, body, headers)).status).toBe(status)
  await vi.waitFor(() => expect(bodiesOnDisk()).toBe(0), patience)
})

test('a large body whose sender disconnects before its last byte is removed', async () => {
  const goAway = beginImport(await makeBoard(openBrowser(server)), largeFile)
  await vi.waitFor(() => expect(bodiesOnDisk()).toBe(1), patience)
  goAway()
  await vi.waitFor(() => expect(bodiesOnDisk()).toBe(0), patience)
})

test('a large body whose sender disconnects while it is handled is removed', async () => {
  const board = await makeBoard(openBrowser(server))
  const held = Promise.withResolvers<void>()
  disk.works = held.promise
  const goAway = beginImport(board, largeFile, largeFile.length)
  await vi.waitFor(() => expect(disk.waiting).toBe(1), patience)
  expect(bodiesOnDisk()).toBe(1)
  goAway()
  await vi.waitFor(() => expect(bodiesOnDisk()).toBe(0), patience)
  held.resolve()
})
