import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { openBoard } from '@inkbridge/board'
import { connect } from '@inkbridge/sync'
import type { BoardSummary, NewShape, Shape, ShapeId } from '@inkbridge/types'
import { expect } from '@playwright/test'
import * as Y from 'yjs'
import { createBoard, open, type TestBoard } from './board.ts'
import { inFull, test } from './journey.ts'
import { Pair } from './pair.ts'
import { TestServer } from './server.ts'
import { stalls } from './stalls.ts'

/** Boards damaged under release 0.1.0: their last valid state is shown, and they can be restored. */

interface Recorded extends TestBoard {
  readonly secretKey: string
  /** The boards before the attack. */
  readonly shapes: readonly Shape[]
}

const recordings = new URL('../apps/server/src/log/testing/damaged/', import.meta.url)

function recorded(name: string): Recorded {
  return JSON.parse(readFileSync(new URL(`${name}.json`, recordings), 'utf8')) as Recorded
}

/** Runs a function with a server on a copy of a recorded folder. */
async function onFolder(name: string, run: (server: TestServer, board: Recorded) => Promise<void>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'inkbridge-damaged-'))
  const board = recorded(name)
  writeFileSync(join(dataDir, 'inkbridge.db'), gunzipSync(readFileSync(new URL(`${name}.db.gz`, recordings))))
  writeFileSync(join(dataDir, 'secret.key'), Buffer.from(board.secretKey, 'base64'), { mode: 0o600 })
  const server = await TestServer.start({ dataDir, preload: './probes/stalls.ts' })
  try {
    await run(server, board)
  } finally {
    await server.dispose()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

function call(server: TestServer, { id, tokens }: TestBoard, role: keyof TestBoard['tokens'], path = '', init = {}) {
  const headers = { Authorization: `Bearer ${tokens[role]}`, 'Content-Type': 'application/json' }
  return fetch(`${server.url}/api/boards/${id}${path}`, { headers, ...init })
}

async function visit<Value>(
  server: TestServer,
  { id, tokens }: TestBoard,
  run: (visitor: ReturnType<typeof visitorOf>) => Promise<Value>,
): Promise<Value> {
  const visitor = visitorOf(server, id, tokens.editor)
  try {
    await visitor.sync.settled()
    return await run(visitor)
  } finally {
    visitor.sync.dispose()
  }
}

function visitorOf(server: TestServer, board: TestBoard['id'], token: string) {
  const doc = new Y.Doc()
  return { doc, board: openBoard(doc), sync: connect({ doc, board, url: server.url, token }) }
}

const after: NewShape & { readonly id: ShapeId } = {
  id: 'after' as ShapeId,
  kind: 'ellipse',
  at: { x: 0, y: 300, w: 80, h: 80, rotation: 0 },
  style: { color: 'blue', width: 4 },
}

/** Each is damaged in a different way, and takes as long to detect. */
const slow = new Set([
  'schema-deleted',
  'prototype-key-sealed',
  'clocks-without-content-of-many-clients',
  'too-many-clients',
])

for (const name of [
  'nested-too-deep',
  'schema-deleted',
  'prototype-key-sealed',
  'clocks-without-content',
  'clocks-without-content-of-many-clients',
  'too-many-clients',
]) {
  test(
    `[B7] ${name}: the last valid state is shown, the owner restores it, and other boards do not wait`,
    slow.has(name) ? inFull : {},
    async () => {
      await onFolder(name, async (server, board) => {
        const pair = new Pair(server, await createBoard(server))
        await pair.ready()
        await stalls(server)
        const drawing = setInterval(() => pair.draw(), 20)

        const about = (await (await call(server, board, 'viewer')).json()) as BoardSummary
        expect(about.damaged?.lastGood).toBeGreaterThanOrEqual(8)
        await visit(server, board, async (visitor) => {
          expect(visitor.board.shapes()).toEqual(board.shapes)
          const { role, damaged } = visitor.sync.status
          expect({ role, restores: damaged?.restores }).toEqual({ role: 'viewer', restores: false })
        })
        const file: unknown = await (await call(server, board, 'viewer', '/export?format=json')).json()
        const copied = await createBoard(server, { document: file })
        await visit(server, copied, async (visitor) => {
          expect(visitor.board.shapes().map(({ id }) => id)).toEqual(board.shapes.map(({ id }) => id))
        })
        expect((await call(server, board, 'viewer', '/export?format=svg')).status).toBe(200)
        const imported = await call(server, board, 'editor', '/import', { method: 'POST', body: JSON.stringify(file) })
        expect(imported.status).toBe(409)

        const restore = { method: 'POST', body: '{}' }
        for (const role of ['viewer', 'editor'] as const)
          expect((await call(server, board, role, '/history/restore', restore)).status).toBe(403)
        expect((await call(server, board, 'owner', '/history/restore', restore)).status).toBe(200)
        expect((await call(server, board, 'owner', '/history/restore', restore)).status).toBe(409)
        await visit(server, board, async (visitor) => {
          expect(visitor.board.shapes()).toEqual(board.shapes)
          visitor.board.apply([{ type: 'create', shape: after }])
          await visitor.sync.settled()
        })
        clearInterval(drawing)
        await pair.ready()
        expect((await stalls(server)).busyMs).toBeLessThan(150)
        pair.leave()

        await server.kill()
        await server.run()
        expect((await (await call(server, board, 'viewer')).json()) as BoardSummary).not.toHaveProperty('damaged')
        await visit(server, board, async (visitor) => {
          expect(visitor.board.shapes().map(({ id }) => id)).toEqual([...board.shapes.map(({ id }) => id), after.id])
          expect(visitor.doc.getMap('meta').get('schema')).toBe(1)
        })
      })
    },
  )

  test(
    `[B7] ${name}: the board can be deleted before anybody has opened it`,
    slow.has(name) ? inFull : {},
    async () => {
      await onFolder(name, async (server, board) => {
        expect((await call(server, board, 'owner', '', { method: 'DELETE' })).status).toBe(204)
        expect((await call(server, board, 'owner')).status).toBe(404)
      })
    },
  )
}

test('[B7] the page shows that a board is damaged; the owner restores it with a button and draws on it', async ({
  browser,
}) => {
  await onFolder('nested-too-deep', async (server, board) => {
    const page = await open(browser, server, board, 'owner')
    const banner = page.getByRole('alert').filter({ hasText: 'damaged' })
    await expect(banner).toContainText('This board is damaged and cannot be edited.')
    expect(await page.evaluate(() => inkbridge.board.shapes().length)).toBe(board.shapes.length)
    const camera = { x: 40, y: 30, zoom: 1.5 }
    await page.evaluate((camera) => {
      inkbridge.editor.camera = camera
    }, camera)
    await banner.getByRole('button', { name: 'Restore this state' }).click()
    await expect(banner).toBeHidden()
    await expect.poll(() => page.evaluate(() => inkbridge.board.shapes().length)).toBe(board.shapes.length)
    // The view stays where it was, and drawing is possible.
    await expect
      .poll(() => page.evaluate(() => [inkbridge.editor.camera, inkbridge.editor.state().tool]))
      .toEqual([camera, 'pen'])
    await page.evaluate((shape) => inkbridge.board.apply([{ type: 'create', shape }]), after)
    await expect
      .poll(() => page.evaluate(() => inkbridge.sync.status.edits))
      .toMatchObject({ device: 0, received: 0, saved: 1 })
    await visit(server, board, async (visitor) => {
      expect(visitor.board.get(after.id)?.kind).toBe('ellipse')
    })
  })
})
