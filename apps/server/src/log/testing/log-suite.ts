import { type BoardId, newBoardId, type PrincipalId } from '@inkbridge/types'
import { afterEach, describe, expect, test } from 'vitest'
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
      expect(await log.load(newBoardId())).toEqual({ snapshot: null, updates: [], seq: 0, tail: 0, damaged: [] })
    })

    test('what was appended is loaded in order, each board for itself', async () => {
      const { log } = await open()
      const [one, other] = [newBoardId(), newBoardId()]
      await log.append([entry(one, 1), entry(other, 1, 9), entry(one, 2)])
      await log.append([entry(one, 3)])
      expect(await log.load(one)).toEqual({
        snapshot: null,
        updates: [bytes(1), bytes(2), bytes(3)],
        seq: 3,
        tail: 3,
        damaged: [],
      })
      expect(await log.load(other)).toEqual({ snapshot: null, updates: [bytes(9)], seq: 1, tail: 1, damaged: [] })
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
      await log.append([entry(board, 1), entry(board, 2)])
      await log.snapshot(board, 2, bytes(100))
      await log.append([entry(board, 3)])
      expect(await log.load(board)).toEqual({ snapshot: bytes(100), updates: [bytes(3)], seq: 3, tail: 1, damaged: [] })
    })

    if (kind === 'durable')
      test('what was acknowledged is there when it is opened again', async () => {
        const { log, reopen } = await open()
        const board = newBoardId()
        await log.append([entry(board, 1)])
        opened = (await reopen?.()) ?? null
        expect((await opened?.log.load(board))?.updates).toEqual([bytes(1)])
      })
  })
}

function entry(board: BoardId, seq: number, byte = seq): LogEntry {
  return { board, seq, author: 'g:someone' as PrincipalId, at: 1_000 + seq, update: bytes(byte) }
}

function bytes(value: number): Uint8Array {
  return Uint8Array.of(value, value, value)
}
