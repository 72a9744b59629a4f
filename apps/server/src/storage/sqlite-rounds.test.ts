import { newBoardId } from '@inkbridge/types'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LogTables } from '../log/log-tables.ts'
import { packRuns } from '../log/packing.ts'
import { drawing } from '../log/testing/log-suite.ts'
import type { Request } from './sqlite-messages.ts'
import { createRequests } from './sqlite-requests.ts'
import { SqliteRounds } from './sqlite-rounds.ts'

let database: Database.Database
let rounds: SqliteRounds
/** The number of requests in each shared commit. */
let shared: number[]
beforeEach(() => {
  database = new Database(':memory:')
  shared = []
  const requests = createRequests(database, () => {})
  rounds = new SqliteRounds({
    ...requests,
    performTogether(together) {
      shared.push(together.length)
      return requests.performTogether(together)
    },
  })
})
afterEach(() => database.close())

function ask(...requests: readonly Request[]): void {
  for (const [id, request] of requests.entries()) rounds.add({ id, request })
}

function idsOfRound(): readonly number[] {
  return [...rounds.round()].map(({ id }) => id)
}

const board = newBoardId()

function append(seq: number): Request {
  const [update = new Uint8Array()] = drawing(1)
  return { type: 'append', bytes: packRuns([{ board, seq, author: null, at: seq, update, claims: [] }]) }
}

function makeBoard(id: string): Request {
  const sql = "INSERT INTO boards (id, title, createdAt, used, passable) VALUES (?, 'Harbour', 1, 0, 1)"
  return { type: 'query', sql, parameters: [id] }
}

const countBoards: Request = { type: 'query', sql: 'SELECT count(*) AS count FROM boards', parameters: [] }

test('waiting short writes share one commit, and short reads see it', () => {
  ask(countBoards, makeBoard('a'), append(1), makeBoard('b'), { type: 'changed-at', boards: [board] })
  const answers = [...rounds.round()].sort((a, b) => a.id - b.id)
  const written = { rows: [], changes: 1 }
  expect(answers.map((answer) => 'result' in answer && answer.result)).toEqual([
    { rows: [{ count: 2 }] },
    written,
    null,
    written,
    new Map([[board, 1]]),
  ])
  expect([shared, rounds.isIdle]).toEqual([[3], true])
})

test('a failing write does not affect others', () => {
  ask(makeBoard('a'), append(2), makeBoard('a'), append(1), append(2))
  expect([...rounds.round()]).toEqual([
    { id: 0, result: { rows: [], changes: 1 } },
    { id: 1, problem: `entry 2 of board ${board} does not follow 0` },
    { id: 2, problem: 'UNIQUE constraint failed: boards.id' },
    { id: 3, result: null },
    { id: 4, result: null },
  ])
  // Nothing remains of the rolled back commit.
  expect(new LogTables(database).load(board)).toMatchObject({ seq: 2, changedAt: 2 })
})

test('one long request is answered per round, with commits in between', () => {
  ask({ type: 'load', board }, { type: 'flush-journal' }, append(1))
  expect(idsOfRound()).toEqual([2, 0])
  ask(append(2))
  expect([rounds.isIdle, idsOfRound(), rounds.isIdle]).toEqual([false, [0, 1], true])
})

test('a commit is answered before reads after it in its round', () => {
  ask(countBoards, { type: 'load', board }, makeBoard('a'))
  const answers = rounds.round()
  expect(answers.next().value).toMatchObject({ id: 2 })
  database.exec("DELETE FROM boards WHERE id = 'a'")
  expect(answers.next().value).toEqual({ id: 0, result: { rows: [{ count: 0 }] } })
})

test('invalid SQL is answered with the error of the database', () => {
  ask({ type: 'query', sql: 'SELEKT 1', parameters: [] })
  expect([...rounds.round()]).toEqual([{ id: 0, problem: 'near "SELEKT": syntax error' }])
})
