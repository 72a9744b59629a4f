import { exportJson, initBoard, openBoard, renewalLimits } from '@inkbridge/board'
import { any, handMade } from '@inkbridge/board/testing/hand-made'
import {
  type BoardId,
  defaultStyle,
  type Edit,
  encodeFrame,
  messagesOf,
  newBoardId,
  type PrincipalId,
  reactionTo,
  type ShapeId,
} from '@inkbridge/types'
import { pino } from 'pino'
import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { ConnectionLimiter } from '../admission/connection-limiter.ts'
import { parseConfig } from '../config.ts'
import { createMemoryLog } from '../log/memory-log.ts'
import type { LogEntry, UpdateLog } from '../log/update-log.ts'
import { Registry } from './registry.ts'
import { connect } from './testing/clients.ts'
import { Page, somebody } from './testing/page.ts'

/** Boards that have outgrown their document continue in another one: nothing is lost or duplicated. */

const day = 86_400_000
const patience = { timeout: 30_000 }
const settings = parseConfig({}, '/')

const stops: (() => void)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) stop()
})

function serverOn(log: UpdateLog, renewal = renewalLimits): Registry {
  if (!settings.ok) throw new Error(settings.problem)
  const rightOf = async () => ({ role: 'editor' as const, until: null })
  const everybodyStays = { revocations: 0, rightOf, exists: async () => true }
  const registry = new Registry(
    log,
    everybodyStays,
    new ConnectionLimiter(settings.value.limited),
    pino({ level: 'silent' }),
    settings.value,
    { renewal },
  )
  stops.push(() => void registry.stop())
  return registry
}

function opened(...page: ConstructorParameters<typeof Page>): Page {
  const current = new Page(...page)
  stops.push(() => current.sync.dispose())
  return current
}

/** Resolves when a page is connected and all its edits are saved. It may have reconnected meanwhile. */
async function settled(page: Page): Promise<void> {
  await vi.waitFor(() => {
    const { connection, synced, edits } = page.sync.status
    const { device, received } = edits
    expect({ connection, synced, device, received }).toEqual({
      connection: 'live',
      synced: true,
      device: 0,
      received: 0,
    })
  }, patience)
  await page.sync.settled()
}

function rect(id: string, x = 0): Edit {
  const at = { x, y: 0, w: 10, h: 10, rotation: 0 }
  return { type: 'create', shape: { id: id as ShapeId, kind: 'rect', at, style: defaultStyle } }
}

function note(id: string, text: string): Edit[] {
  const at = { x: 0, y: 50, w: 100, h: 100, rotation: 0 }
  return [
    { type: 'create', shape: { id: id as ShapeId, kind: 'note', at, style: defaultStyle } },
    { type: 'text', id: id as ShapeId, text: [{ runs: [{ text }, { text: ' in bold', bold: true }] }] },
  ]
}

function stroke(id: string, seal: boolean): Edit[] {
  const points = Array.from({ length: 30 }, (_, index) => ({ x: index * 3, y: index, pressure: 0.5, time: index * 8 }))
  const begin: Edit = {
    type: 'ink-begin',
    id: id as ShapeId,
    style: defaultStyle,
    pressure: true,
    quantum: 0.25,
    points,
  }
  return seal ? [begin, { type: 'ink-seal', id: id as ShapeId }] : [begin]
}

/** The update of one page load. */
function pageLoad(index: number): Uint8Array {
  const client = 1_000 + index
  if (index % 200 > 2) {
    const shape = { kind: 'rect', at: [index, 0, 9, 9, 0], style: { color: 'ink', width: 4 }, order: 'a0' }
    const [parent, key, value] =
      index % 3 > 0
        ? (['shapes', `s${index}`, shape] as const)
        : (['style', `s${index - 1}`, { color: 'red' }] as const)
    return handMade([{ client, structs: [any({ parent, key }, value)] }])
  }
  const doc = new Y.Doc()
  doc.clientID = client
  const board = openBoard(doc)
  const id = `s${index}` as ShapeId
  if (index % 200 === 0) board.apply(note(id, `Note ${index}`))
  else if (index % 200 === 1) board.apply([...stroke(id, true), { type: 'cut', id, from: 3, to: 9 }])
  else board.apply([rect(id), { type: 'delete', id }])
  board.dispose()
  return Y.encodeStateAsUpdate(doc)
}

