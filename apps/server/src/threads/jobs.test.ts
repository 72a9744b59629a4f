import { expect, test } from 'vitest'
import { type Asker, Busy, Jobs } from './jobs.ts'

const limits = { atOnce: 1, waiting: 3, waitingPerBoard: 2, waitingPerAddress: 2 }

interface Gate {
  open(result: string): void
  readonly run: () => Promise<string>
  readonly started: () => boolean
}

function gate(): Gate {
  const { promise, resolve } = Promise.withResolvers<string>()
  let started = false
  const run = () => {
    started = true
    return promise
  }
  return { open: resolve, run, started: () => started }
}

function asker(board: string, address = board, signal = new AbortController().signal): Asker {
  return { board, address, signal }
}

test('ten requests with the same key share one job while it waits, or while it runs with the same version', async () => {
  const jobs = new Jobs<string>(limits)
  const [first, second] = [gate(), gate()]
  const running = Array.from({ length: 10 }, () => jobs.ask({ key: 'a', version: 1, run: first.run }, asker('a')))
  const later = Array.from({ length: 10 }, (_, index) =>
    jobs.ask({ key: 'a', version: index + 2, run: second.run }, asker('a')),
  )
  first.open('before')
  second.open('after')
  expect(new Set(await Promise.all(running))).toEqual(new Set(['before']))
  expect(new Set(await Promise.all(later))).toEqual(new Set(['after']))
})

test('waiting jobs are limited per board, per address and in total', async () => {
  const jobs = new Jobs<string>(limits)
  const blocked = gate()
  const ask = (key: string, board: string, address: string) =>
    jobs.ask({ key, version: 0, run: blocked.run }, asker(board, address)).catch((error: unknown) => error)
  const all = [ask('0', 'a', '1'), ask('1', 'a', '1'), ask('2', 'a', '2')]
  expect(await ask('3', 'a', '3')).toBeInstanceOf(Busy)
  all.push(ask('4', 'b', '1'))
  expect(await ask('5', 'c', '4')).toBeInstanceOf(Busy)
  blocked.open('done')
  expect(await Promise.all(all)).toEqual(['done', 'done', 'done', 'done'])
})

test('addresses take turns, regardless of how much one requests', async () => {
  const jobs = new Jobs<string>({ atOnce: 1, waiting: 10, waitingPerBoard: 5, waitingPerAddress: 5 })
  const order: string[] = []
  const blocked = gate()
  const asked = [jobs.ask({ key: 'first', version: 0, run: blocked.run }, asker('x', 'greedy'))]
  for (const [key, address] of [
    ['g1', 'greedy'],
    ['g2', 'greedy'],
    ['h1', 'honest'],
    ['g3', 'greedy'],
  ] as const)
    asked.push(jobs.ask({ key, version: 0, run: async () => String(order.push(key)) }, asker(key, address)))
  blocked.open('')
  await Promise.all(asked)
  expect(order).toEqual(['h1', 'g1', 'g2', 'g3'])
})

test('a job whose askers have all left is not run; one with a remaining asker is', async () => {
  const jobs = new Jobs<string>(limits)
  const [blocked, dropped, kept] = [gate(), gate(), gate()]
  const gone = new AbortController()
  const first = jobs.ask({ key: '0', version: 0, run: blocked.run }, asker('a'))
  const left = [
    jobs.ask({ key: 'dropped', version: 0, run: dropped.run }, asker('b', 'b', gone.signal)),
    jobs.ask({ key: 'kept', version: 0, run: kept.run }, asker('c', 'c', gone.signal)),
  ].map((each) => each.catch((error: unknown) => error))
  const stays = jobs.ask({ key: 'kept', version: 0, run: kept.run }, asker('c'))
  gone.abort('left')
  blocked.open('done')
  kept.open('kept')
  expect([await first, await stays, await Promise.all(left)]).toEqual(['done', 'kept', ['left', 'left']])
  expect(dropped.started()).toBe(false)
})

test('a job that fails fails for its askers only', async () => {
  const jobs = new Jobs<string>(limits)
  const failing = jobs.ask({ key: '0', version: 0, run: () => Promise.reject(new Error('no')) }, asker('a'))
  const next = jobs.ask({ key: '1', version: 0, run: async () => 'next' }, asker('b'))
  await expect(failing).rejects.toThrow('no')
  expect(await next).toBe('next')
})
