import type { BoardId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { createMemoryLog } from '../log/memory-log.ts'
import { keepingRoom, watchDisk } from './disk.ts'

const megabyte = 1_048_576
const board = 'aaaaaaaaaaaaaaaa' as BoardId

function disk(total: number) {
  const state = { free: total, now: 0, measured: 0 }
  const measure = async () => {
    state.measured += 1
    return { free: state.free, total }
  }
  return { state, disk: watchDisk('/data', measure, () => state.now) }
}

test('[L14] a disk is low below 200 MB, and a small one below one per cent', async () => {
  const large = disk(1_000_000 * megabyte)
  large.state.free = 200 * megabyte
  expect(await large.disk.isLow()).toBe(false)
  large.state.free -= 1
  // Measured once a second.
  expect(await large.disk.isLow()).toBe(false)
  large.state.now += 1_000
  expect([await large.disk.isLow(), large.state.measured]).toEqual([true, 2])
  const small = disk(1_000 * megabyte)
  small.state.free = 10 * megabyte
  expect(await small.disk.isLow()).toBe(false)
})

test('[L14] a log refuses writes while disk space is low, can be read, and accepts writes again when there is space', async () => {
  const { state, disk: low } = disk(1_000 * megabyte)
  const log = keepingRoom(createMemoryLog(), low)
  const entry = (seq: number) => ({ board, seq, author: null, at: 0, update: Uint8Array.of(0, 0), claims: [] })
  await log.append([entry(1)])
  state.free = 0
  state.now += 1_000
  await expect(log.append([entry(2)])).rejects.toThrow('too little disk space is free')
  await expect(log.probe()).rejects.toThrow('too little disk space is free')
  expect((await log.load(board)).seq).toBe(1)
  state.free = 500 * megabyte
  state.now += 1_000
  await log.probe()
  await log.append([entry(2)])
  expect((await log.load(board)).seq).toBe(2)
})

test('[L14] a disk that cannot be measured does not count as full', async () => {
  const broken = watchDisk('/data', async () => {
    throw new Error('not supported')
  })
  expect(await broken.isLow()).toBe(false)
})
