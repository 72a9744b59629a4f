import { initBoard } from '@inkbridge/board'
import { type BoardId, newBoardId, type PrincipalId } from '@inkbridge/types'
import { afterEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { replay } from '../replay.ts'
import type { LogEntry, UpdateLog } from '../update-log.ts'

export interface LogUnderTest {
  readonly log: UpdateLog
  /** Closes this log and opens it again; absent if it does not outlive the process. */
  readonly reopen?: () => Promise<LogUnderTest>
  dispose(): Promise<void>
}

/** The contract of all implementations of the log; a durable one outlives its process. */
export function describeLog(name: string, kind: 'durable' | 'fleeting', setup: () => Promise<LogUnderTest>): void {
  describe(name, () => {
    let opened: LogUnderTest | null = null
    afterEach(async () => {
      await opened?.dispose()
      opened = null
    })
    const open = async () => {
      opened = await setup()
      return opened
    }

    test('a new board is empty', async () => {
      const { log } = await open()
      expect(await log.load(newBoardId())).toEqual({
        snapshot: null,
        updates: [],
        owners: new Map(),
        seq: 0,
        changedAt: null,
        ...firstGeneration,
        damaged: [],
      })
    })

    test('appended entries are loaded in order, separately for each board', async () => {
      const { log } = await open()
      const [one, other] = [newBoardId(), newBoardId()]
      await log.append([entry(one, 1), entry(other, 1, 9), entry(one, 2)])
      await log.append([entry(one, 3)])
      expect(await log.load(one)).toEqual({
        snapshot: null,
        updates: [bytes(1), bytes(2), bytes(3)],
        owners: new Map(),
        seq: 3,
        changedAt: 1_003,
        ...firstGeneration,
        damaged: [],
      })
      expect(await log.load(other)).toEqual({
        snapshot: null,
        updates: [bytes(9)],
        owners: new Map(),
        seq: 1,
        changedAt: 1_001,
        ...firstGeneration,
        damaged: [],
      })
    })

    test('appends during another one are all kept, in order', async () => {
      const { log } = await open()
      const board = newBoardId()
      await Promise.all(Array.from({ length: 50 }, (_, index) => log.append([entry(board, index + 1)])))
      const { updates, seq } = await log.load(board)
      expect({ updates, seq }).toEqual({ updates: Array.from({ length: 50 }, (_, index) => bytes(index + 1)), seq: 50 })
    })

    test('a sequence number is used once: a second append with it writes nothing', async () => {
      const { log } = await open()
      const board = newBoardId()
      await log.append([entry(board, 1)])
      await expect(log.append([entry(board, 2), entry(board, 1, 7)])).rejects.toThrow()
      expect((await log.load(board)).updates).toEqual([bytes(1)])
    })

    test('a snapshot replaces the entries before it when loading', async () => {
      const { log } = await open()
      const board = newBoardId()
      const edits = drawing(5)
      await log.append(edits.slice(0, 4).map((update, index) => ({ ...entry(board, index + 1), update })))
      const { seq, bytes: size } = await log.compact(board)
      await log.append([{ ...entry(board, 5), update: edits[4] ?? bytes(0) }])
      const { snapshot, updates, ...rest } = await log.load(board)
      expect({ size, updates, rest }).toEqual({
        size: snapshot?.byteLength,
        updates: [edits[4]],
        rest: { owners: new Map(), seq: 5, changedAt: 1_005, ...firstGeneration, damaged: [] },
      })
      expect(seq).toBe(4)
      expect(drawn({ snapshot, updates })).toEqual({ edit0: 0, edit1: 1, edit2: 2, edit3: 3, edit4: 4 })
    })

    test('a board without new entries may be compacted repeatedly', async () => {
      const { log } = await open()
      const board = newBoardId()
      expect((await log.compact(board)).seq).toBe(0)
      await log.append(drawing(2).map((update, index) => ({ ...entry(board, index + 1), update })))
      const first = await log.compact(board)
      expect(await log.compact(board)).toEqual(first)
      expect(drawn(await log.load(board))).toEqual({ edit0: 0, edit1: 1 })
    })

    test('a client belongs to who claimed it first, before and after a compaction', async () => {
      const { log } = await open()
      const [board, other] = [newBoardId(), newBoardId()]
      const [ann, bob] = ['g:ann', 'g:bob'] as PrincipalId[]
      const claim = (seq: number, author: PrincipalId | undefined, claims: number[], of = board) => ({
        ...entry(of, seq),
        update: Uint8Array.of(0, 0),
        author: author ?? null,
        claims,
      })
      await log.append([claim(1, ann, [7, 4_294_967_295]), claim(2, bob, [7, 8]), claim(1, bob, [7], other)])
      const owners = new Map([
        [7, ann],
        [4_294_967_295, ann],
        [8, bob],
      ])
      expect((await log.load(board)).owners).toEqual(owners)
      await log.compact(board)
      await log.append([claim(3, bob, [4_294_967_295])])
      expect((await log.load(board)).owners).toEqual(owners)
      expect((await log.load(other)).owners).toEqual(new Map([[7, bob]]))
    })

    test('a range of entries is read with authors and times, before and after a compaction, separately for each board', async () => {
      const { log } = await open()
      const [board, other] = [newBoardId(), newBoardId()]
      const entries = drawing(9).map((update, index) => ({ ...entry(board, index + 1), update }))
      await log.append([...entries.slice(0, 3), entry(other, 1)])
      await log.compact(board)
      await log.append(entries.slice(3, 6))
      await log.compact(board)
      await log.append(entries.slice(6))
      expect(await readAll(log, board, 1, 9)).toEqual(entries)
      expect(await readAll(log, board, 2, 7)).toEqual(entries.slice(1, 7))
      expect(await readAll(log, board, 9, 100)).toEqual(entries.slice(8))
      expect(await readAll(log, board, 10, 100)).toEqual([])
      expect(await readAll(log, other, 1, 9)).toEqual([entry(other, 1)])
    })

    test('a board can be rebuilt up to any entry', async () => {
      const { log } = await open()
      const board = newBoardId()
      await log.append(drawnBoard(6).map((update, index) => ({ ...entry(board, index + 1), update })))
      await log.compact(board)
      for (const to of [0, 1, 4, 6, null]) {
        const rebuilt = await log.rebuild(board, { to, as: 'state', patienceMs })
        const renewed = await log.rebuild(board, { to, as: 'renewed', patienceMs })
        const count = Math.max(0, (to ?? 6) - 1)
        expect(rebuilt.sound && shapesIn(rebuilt.update), `up to ${to}`).toEqual(shapeNames(count))
        expect(renewed.sound && shapesIn(renewed.update), `renewed, up to ${to}`).toEqual(shapeNames(count))
        expect(renewed.sound && clientsIn(renewed.update)).toBeLessThanOrEqual(1)
      }
    })

    test('a document beyond the limits is unsound from the entry that exceeds them', async () => {
      const { log } = await open()
      const board = newBoardId()
      const [first, second = bytes(0)] = drawnBoard(2)
      const doc = new Y.Doc()
      for (const update of [first ?? bytes(0), second]) Y.applyUpdate(doc, update)
      const before = Y.encodeStateVector(doc)
      doc.getMap('meta').delete('schema')
      const updates = [first ?? bytes(0), second, Y.encodeStateAsUpdate(doc, before)]
      await log.append(updates.map((update, index) => ({ ...entry(board, index + 1), update })))
      expect(await log.rebuild(board, { to: 2, as: 'verdict', patienceMs })).toMatchObject({ sound: true, seq: 2 })
      expect(await log.rebuild(board, { to: null, as: 'verdict', patienceMs })).toEqual({
        sound: false,
        seq: 3,
        problem: 'its schema version was deleted',
      })
    })

    test('a new generation begins with its whole document; earlier entries stay in the log, and their clients are retired', async () => {
      const board = newBoardId()
      const updates = drawnBoard(4)
      const before = updates.map((update, index) => ({ ...entry(board, index + 1), update, claims: [index + 1] }))
      opened = await open()
      await opened.log.append(before)
      if (opened.reopen) opened = await opened.reopen()
      const { log, reopen } = opened
      const rebuilt = await log.rebuild(board, { to: 3, as: 'renewed', patienceMs })
      if (!rebuilt.sound) throw new Error(rebuilt.problem)
      const stateVector = await log.stateVector(board)
      expect(Y.decodeStateVector(stateVector)).toEqual(
        Y.decodeStateVector(Y.encodeStateVectorFromUpdate(Y.mergeUpdates(updates))),
      )
      const retired = { stateVector, deletions: rebuilt.retired.deletions }
      const whole = { ...entry(board, 5), update: rebuilt.update }
      await expect(log.renew({ ...whole, seq: 7 }, retired)).rejects.toThrow()
      expect(await log.retired(board, 1)).toBe(null)
      await log.renew(whole, retired)
      const after = { ...entry(board, 6), update: Uint8Array.of(0, 0) }
      await log.append([after])
      const check = async (reopened: UpdateLog) => {
        const logged = await reopened.load(board)
        expect({ ...logged, shapes: shapesIn(logged) }).toMatchObject({
          generation: 2,
          seq: 6,
          retired: new Set(Y.decodeStateVector(stateVector).keys()),
          shapes: shapeNames(2),
        })
        expect(await readAll(reopened, board, 1, 6)).toEqual([...before, whole, after])
        expect(await reopened.retired(board, 1)).toEqual(retired)
        expect(await reopened.status(board)).toMatchObject({ seq: 6, generation: 2, check: { damage: null } })
        const old = await reopened.rebuild(board, { to: 4, as: 'state', patienceMs })
        expect(old.sound && shapesIn(old.update)).toEqual(shapeNames(3))
      }
      await check(log)
      await log.compact(board)
      await check(log)
      if (!reopen) return
      opened = await reopen()
      await check(opened.log)
    })

    test('the time of the last change is returned for boards with entries, before and after a compaction', async () => {
      const { log } = await open()
      const [one, other, none] = [newBoardId(), newBoardId(), newBoardId()]
      const [first = bytes(0), second = bytes(0)] = drawing(2)
      await log.append([
        { ...entry(one, 1), update: first },
        { ...entry(one, 2), update: second },
        { ...entry(other, 1), update: first },
      ])
      const times = new Map([
        [one, 1_002],
        [other, 1_001],
      ])
      expect(await log.changedAt([one, none, other])).toEqual(times)
      await log.compact(one)
      expect(await log.changedAt([other, one])).toEqual(times)
      expect(await log.changedAt([])).toEqual(new Map())
    })

    test('a purged board is gone without a trace, and its neighbour keeps everything', async () => {
      const { log } = await open()
      const [gone, kept] = [newBoardId(), newBoardId()]
      const updates = drawnBoard(4)
      for (const board of [gone, kept])
        await log.append(updates.map((update, index) => ({ ...entry(board, index + 1), update, claims: [index + 7] })))
      const rebuilt = await log.rebuild(gone, { to: null, as: 'renewed', patienceMs })
      if (!rebuilt.sound) throw new Error(rebuilt.problem)
      await log.compact(gone)
      await log.renew({ ...entry(gone, 5), update: rebuilt.update }, rebuilt.retired)
      await log.append([{ ...entry(gone, 6), update: Uint8Array.of(0, 0) }])
      const before = await log.load(kept)
      while (await log.purgeStep(gone)) {
        // Repeat while there is more.
      }
      expect(await log.load(gone)).toMatchObject({
        snapshot: null,
        updates: [],
        owners: new Map(),
        seq: 0,
        generation: 1,
      })
      expect(await readAll(log, gone, 1, 9)).toEqual([])
      expect(await log.status(gone)).toEqual({ seq: 0, generation: 1, check: null, uncheckedBytes: 0 })
      expect([await log.retired(gone, 1), (await log.changedAt([gone])).size]).toEqual([null, 0])
      expect(await log.load(kept)).toEqual(before)
      await log.append([entry(gone, 1)])
      expect((await log.load(gone)).updates).toEqual([bytes(1)])
    })

    test('purged space is returned to the disk in a finite number of steps', async () => {
      const { log } = await open()
      const board = newBoardId()
      await log.append([{ ...entry(board, 1), update: new Uint8Array(100_000) }])
      while (await log.purgeStep(board)) {
        // Repeat while there is more.
      }
      while (await log.shrinkStep()) {
        // Repeat while there is more.
      }
      expect(await log.shrinkStep()).toBe(false)
    })

    test('the result of a check is stored until the next one, and bytes after it are counted', async () => {
      const { log } = await open()
      const board = newBoardId()
      expect(await log.status(board)).toEqual({ seq: 0, generation: 1, check: null, uncheckedBytes: 0 })
      await log.append([entry(board, 1)])
      expect((await log.status(board)).uncheckedBytes).toBeGreaterThan(0)
      const damage = { problem: 'it is nested too deeply', lastGood: 0, goodAt: null, since: 1_001 }
      await log.checked(board, { seq: 1, damage })
      expect(await log.status(board)).toEqual({
        seq: 1,
        generation: 1,
        check: { seq: 1, damage },
        uncheckedBytes: 0,
      })
    })

    if (kind === 'durable')
      test('acknowledged entries are there when the log is opened again', async () => {
        const { log, reopen } = await open()
        const board = newBoardId()
        await log.append([entry(board, 1)])
        opened = (await reopen?.()) ?? null
        expect((await opened?.log.load(board))?.updates).toEqual([bytes(1)])
        await expect(opened?.log.append([entry(board, 1)])).rejects.toThrow()
      })
  })
}

/** Updates of one document, each setting its own key. */
export function drawing(count: number, from = 0): Uint8Array[] {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let index = from; index < from + count; index += 1) doc.getMap('edits').set(`edit${index}`, index)
  return updates
}

