import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { IdleBoards } from './idle-boards.ts'

const megabyte = 1_048_576
const minute = 60_000
let forgotten: string[] = []
let boards = new IdleBoards<string>((board) => forgotten.push(board))

beforeEach(() => {
  vi.useFakeTimers()
  forgotten = []
  boards = new IdleBoards<string>((board) => forgotten.push(board))
})
afterEach(() => {
  vi.useRealTimers()
})

test('an unused board is unloaded after a minute, but not when it is used again', () => {
  boards.add('left', megabyte)
  boards.add('used', megabyte)
  vi.advanceTimersByTime(minute - 1)
  boards.delete('used')
  vi.advanceTimersByTime(minute)
  expect(forgotten).toEqual(['left'])
})

test('when unused boards take more than 2 MB the least recently used is unloaded first', () => {
  boards.add('first', megabyte)
  boards.add('second', megabyte / 2)
  boards.add('first', megabyte)
  boards.add('third', megabyte)
  expect(forgotten).toEqual(['second'])
})

test('a board larger than the limit of all is unloaded at once, with those before it', () => {
  boards.add('small', 1)
  boards.add('large', 3 * megabyte)
  expect(forgotten).toEqual(['small', 'large'])
  boards.add('next', 2 * megabyte)
  expect(forgotten).toEqual(['small', 'large'])
})
