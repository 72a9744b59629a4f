import type { BoardId, BoardSummaries, BoardSummary } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { BoardPages } from './board-pages.ts'

function board(name: string): BoardSummary {
  const time = '2026-01-01T00:00:00Z'
  return { id: name as BoardId, title: name, role: 'owner', createdAt: time, updatedAt: time, here: 0 }
}

/** A list of this many boards, whose answers are given by hand. */
function open(count: number) {
  const asked: { readonly skip: number; answer(prefix?: string): void; fail(): void }[] = []
  const pages = new BoardPages(
    ({ skip, limit }) =>
      new Promise<BoardSummaries>((resolve, reject) => {
        const answer = (prefix = '') => {
          const boards = Array.from({ length: Math.min(limit, count - skip) }, (_, index) =>
            board(`${prefix}${skip + index}`),
          )
          resolve({ boards, total: count })
        }
        asked.push({ skip, answer, fail: () => reject(new Error('unreachable')) })
      }),
  )
  const known = () => pages.snapshot.rows?.flatMap((row) => row?.title ?? []) ?? null
  return { pages, asked, known }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

test('only the pages that are shown are loaded, each once', async () => {
  const { pages, asked, known } = open(250)
  pages.show(0, 20)
  pages.show(5, 30)
  asked[0]?.answer()
  await settled()
  expect([asked.map(({ skip }) => skip), pages.snapshot.rows?.length, known()?.length]).toEqual([[0], 250, 100])
  pages.show(180, 210)
  for (const { answer } of asked.slice(1)) answer()
  await settled()
  expect([asked.map(({ skip }) => skip), known()?.length]).toEqual([[0, 100, 200], 250])
})

test('a reload keeps what is known until the answer comes, and ignores earlier answers', async () => {
  const { pages, asked, known } = open(2)
  pages.show(0, 1)
  asked[0]?.answer()
  await settled()
  void pages.reload()
  void pages.reload()
  expect(known()).toEqual(['0', '1'])
  asked[2]?.answer('new ')
  asked[1]?.answer('old ')
  await settled()
  expect(known()).toEqual(['new 0', 'new 1'])
})

test('without the server, what is known stays, and is loaded when it is back', async () => {
  const { pages, asked, known } = open(2)
  pages.show(0, 1)
  asked[0]?.answer()
  await settled()
  void pages.reload()
  asked[1]?.fail()
  await settled()
  expect([pages.snapshot.isAbsent, known()]).toEqual([true, ['0', '1']])
  void pages.reload()
  asked[2]?.answer('new ')
  await settled()
  expect([pages.snapshot.isAbsent, known()]).toEqual([false, ['new 0', 'new 1']])
})

test('a list that becomes shorter loses its end', async () => {
  let count = 3
  const pages = new BoardPages(async () => ({
    boards: Array.from({ length: count }, (_, index) => board(`${index}`)),
    total: count,
  }))
  pages.show(0, 9)
  await settled()
  count = 1
  await pages.reload()
  expect(pages.snapshot.rows?.map((row) => row?.title)).toEqual(['0'])
})
