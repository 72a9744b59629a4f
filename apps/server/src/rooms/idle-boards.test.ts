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

test('a board that nobody uses is forgotten after a minute, and not when it is used again', () => {
  boards.add('left', megabyte)
  boards.add('used', megabyte)
  vi.advanceTimersByTime(minute - 1)
  boards.delete('used')
  vi.advanceTimersByTime(minute)
  expect(forgotten).toEqual(['left'])
})

test('when those that nobody uses take more than 2 MB the one left the longest ago is forgotten first', () => {
  boards.add('first', megabyte)
  boards.add('second', megabyte / 2)
  boards.add('first', megabyte)
  boards.add('third', megabyte)
  expect(forgotten).toEqual(['second'])
})

test('a board that is larger than all may be is forgotten at once, with what was left before it', () => {
  boards.add('small', 1)
  boards.add('large', 3 * megabyte)
  expect(forgotten).toEqual(['small', 'large'])
  boards.add('next', 2 * megabyte)
  expect(forgotten).toEqual(['small', 'large'])
})
