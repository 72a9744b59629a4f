import { type Board, openBoard } from '@inkbridge/board'
import type { Upload } from '@inkbridge/sync'
import { type AssetId, defaultStyle, type ShapeId } from '@inkbridge/types'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { withdrawUnused } from './unused-uploads.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const asset = 'A'.repeat(43) as AssetId

/** A board whose images wait to be uploaded, and a log of what is added and cancelled. */
function waiting() {
  const { begin, ...rest } = unwatched()
  return { ...rest, stop: begin() }
}

function unwatched() {
  const board = openBoard(new Y.Doc())
  const log: string[] = []
  const files = new Map<AssetId, Blob>()
  const listeners = new Set<() => void>()
  const tell = () => listeners.forEach((listener) => void listener())
  const assets = {
    get uploads(): readonly Upload[] {
      return [...files.keys()].map((asset) => ({
        ...{ asset, bytes: 1, sent: 0, state: 'failed', isKept: true, problem: 'board-full' },
      }))
    },
    observe(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    get: async (asset: AssetId) => files.get(asset) ?? null,
    async add(file: Blob) {
      log.push('add')
      files.set(asset, file)
      tell()
      return asset
    },
    cancel(asset: AssetId) {
      log.push('cancel')
      files.delete(asset)
      tell()
    },
  }
  return { board, assets, log, begin: () => withdrawUnused(board, assets) }
}

function draw(board: Board, id: string): void {
  const at = { x: 0, y: 0, w: 10, h: 10, rotation: 0 }
  board.apply([
    { type: 'create', shape: { id: id as ShapeId, kind: 'image', at, style: defaultStyle, asset, size: [1, 1] } },
  ])
}

const later = () => vi.advanceTimersByTimeAsync(1_000)

test('the upload of a deleted image is withdrawn, and starts again when the deletion is undone', async () => {
  const { board, assets, log } = waiting()
  await assets.add(new Blob(['a']))
  draw(board, 'one')
  await later()
  board.apply([{ type: 'delete', id: 'one' as ShapeId }])
  await later()
  expect([log, assets.uploads]).toEqual([['add', 'cancel'], []])
  board.undo()
  await later()
  expect([log, assets.uploads.length]).toEqual([['add', 'cancel', 'add'], 1])
})

test('an image that was refused before it is watched is withdrawn as well', async () => {
  const { board, assets, log, begin } = unwatched()
  await assets.add(new Blob(['a']))
  draw(board, 'one')
  begin()
  board.apply([{ type: 'delete', id: 'one' as ShapeId }])
  await later()
  expect(log).toEqual(['add', 'cancel'])
})

test('an image that another shape shows is uploaded', async () => {
  const { board, assets, log } = waiting()
  await assets.add(new Blob(['a']))
  draw(board, 'one')
  draw(board, 'two')
  await later()
  board.apply([{ type: 'delete', id: 'one' as ShapeId }])
  await later()
  expect(log).toEqual(['add'])
})

test('a file that no shape shows yet is uploaded', async () => {
  const { board, assets, log } = waiting()
  await assets.add(new Blob(['a']))
  await later()
  draw(board, 'one')
  await later()
  expect(log).toEqual(['add'])
})

test('an image that is deleted soon after it was added is withdrawn', async () => {
  const { board, assets, log } = waiting()
  await assets.add(new Blob(['a']))
  draw(board, 'one')
  await vi.advanceTimersByTimeAsync(260)
  board.apply([{ type: 'delete', id: 'one' as ShapeId }])
  await later()
  expect(log).toEqual(['add', 'cancel'])
})

test('after it is stopped, nothing is withdrawn', async () => {
  const { board, assets, log, stop } = waiting()
  await assets.add(new Blob(['a']))
  draw(board, 'one')
  await later()
  stop()
  board.apply([{ type: 'delete', id: 'one' as ShapeId }])
  await later()
  expect(log).toEqual(['add'])
})