/** A board after a number of page loads that each made a small edit, and its content. */
async function grown(log: UpdateLog, clients: number, lastEdit: number) {
  const id = newBoardId()
  const [initial, drawing] = [new Y.Doc(), new Y.Doc()]
  initBoard(initial, null)
  openBoard(drawing).apply(stroke('live', false))
  const loads = Array.from({ length: clients - 2 }, (_, client) => pageLoad(client))
  const updates = [Y.encodeStateAsUpdate(initial), ...loads, Y.encodeStateAsUpdate(drawing)]
  const step = (3 * 365 * day) / updates.length
  await log.append(
    updates.map((update, index) => ({
      board: id,
      seq: index + 1,
      author: `g:p${index % 50}` as PrincipalId,
      at: Math.round(lastEdit - (updates.length - 1 - index) * step),
      update,
      claims: index > 0 && index <= loads.length ? [999 + index] : [],
    })),
  )
  await log.compact(id)
  const { snapshot } = await log.load(id)
  const doc = new Y.Doc()
  if (snapshot) Y.applyUpdate(doc, snapshot)
  return { id, content: contentOf(doc) }
}

function contentOf(doc: Y.Doc): unknown {
  return JSON.parse(exportJson(doc, 'Harbour'))
}

function weigh(registry: Registry, id: BoardId) {
  return registry.use({ id, title: 'Harbour' }, (room) =>
    room.read((doc) => ({ clients: doc.store.clients.size, content: contentOf(doc) })),
  )
}

test('[B8] a three-year-old board of 60,001 page loads opens with everything on it, is re-encoded once, and continues', {
  timeout: 300_000,
}, async () => {
  const log = createMemoryLog()
  const { id, content } = await grown(log, 60_001, Date.now() - day)
  const page = opened(serverOn(log), id, 'p1')
  await settled(page)
  expect(contentOf(page.doc)).toEqual(content)
  page.board.apply([rect('today')])
  await settled(page)
  page.leave()
  const { clients } = await weigh(serverOn(log), id)
  expect({ clients, generation: (await log.load(id)).generation }).toEqual({ clients: 2, generation: 2 })
})

test('[B8] a board of 30,000 clients with a recent edit is not re-encoded, and people can join and draw', {
  timeout: 300_000,
}, async () => {
  const log = createMemoryLog()
  const { id, content } = await grown(log, 30_000, Date.now() - 60_000)
  const registry = serverOn(log)
  const page = opened(registry, id, 'p1')
  await settled(page)
  expect({ clients: page.doc.store.clients.size, remade: page.remade }).toEqual({ clients: 30_000, remade: 0 })
  expect(contentOf(page.doc)).toEqual(content)
  page.leave()
  page.board.apply([rect('offline')])
  page.back()
  await settled(page)
  const { content: now } = await weigh(registry, id)
  expect(now).toMatchObject({ document: { shapes: { offline: { kind: 'rect' } } } })
})

/** Limits that a short test reaches. */
const small = { ...renewalLimits, clients: 280 }

/** Lets others draw on a board, each with their own Yjs client, until its document is too large. */
async function outgrow(log: UpdateLog, id: BoardId, firstClient: number): Promise<void> {
  const { seq } = await log.load(id)
  const later = new Y.Doc()
  const drawn: LogEntry[] = []
  later.on('update', (update: Uint8Array) =>
    drawn.push({ board: id, seq: seq + drawn.length + 1, author: null, at: Date.now() - day, update, claims: [] }),
  )
  for (let client = 0; client < 300; client += 1) {
    later.clientID = firstClient + client
    later.getMap('shapes').set(`later${firstClient + client}`, { kind: 'rect', at: [0, 0, 9, 9, 0], order: 'a0' })
  }
  await log.append(drawn)
}

/** A registry that can be replaced, like that of a restarted server. */
function restartable(registry: Registry) {
  const current = { registry }
  const through = new Proxy(registry, {
    get: (_first, name) => {
      const value: unknown = Reflect.get(current.registry, name)
      return typeof value === 'function' ? value.bind(current.registry) : value
    },
  })
  return { current, through }
}

