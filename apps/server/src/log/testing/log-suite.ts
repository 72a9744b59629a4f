import { type BoardId, newBoardId, type PrincipalId } from '@inkbridge/types'
import { afterEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { replay } from '../replay.ts'
import type { LogEntry, UpdateLog } from '../update-log.ts'

export interface LogUnderTest {
  readonly log: UpdateLog
  /** Ends this log and opens what is left of it; absent when it does not outlive the process. */
  readonly reopen?: () => Promise<LogUnderTest>
  dispose(): Promise<void>
}

/** What every log must do, whatever it is made of; a durable one outlives its process. */
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
        damaged: [],
      })
    })

    test('what was appended is loaded in order, each board for itself', async () => {
      const { log } = await open()
      const [one, other] = [newBoardId(), newBoardId()]
      await log.append([entry(one, 1), entry(other, 1, 9), entry(one, 2)])
      await log.append([entry(one, 3)])
      expect(await log.load(one)).toEqual({
        snapshot: null,
        updates: [bytes(1), bytes(2), bytes(3)],
        owners: new Map(),
        seq: 3,
        damaged: [],
      })
      expect(await log.load(other)).toEqual({
        snapshot: null,
        updates: [bytes(9)],
        owners: new Map(),
        seq: 1,
        damaged: [],
      })
    })

    test('appends that come while one is under way are all kept, in order', async () => {
      const { log } = await open()
      const board = newBoardId()
      await Promise.all(Array.from({ length: 50 }, (_, index) => log.append([entry(board, index + 1)])))
      const { updates, seq } = await log.load(board)
      expect({ updates, seq }).toEqual({ updates: Array.from({ length: 50 }, (_, index) => bytes(index + 1)), seq: 50 })
    })

    test('a sequence number is given once: of a second append nothing is kept', async () => {
      const { log } = await open()
      const board = newBoardId()
      await log.append([entry(board, 1)])
      await expect(log.append([entry(board, 2), entry(board, 1, 7)])).rejects.toThrow()
      expect((await log.load(board)).updates).toEqual([bytes(1)])
    })

    test('a snapshot stands for what came before it', async () => {
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
        rest: { owners: new Map(), seq: 5, damaged: [] },
      })
      expect(seq).toBe(4)
      expect(drawn({ snapshot, updates })).toEqual({ edit0: 0, edit1: 1, edit2: 2, edit3: 3, edit4: 4 })
    })

    test('a board without anything new may be compacted again and again', async () => {
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

    if (kind === 'durable')
      test('what was acknowledged is there when it is opened again', async () => {
        const { log, reopen } = await open()
        const board = newBoardId()
        await log.append([entry(board, 1)])
        opened = (await reopen?.()) ?? null
        expect((await opened?.log.load(board))?.updates).toEqual([bytes(1)])
        await expect(opened?.log.append([entry(board, 1)])).rejects.toThrow()
      })
  })
}

/** Updates of one document, each of which sets a key of its own. */
export function drawing(count: number, from = 0): Uint8Array[] {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let index = from; index < from + count; index += 1) doc.getMap('edits').set(`edit${index}`, index)
  return updates
}

/** What a log says that `drawing` drew. */
export function drawn(logged: Parameters<typeof replay>[0]): Record<string, number> {
  return replay(logged).doc.getMap('edits').toJSON() as Record<string, number>
}

function entry(board: BoardId, seq: number, byte = seq): LogEntry {
  return { board, seq, author: 'g:someone' as PrincipalId, at: 1_000 + seq, update: bytes(byte), claims: [] }
}

function bytes(value: number): Uint8Array {
  return Uint8Array.of(value, value, value)
}
