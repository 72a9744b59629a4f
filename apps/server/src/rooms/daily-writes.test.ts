import { newBoardId } from '@inkbridge/types'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createHttpRates } from '../admission/rate.ts'
import type { Registry } from './registry.ts'
import { openRegistry, shapesOn, type Visit, visitBoard } from './testing/visitors.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Longer than a commit takes, ms. */
const later = () => vi.advanceTimersByTimeAsync(1_000)
const board = newBoardId()

async function visit(registry: Registry, name: string, address: string): Promise<Visit> {
  const visited = await visitBoard(registry, board, { name, address })
  if (!visited) throw new Error('expected to enter')
  return visited
}

function notices({ frames }: Visit): readonly string[] {
  return frames.flatMap((frame) => (frame.kind === 'notice' ? [frame.notice.type] : []))
}

test('[L17] beyond its daily limit an address cannot write on any connection, and is notified; others can, and it can the next day', async () => {
  const { written } = createHttpRates(true, { written: { points: 1_000, seconds: 86_400 } })
  const registry = openRegistry({ written })
  const author = await visit(registry, 'a', '192.0.2.1')
  const neighbour = await visit(registry, 'b', '192.0.2.1')
  const other = await visit(registry, 'c', '192.0.2.2')
  author.draw('within', 800)
  await later()
  author.draw('last', 800)
  await later()
  expect(await shapesOn(registry, board)).toEqual(['last', 'within'])
  author.draw('over')
  neighbour.draw('over-too')
  other.draw('beside')
  await later()
  expect(await shapesOn(registry, board)).toEqual(['beside', 'last', 'within'])
  expect([author, neighbour, other].map(notices)).toEqual([['not-saving'], ['not-saving'], []])
  expect([author.closed, neighbour.closed, other.closed]).toEqual([[], [], []])
  await vi.advanceTimersByTimeAsync(86_400_000)
  author.draw('tomorrow')
  await later()
  expect(notices(author)).toEqual(['not-saving', 'saving'])
})

test('[L17] writes over HTTP count for a connection from its first message', async () => {
  const { written } = createHttpRates(true, { written: { points: 1_000, seconds: 86_400 } })
  const registry = openRegistry({ written })
  await written.take('192.0.2.1', 1_001)
  const author = await visit(registry, 'a', '192.0.2.1')
  author.draw('over')
  await later()
  expect([notices(author), await shapesOn(registry, board)]).toEqual([['not-saving'], []])
})