test('[R10] a class of thirty comes back after a month to a re-encoded board: each offline edit is there once, later ones are saved', {
  timeout: 300_000,
}, async () => {
  const log = createMemoryLog()
  const { id } = await grown(log, 190, Date.now() - 2 * day)
  const first = serverOn(log, small)
  const { current, through } = restartable(first)
  const pages = Array.from({ length: 30 }, (_, index) => opened(through, id, `p${index}`))
  const idle = opened(through, id, 'idle')
  for (const page of [...pages, idle]) await settled(page)
  for (const [index, page] of pages.entries()) page.board.apply([rect(`kept${index}`), rect(`moved${index}`)])
  for (const page of pages) await settled(page)
  await vi.waitFor(() => expect(idle.board.get('moved29' as ShapeId)).toBeDefined(), patience)
  for (const page of [...pages, idle]) page.leave()
  for (const [index, page] of pages.entries()) {
    page.board.apply([
      rect(`new${index}`),
      ...note(`note${index}`, `Words of ${index}`),
      ...stroke(`ink${index}`, true),
      { type: 'place', id: `moved${index}` as ShapeId, at: { x: 7, y: 7, w: 7, h: 7, rotation: 0 } },
      { type: 'delete', id: `kept${index}` as ShapeId },
    ])
  }
  // A month passes: others draw, and the board outgrows its document.
  await first.stop()
  await outgrow(log, id, 5_000_000)
  current.registry = serverOn(log, small)
  const between = await weigh(current.registry, id)
  expect(between.clients).toBeLessThanOrEqual(2)
  for (const page of [...pages, idle]) page.back()
  for (const page of [...pages, idle]) await settled(page)
  await vi.waitFor(() => expect(pages.map(({ remade }) => remade)).toEqual(pages.map(() => 1)), patience)
  for (const page of [...pages, idle]) await settled(page)
  expect(idle.remade).toBe(1)
  const { content } = await weigh(current.registry, id)
  const expected = structuredClone(between.content) as { document: Record<string, Record<string, unknown>> }
  const { document } = content as { document: Record<string, Record<string, unknown>> }
  for (let index = 0; index < 30; index += 1) {
    delete expected.document.shapes?.[`kept${index}`]
    expect(idle.board.get(`moved${index}` as ShapeId)?.at).toEqual({ x: 7, y: 7, w: 7, h: 7, rotation: 0 })
    expect(document.text?.[`note${index}`]).toEqual([
      { runs: [{ text: `Words of ${index}` }, { text: ' in bold', bold: true }] },
    ])
  }
  const added = Array.from({ length: 30 }, (_, index) => [`new${index}`, `note${index}`, `ink${index}`]).flat()
  expect(Object.keys(document.shapes ?? {}).sort()).toEqual(
    [...Object.keys(expected.document.shapes ?? {}), ...added].sort(),
  )
  await vi.waitFor(() => {
    for (const page of [...pages, idle]) expect(contentOf(page.doc)).toEqual(content)
  }, patience)
})

test('[R10] a client that was offline while a board was re-encoded twice adds its edits once, and nothing that was deleted meanwhile', {
  timeout: 300_000,
}, async () => {
  const log = createMemoryLog()
  const { id } = await grown(log, 20, Date.now() - 2 * day)
  const first = serverOn(log, small)
  const { current, through } = restartable(first)
  const page = opened(through, id, 'p1')
  await settled(page)
  page.board.apply([rect('deleted meanwhile'), rect('moved')])
  await settled(page)
  page.leave()
  page.board.apply([
    rect('away'),
    { type: 'place', id: 'moved' as ShapeId, at: { x: 7, y: 7, w: 7, h: 7, rotation: 0 } },
  ])
  for (const firstClient of [5_000_000, 6_000_000]) {
    await current.registry.stop()
    await outgrow(log, id, firstClient)
    current.registry = serverOn(log, small)
    await weigh(current.registry, id)
  }
  expect((await log.load(id)).generation).toBe(3)
  const other = opened(through, id, 'p2')
  await settled(other)
  other.board.apply([{ type: 'delete', id: 'deleted meanwhile' as ShapeId }])
  await settled(other)
  page.back()
  await vi.waitFor(() => expect(page.remade).toBe(1), patience)
  await settled(page)
  const { content } = await weigh(current.registry, id)
  expect(content).toEqual(contentOf(page.doc))
  const shapes = ['away', 'moved', 'deleted meanwhile'].map((key) => page.board.get(key as ShapeId)?.at.x ?? null)
  expect([shapes, page.remade]).toEqual([[0, 7, null], 1])
})

test('[O10] a stock client with the document of an earlier generation is refused, even if it wrote all of it', async () => {
  const log = createMemoryLog()
  const { id } = await grown(log, 300, Date.now() - day)
  const old = new Y.Doc()
  const { snapshot, updates } = await log.load(id)
  for (const update of snapshot ? [snapshot, ...updates] : updates) Y.applyUpdate(old, update)
  const registry = serverOn(log, small)
  const { content } = await weigh(registry, id)
  const connection = connect({ dialect: 'plain' })
  const entry = await registry.enter(somebody(id, 'p1'), connection)
  old.clientID = 1_001
  const before = Y.encodeStateVector(old)
  openBoard(old).apply([rect('mine')])
  const whole = Y.encodeStateAsUpdate(old)
  for (const update of [Y.encodeStateAsUpdate(old, before), Y.diffUpdate(whole, Uint8Array.of(0))]) {
    for (const message of messagesOf(encodeFrame({ kind: 'sync-step-2', update }))) entry?.receive(message)
  }
  await vi.waitFor(() => expect(connection.closed).toHaveLength(1), patience)
  expect(connection.closed.map(({ code }) => reactionTo(code))).toEqual(['stop'])
  expect((await weigh(registry, id)).content).toEqual(content)
})
