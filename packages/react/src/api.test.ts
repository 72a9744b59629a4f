import { limits } from '@inkbridge/types'
import { afterEach, expect, test, vi } from 'vitest'
import { Api } from './api.ts'

afterEach(() => vi.unstubAllGlobals())

test('a list of boards longer than one answer is read to its end, each board once, last changed first', async () => {
  const boards = Array.from({ length: limits.maxListedBoards + 2 }, (_, index) => ({
    id: `board${index}`,
    updatedAt: new Date(index * 1_000).toISOString(),
  }))
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    // A board was created meanwhile: the last of the first answer is the first of the second.
    const skip = Math.max(0, Number(url.split('=')[1]) - 1)
    return Response.json({ boards: boards.slice(skip, skip + limits.maxListedBoards) })
  })
  const listed = await new Api({ url: 'http://server' }).boards()
  expect(listed.map(({ id }) => id)).toEqual(boards.map(({ id }) => id).reverse())
  expect(asked).toEqual(['http://server/api/boards?skip=0', `http://server/api/boards?skip=${limits.maxListedBoards}`])
})
