import type { BoardEvent, BoardId, PrincipalId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { createEvents, type Events } from './hub.ts'

const [ann, bob] = ['g:ann', 'g:bob'] as PrincipalId[] as [PrincipalId, PrincipalId]

function event(board: string): BoardEvent {
  return { type: 'changed', board: board as BoardId }
}

function listen(events: Events, principal: PrincipalId, last: string | null = null) {
  const got: [string, string][] = []
  const subscription = events.subscribe(principal, last, { event: (id, { board }) => got.push([id, board]) })
  return { got, ...subscription }
}

test('an event reaches the listeners of its people, each person once, until they end', () => {
  const events = createEvents()
  const [anns, again, bobs] = [listen(events, ann), listen(events, ann), listen(events, bob)]
  events.publish([ann, ann], event('one'))
  again.end()
  events.publish([ann, bob], event('two'))
  expect([anns, again, bobs].map(({ got }) => got.map(([, board]) => board))).toEqual([
    ['one', 'two'],
    ['one'],
    ['two'],
  ])
  for (const { end } of [anns, bobs]) end()
  expect(events.isHeard).toBe(false)
})

test('a listener resumes after any id that it had, of an event or of its own beginning', () => {
  const events = createEvents()
  const { id: beginning, got } = listen(events, ann)
  for (const board of ['one', 'two', 'three']) events.publish([ann], event(board))
  const boardsAfter = (last: string) => listen(events, ann, last).got.map(([, board]) => board)
  expect([beginning, ...got.map(([id]) => id)].map(boardsAfter)).toEqual([
    ['one', 'two', 'three'],
    ['two', 'three'],
    ['three'],
    [],
  ])
})

test('a listener whose next event is no longer kept gets a reset; one just in time does not', () => {
  const events = createEvents({ events: 2, people: 100 })
  const { id: beginning, got } = listen(events, ann)
  for (const board of ['one', 'two', 'three']) events.publish([ann], event(board))
  const resumed = [beginning, got[0]?.[0] ?? ''].map((last) => listen(events, ann, last))
  expect(resumed.map(({ isReset, got }) => [isReset, got.map(([, board]) => board)])).toEqual([
    [true, []],
    [false, ['two', 'three']],
  ])
})

test('events for many people are kept for a shorter time', () => {
  const events = createEvents({ events: 100, people: 3 })
  const { id } = listen(events, ann)
  events.publish([ann, bob], event('one'))
  events.publish([ann, bob], event('two'))
  expect(listen(events, ann, id)).toMatchObject({ isReset: true, got: [] })
})

test.each(['', '-1', 'AAAAAAAA-0', 'x'.repeat(10_000)])('the unknown id %j is a reset', (last) => {
  expect(listen(createEvents(), ann, last).isReset).toBe(true)
})

test.each(['-1', '-9', '-x', '-1.5', '--1'])(
  'an id of this hub with the number %j, which it never gave, is a reset',
  (end) => {
    const events = createEvents()
    const start = listen(events, ann).id.split('-')[0]
    expect(listen(events, ann, `${start}${end}`).isReset).toBe(true)
  },
)
