import { expect, test } from 'vitest'
import { Attempts } from './attempts.ts'

const [ann, bob] = ['ann@example.org', 'bob@example.org']

/** Attempts with a clock of their own. */
function opened() {
  let clock = 0
  const attempts = new Attempts(true, () => clock)
  return {
    attempts,
    fail: (account: string, address: string, times = 1) =>
      Array.from({ length: times }, () => attempts.begin(account, address)),
    pass: (ms: number) => {
      clock += ms
    },
  }
}

test('ten wrong passwords are free, and from then on each wait is twice as long as the last', () => {
  const { attempts, fail, pass } = opened()
  expect(fail(ann, '10.0.0.1', 10)).toEqual(Array(10).fill(0))
  const waits: number[] = []
  for (let more = 0; more < 12; more += 1) {
    const waitMs = attempts.begin(ann, '10.0.0.1')
    waits.push(waitMs / 1_000)
    pass(waitMs)
    expect(attempts.begin(ann, '10.0.0.1')).toBe(0)
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900])
})

test('attempts at the same time count before any of them has ended', () => {
  const { fail } = opened()
  expect(fail(ann, '10.0.0.1', 50).filter((waitMs) => waitMs === 0)).toHaveLength(10)
})

test('the right password forgets the wrong ones before', () => {
  const { attempts, fail, pass } = opened()
  fail(ann, '10.0.0.1', 10)
  pass(1_000)
  expect(attempts.begin(ann, '10.0.0.1')).toBe(0)
  attempts.succeeded(ann, '10.0.0.1')
  expect(fail(ann, '10.0.0.1', 10)).toEqual(Array(10).fill(0))
})

test('somebody who guesses from elsewhere does not lock a person out', () => {
  const { attempts, fail } = opened()
  fail(ann, '10.0.0.1', 60)
  expect(attempts.begin(ann, '10.0.0.2')).toBe(0)
})

test('guesses from many addresses are slowed, but a person waits at most half a minute for them', () => {
  const { attempts, fail, pass } = opened()
  for (let address = 0; address < 100; address += 1) {
    fail(ann, `10.0.1.${address}`)
    pass(1)
  }
  expect(attempts.begin(ann, '10.0.0.1')).toBeGreaterThan(0)
  for (let address = 100; address < 250; address += 1) {
    pass(30_000)
    expect(fail(ann, `10.0.1.${address}`)).toEqual([0])
  }
  expect(attempts.begin(ann, '10.0.0.1')).toBe(30_000)
})

test('a class of thirty behind one address that mistypes four times each signs in without a wait', () => {
  const { attempts, fail } = opened()
  for (let pupil = 0; pupil < 30; pupil += 1) {
    const account = `pupil${pupil}@example.org`
    expect(fail(account, '10.0.0.1', 4)).toEqual([0, 0, 0, 0])
    expect(attempts.begin(account, '10.0.0.1')).toBe(0)
    attempts.succeeded(account, '10.0.0.1')
  }
})

test('one password tried for many accounts from one address is slowed', () => {
  const { attempts, pass } = opened()
  for (let account = 0; account < 150; account += 1) attempts.begin(`${account}@example.org`, '10.0.0.1')
  expect(attempts.begin(bob, '10.0.0.1')).toBe(1_000)
  pass(900_000)
  expect(attempts.begin(bob, '10.0.0.1')).toBe(0)
})

test('an hour later everything is forgotten', () => {
  const { attempts, fail, pass } = opened()
  fail(ann, '10.0.0.1', 10)
  pass(3_600_000)
  expect(attempts.begin(ann, '10.0.0.1')).toBe(0)
})
