import type { BoardId } from '@inkbridge/types'
import type { Kysely } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTables } from './sqlite-dialect.ts'
import type { Tables } from './tables.ts'
import { openMemorySqlite } from './testing/memory-sqlite.ts'

let sqlite: ReturnType<typeof openMemorySqlite>
let tables: Kysely<Tables>
beforeEach(() => {
  sqlite = openMemorySqlite()
  tables = openTables(sqlite)
})
afterEach(() => sqlite.close())

const row = { title: 'Harbour', createdAt: 1, deletedAt: null, used: 0, openedAt: null, passable: 1 }

function ids(): Promise<{ id: BoardId }[]> {
  return tables.selectFrom('boards').select('id').orderBy('id').execute()
}

test('the statements of a transaction run together when it ends, separately from others', async () => {
  await tables.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('boards')
      .values({ ...row, id: 'a' as BoardId })
      .execute()
    await tables
      .insertInto('boards')
      .values({ ...row, id: 'b' as BoardId })
      .execute()
    expect(await ids()).toEqual([{ id: 'b' }])
  })
  expect(await ids()).toEqual([{ id: 'a' }, { id: 'b' }])
})

test('a transaction that throws, or with a failing statement, changes nothing', async () => {
  const add = (id: string) => ({ ...row, id: id as BoardId })
  const twice = tables.transaction().execute(async (transaction) => {
    await transaction.insertInto('boards').values(add('a')).execute()
    await transaction.insertInto('boards').values(add('a')).execute()
  })
  await expect(twice).rejects.toThrow('UNIQUE')
  const thrown = tables.transaction().execute(async (transaction) => {
    await transaction.insertInto('boards').values(add('b')).execute()
    throw new Error('changed my mind')
  })
  await expect(thrown).rejects.toThrow('changed my mind')
  expect(await ids()).toEqual([])
})

test('reads in a transaction are refused', async () => {
  const reading = tables.transaction().execute((transaction) => transaction.selectFrom('boards').selectAll().execute())
  await expect(reading).rejects.toThrow('a transaction only writes here')
})
