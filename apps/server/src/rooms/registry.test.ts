import {
  type BoardId,
  closeCodes,
  encodeFrame,
  messagesOf,
  newBoardId,
  ok,
  type PrincipalId,
  type Role,
} from '@inkbridge/types'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import type { Admitted } from '../admission/admission.ts'
import { ConnectionLimiter } from '../admission/connection-limiter.ts'
import { parseConfig } from '../config.ts'
import { createMemoryLog } from '../log/memory-log.ts'
import type { UpdateLog } from '../log/update-log.ts'
import { Registry } from './registry.ts'
import type { Room } from './room.ts'
import { connect, rectUpdate, type TestConnection } from './testing/clients.ts'

const minute = 60_000
const config = parseConfig({}, '/')
const settings = config.ok ? config.value : ok(null).value

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const everybodyStays = {
  revocations: 0,
  rightOf: async () => ({ role: 'editor' as const, until: null }),
  exists: async () => true,
}

function registryOn(log: UpdateLog): Registry {
  if (!settings) throw new Error('the settings of every test are good')
  return new Registry(log, everybodyStays, new ConnectionLimiter(settings.limited), pino({ level: 'silent' }), settings)
}

function somebody(board: BoardId, role: Role = 'editor', name = 'a'): Admitted {
  const principal = `g:${name}` as PrincipalId
  const row = { id: board, title: 'Harbour', createdAt: 0, used: true }
  return {
    board: row,
    role,
    principal,
    person: { id: principal, name, color: '#000000' },
    link: null,
    address: '192.0.2.1',
    asOf: 0,
    until: null,
  }
}

/** Enters, draws one rectangle under a client of its own, waits until it is acknowledged, or only applied, and leaves. */
async function visit(registry: Registry, board: BoardId, shape: string, { hurried = false } = {}): Promise<void> {
  const connection = connect()
  const entry = await ended(registry.enter(somebody(board), connection))
  for (const message of messagesOf(encodeFrame({ kind: 'sync-step-2', update: rectUpdate(new Y.Doc(), shape) }))) {
    entry?.receive(message)
  }
  if (hurried) await vi.advanceTimersByTimeAsync(20)
  else await until(() => isSaved(connection))
  entry?.left()
}

function isSaved({ frames }: TestConnection): boolean {
  return frames.some((frame) => frame.kind === 'saved' && frame.saved === 1)
}

async function until(done: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1_000 && !done(); turn += 1) await vi.advanceTimersByTimeAsync(1)
  expect(done()).toBe(true)
}

/** A log with delayed answers. */
function slowLog(inner: UpdateLog, slowness: { readonly ms: number }): UpdateLog {
  const later = () => new Promise((resolve) => setTimeout(resolve, slowness.ms))
  return {
    ...inner,
    append: async (entries) => {
      await later()
      await inner.append(entries)
    },
    load: async (board) => {
      const loaded = await inner.load(board)
      await later()
      return loaded
    },
    compact: async (board) => {
      await later()
      return inner.compact(board)
    },
  }
}

test('[B1] a board is loaded once for all who join at the same time, and unloaded a minute after the last has left', async () => {
  const inner = createMemoryLog()
  const load = vi.fn(inner.load)
  const registry = registryOn({ ...inner, load })
  const board = newBoardId()
  const entries = await Promise.all(
    ['a', 'b', 'c'].map((name) => registry.enter(somebody(board, 'editor', name), connect())),
  )
  expect({ loads: load.mock.calls.length, open: registry.open }).toEqual({ loads: 1, open: 1 })
  for (const entry of entries) entry?.left()
  await vi.advanceTimersByTimeAsync(minute - 1)
  expect(registry.open).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  expect({ open: registry.open, timers: vi.getTimerCount() }).toEqual({ open: 0, timers: 0 })
})