/** The keys that `drawing` has set, as read from a log. */
export function drawn(logged: Parameters<typeof replay>[0]): Record<string, number> {
  return replay(logged).doc.getMap('edits').toJSON() as Record<string, number>
}

/** The updates of a board: the first initialises it, each of the others adds a shape. */
function drawnBoard(count: number): Uint8Array[] {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  initBoard(doc, null)
  for (const shape of shapeNames(count - 1)) doc.getMap('shapes').set(shape, { kind: 'rect' })
  return updates
}

function shapeNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `shape${index}`)
}

function shapesIn(logged: Uint8Array | Parameters<typeof replay>[0]): string[] {
  const { doc } = replay(logged instanceof Uint8Array ? { snapshot: logged, updates: [] } : logged)
  return [...doc.getMap('shapes').keys()].sort()
}

function clientsIn(update: Uint8Array): number {
  return replay({ snapshot: update, updates: [] }).doc.store.clients.size
}

async function readAll(log: UpdateLog, board: BoardId, from: number, to: number): Promise<LogEntry[]> {
  const entries: LogEntry[] = []
  for await (const each of log.read(board, { from, to })) entries.push(each)
  return entries
}

/** The generation of a board that was never re-encoded. */
const firstGeneration = { generation: 1, retired: new Set<number>() }
const patienceMs = 30_000

function entry(board: BoardId, seq: number, byte = seq): LogEntry {
  return { board, seq, author: 'g:someone' as PrincipalId, at: 1_000 + seq, update: bytes(byte), claims: [] }
}

function bytes(value: number): Uint8Array {
  return Uint8Array.of(value, value, value)
}
