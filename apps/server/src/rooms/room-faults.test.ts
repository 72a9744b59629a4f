import {
  type BoardId,
  closeCodes,
  encodeFrame,
  messagesOf,
  newBoardId,
  type PrincipalId,
  type Rejection,
} from '@inkbridge/types'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import type { Admitted } from '../admission/admission.ts'
import { ConnectionLimiter } from '../admission/connection-limiter.ts'
import { parseConfig } from '../config.ts'
import { createMemoryLog } from '../log/memory-log.ts'
import { Registry } from './registry.ts'
import { Room } from './room.ts'
import { connect, rectUpdate, type TestConnection } from './testing/clients.ts'

/** Sessions and boards when something fails inside the server. */

const idleMs = 60_000
const board = newBoardId()
/** Lets pending work finish. */
const turns = () => vi.advanceTimersByTimeAsync(100)

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

function open(rightOf: () => Promise<{ role: 'editor'; until: null }> = async () => ({ role: 'editor', until: null })) {
  const config = parseConfig({}, '/')
  if (!config.ok) throw new Error(config.problem)
  const logged: Record<string, unknown>[] = []
  const logger = pino({ base: null, level: 'error' }, { write: (line) => logged.push(JSON.parse(line)) })
  const log = createMemoryLog()
  const limiter = new ConnectionLimiter(true)
  return {
    registry: new Registry(log, { revocations: 0, rightOf, exists: async () => true }, limiter, logger, config.value),
    log,
    logged,
  }
}

function somebody(name: string, until: number | null = null): Admitted {
  const principal = `g:${name}` as PrincipalId
  return {
    board: { id: board as BoardId, title: 'Harbour', createdAt: 0, used: true },
    role: 'editor',
    principal,
    person: { id: principal, name, color: '#000000' },
    link: null,
    address: '192.0.2.1',
    asOf: 0,
    until,
  }
}

/** A connection that fails on use after `break`. */
function breakable(): TestConnection & { break(): void } {
  const inner = connect()
  let broken = false
  const unsentBytes = () => {
    if (broken) throw new Error('this connection is broken')
    return 0
  }
  return {
    ...inner,
    unsentBytes,
    break: () => {
      broken = true
    },
  }
}

const codes = ({ closed }: { readonly closed: readonly Rejection[] }) => closed.map(({ code }) => code)
const query = encodeFrame({ kind: 'query-awareness' })

test('a frame that fails inside the server closes its session with 4422 and counts as an offence', async () => {
  const { registry, logged } = open()
  const beside = connect()
  await registry.enter(somebody('b'), beside)
  for (let round = 0; round < 10; round += 1) {
    const connection = breakable()
    const entry = await registry.enter(somebody('a'), connection)
    connection.break()
    entry?.receive(query)
    entry?.receive(query)
    expect(codes(connection)).toEqual([closeCodes.refused])
    entry?.left()
  }
  const next = connect()
  expect(await registry.enter(somebody('a'), next)).toBeNull()
  expect([codes(next), codes(beside)]).toEqual([[closeCodes.crowded], []])
  expect(logged).toHaveLength(10)
  expect(logged[0]).toMatchObject({ entry: 'frame', board, bytes: query.byteLength })
})

test('a connection that fails while entering is closed with 4504 and is not on the board', async () => {
  const { registry } = open()
  for (let round = 0; round < 30; round += 1) {
    const connection = breakable()
    connection.break()
    expect(await registry.enter(somebody('a'), connection)).toBeNull()
    expect(codes(connection)).toEqual([closeCodes.unavailable])
    await vi.advanceTimersByTimeAsync(1_000)
  }
  expect(registry.peopleOn(board)).toBe(0)
  await vi.advanceTimersByTimeAsync(idleMs)
  expect(registry.open).toBe(0)
})

test('a session whose right expires while rights cannot be looked up is closed with 4504', async () => {
  const { registry, logged } = open(async () => {
    throw new Error('disk I/O error')
  })
  const connection = connect()
  await registry.enter(somebody('a', Date.now() + 1_000), connection)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(codes(connection)).toEqual([closeCodes.unavailable])
  expect(registry.peopleOn(board)).toBe(0)
  expect(logged).toMatchObject([{ entry: 'timer', board }])
})

test('an edit whose broadcast fails is saved, and everybody reconnects to get it', async () => {
  const { registry, log, logged } = open()
  const [author, reader] = [connect(), breakable()]
  const entry = await registry.enter(somebody('a'), author)
  await registry.enter(somebody('b'), reader)
  reader.break()
  for (const message of messagesOf(encodeFrame({ kind: 'sync-step-2', update: rectUpdate(new Y.Doc(), 's1') })))
    entry?.receive(message)
  await turns()
  expect(log.entries).toHaveLength(1)
  expect([codes(author), codes(reader)]).toEqual([[closeCodes.unavailable], [closeCodes.unavailable]])
  expect(logged).toMatchObject([{ entry: 'commit', board }])
  const later = connect()
  const again = await registry.enter(somebody('c'), later)
  again?.receive(encodeFrame({ kind: 'sync-step-1', stateVector: Y.encodeStateVector(new Y.Doc()) }))
  await turns()
  const doc = new Y.Doc()
  for (const frame of later.frames) if (frame.kind === 'sync-step-2') Y.applyUpdate(doc, frame.update)
  expect([...doc.getMap('shapes').keys()]).toEqual(['s1'])
})

test('presence that could not be sent is sent later, and edits are saved meanwhile', async () => {
  const { registry, log } = open()
  const reader = breakable()
  const entry = await registry.enter(somebody('a'), connect())
  await registry.enter(somebody('b'), reader)
  reader.break()
  await vi.advanceTimersByTimeAsync(idleMs)
  for (const message of messagesOf(encodeFrame({ kind: 'sync-step-2', update: rectUpdate(new Y.Doc(), 's1') })))
    entry?.receive(message)
  await turns()
  expect(log.entries).toHaveLength(1)
})

test('a board whose strokes cannot be sealed is unloaded all the same', async () => {
  const { registry, logged } = open()
  vi.spyOn(Room.prototype, 'flush').mockRejectedValue(new Error('a stroke cannot be sealed'))
  const entry = await registry.enter(somebody('a'), connect())
  entry?.left()
  await vi.advanceTimersByTimeAsync(idleMs)
  expect({ open: registry.open, timers: vi.getTimerCount() }).toEqual({ open: 0, timers: 0 })
  expect(logged).toMatchObject([{ board, error: 'Error: a stroke cannot be sealed' }])
})

test('a stop closes every board, even if one cannot be closed in order', async () => {
  const { registry } = open()
  const [broken, sound] = [breakable(), connect()]
  await registry.enter(somebody('a'), broken)
  const other = { ...somebody('b'), board: { ...somebody('b').board, id: newBoardId() } }
  await registry.enter(other, sound)
  broken.break()
  await registry.stop()
  expect(codes(sound)).toEqual([closeCodes.restarting])
})
