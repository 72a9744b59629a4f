import { closeCodes, newBoardId } from '@inkbridge/types'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ServerFull } from './open-memory.ts'
import type { Registry } from './registry.ts'
import { connect } from './testing/clients.ts'
import { admittedTo, openRegistry, shapesOn, type Visit, type Visitor, visitBoard } from './testing/visitors.ts'

const bound = { openBytes: 100_000, fairBytes: 20_000 }

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Longer than the sum of all documents may be old, and than a commit takes; ms. */
const later = () => vi.advanceTimersByTimeAsync(1_000)

async function visit(registry: Registry, visitor: Visitor = {}, board = newBoardId()): Promise<Visit> {
  const visited = await visitBoard(registry, board, visitor)
  if (!visited) throw new Error('expected to enter')
  return visited
}

test('[O16] while all boards together are over the bound a large one takes deletions and no additions, a small one both', async () => {
  const registry = openRegistry({ bound })
  const [large, small] = [newBoardId(), newBoardId()]
  const [author, editor] = [await visit(registry, {}, large), await visit(registry, {}, small)]
  author.draw('first', 60_000)
  author.draw('second', 60_000)
  await later()
  expect(await shapesOn(registry, large)).toEqual(['first', 'second'])
  author.erase('first')
  editor.draw('beside')
  await later()
  expect([author.closed, editor.closed]).toEqual([[], []])
  author.draw('third')
  await later()
  expect(author.closed.map(({ code }) => code)).toEqual([closeCodes.unavailable])
  expect([await shapesOn(registry, large), await shapesOn(registry, small)]).toEqual([['second'], ['beside']])
})

test('[O16] a board that nobody is on is unloaded before its time to make room, and nothing of it is lost', async () => {
  const registry = openRegistry({ bound })
  const [left, next] = [newBoardId(), newBoardId()]
  const author = await visit(registry, {}, left)
  author.draw('kept', 120_000)
  await later()
  author.entry.left()
  expect(registry.open).toBe(1)
  const editor = await visit(registry, {}, next)
  expect([registry.open, editor.closed]).toEqual([1, []])
  editor.entry.left()
  expect(await shapesOn(registry, left)).toEqual(['kept'])
})

test('[O16] while boards that people are on are over the bound no other is opened, by a door or by the API, until one is left', async () => {
  const registry = openRegistry({ bound })
  const [busy, other] = [newBoardId(), newBoardId()]
  const author = await visit(registry, {}, busy)
  author.draw('large', 120_000)
  await later()
  const refused = connect()
  expect(await registry.enter(admittedTo(other), refused)).toBeNull()
  expect(refused.closed.map(({ code }) => code)).toEqual([closeCodes.unavailable])
  await expect(registry.use(admittedTo(other).board, () => 'opened')).rejects.toThrow(ServerFull)
  // Who is on a board that is open is not concerned, nor is somebody who joins it.
  const joined = await visit(registry, { name: 'b' }, busy)
  expect([author.closed, joined.closed, registry.open]).toEqual([[], [], 1])
  for (const each of [author, joined]) each.entry.left()
  expect(await registry.use(admittedTo(other).board, () => 'opened')).toBe('opened')
})
