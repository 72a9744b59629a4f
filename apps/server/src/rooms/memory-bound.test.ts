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

/** Longer than the interval of measurements, and than a commit takes; ms. */
const later = () => vi.advanceTimersByTimeAsync(1_000)

async function visit(registry: Registry, visitor: Visitor = {}, board = newBoardId()): Promise<Visit> {
  const visited = await visitBoard(registry, board, visitor)
  if (!visited) throw new Error('expected to enter')
  return visited
}

test('[O16] while all boards together exceed the limit a large one accepts only deletions, and a small one everything', async () => {
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

test('[O16] an unused board is unloaded early to free memory, and nothing is lost', async () => {
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

test('[O16] while boards in use exceed the limit no other can be opened, by a door or the API, until one is left', async () => {
  const registry = openRegistry({ bound })
  const [busy, other] = [newBoardId(), newBoardId()]
  const author = await visit(registry, {}, busy)
  author.draw('large', 120_000)
  await later()
  const refused = connect()
  expect(await registry.enter(admittedTo(other), refused)).toBeNull()
  expect(refused.closed.map(({ code }) => code)).toEqual([closeCodes.unavailable])
  await expect(registry.use(admittedTo(other).board, () => 'opened')).rejects.toThrow(ServerFull)
  // Open boards are not affected, including for people who join them.
  const joined = await visit(registry, { name: 'b' }, busy)
  expect([author.closed, joined.closed, registry.open]).toEqual([[], [], 1])
  for (const each of [author, joined]) each.entry.left()
  expect(await registry.use(admittedTo(other).board, () => 'opened')).toBe('opened')
})