test('[B2] a board that cannot be read admits nobody, and is read again for the next client', async () => {
  const inner = createMemoryLog()
  let broken = true
  const registry = registryOn({
    ...inner,
    load: (board) => (broken ? Promise.reject(new Error('EIO')) : inner.load(board)),
  })
  const board = newBoardId()
  const connection = connect()
  expect(await registry.enter(somebody(board), connection)).toBeNull()
  expect(connection.closed.map(({ code }) => code)).toEqual([closeCodes.unavailable])
  expect({ open: registry.open, entries: inner.entries }).toEqual({ open: 0, entries: [] })
  broken = false
  expect(await registry.enter(somebody(board), connect())).not.toBeNull()
})

test('[B3] forty short visits with a slow disk, each while the board is being unloaded: every edit is there', async () => {
  const inner = createMemoryLog()
  const registry = registryOn(slowLog(inner, { ms: 50 }))
  const board = newBoardId()
  const shapes = Array.from({ length: 40 }, (_, index) => `s${index}`)
  for (const [index, shape] of shapes.entries()) {
    await visit(registry, board, shape)
    // Just before, while, and just after the board is unloaded.
    await vi.advanceTimersByTimeAsync(minute - 60 + index * 3)
  }
  await vi.advanceTimersByTimeAsync(2 * minute)
  const all = registry.use(somebody(board).board, (room) => room.read((doc) => [...doc.getMap('shapes').keys()]))
  expect((await ended(all)).sort()).toEqual([...shapes].sort())
})

test('[B3] a request while a board is being unloaded keeps it loaded, and its changes are saved', async () => {
  const inner = createMemoryLog()
  const slowness = { ms: 0 }
  const registry = registryOn(slowLog(inner, slowness))
  const board = newBoardId()
  await ended(registry.use(somebody(board).board, () => {}))
  slowness.ms = minute + 50
  await visit(registry, board, 's1', { hurried: true })
  slowness.ms = 50
  // The minute is over, and the board is being saved.
  await vi.advanceTimersByTimeAsync(minute + 10)
  expect(registry.open).toBe(1)
  const used: Room[] = []
  const change = (shape: string) =>
    registry.use(somebody(board).board, (room) => {
      used.push(room)
      return flag(room, shape)
    })
  await ended(change('s2'))
  await ended(change('s3'))
  expect(used[1]).toBe(used[0])
  expect(inner.entries).toHaveLength(3)
  await vi.advanceTimersByTimeAsync(2 * minute)
  expect(registry.open).toBe(0)
})

function flag(room: Room, shape: string): Promise<unknown> {
  return room.change(null, (doc, origin) => {
    doc.transact(() => doc.getMap('flags').set(shape, Uint8Array.of(1)), origin)
  })
}

/** Resolves with the value of a promise, while time advances. */
async function ended<Value>(promise: Promise<Value>): Promise<Value> {
  let done = false
  const finish = () => {
    done = true
  }
  promise.then(finish, finish)
  await until(() => done)
  return promise
}

test('[B6] a stop notifies everybody, commits pending edits, and admits nobody', async () => {
  const inner = createMemoryLog()
  const registry = registryOn(slowLog(inner, { ms: 50 }))
  const board = newBoardId()
  const connection = connect()
  const entry = await ended(registry.enter(somebody(board), connection))
  for (const message of messagesOf(encodeFrame({ kind: 'sync-step-2', update: rectUpdate(new Y.Doc(), 's1') }))) {
    entry?.receive(message)
  }
  await ended(registry.stop())
  expect(inner.entries).toHaveLength(1)
  expect(connection.frames.some((frame) => frame.kind === 'notice' && frame.notice.type === 'restarting')).toBe(true)
  expect(connection.closed.map(({ code }) => code)).toEqual([closeCodes.restarting])
  const late = connect()
  expect(await registry.enter(somebody(board), late)).toBeNull()
  expect(late.closed.map(({ code }) => code)).toEqual([closeCodes.restarting])
})
