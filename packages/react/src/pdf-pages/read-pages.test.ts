import type { AddedImage } from '@inkbridge/canvas'
import type { AssetId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import type { PdfPage } from './pdf-messages.ts'
import { readPages } from './read-pages.ts'

const page: PdfPage = { picture: new Blob(['a'], { type: 'image/png' }), size: [100, 200] }

/** Reads the first five pages; `missing` cannot be drawn, `refused` not kept, and `after` that many it is cancelled. */
async function read({ missing = 0, refused = 0, after = 9 }) {
  const abort = new AbortController()
  const log: string[] = []
  const pages = await readPages({
    reader: {
      draw: async (number) => {
        log.push(`draw ${number}`)
        if (number > after) abort.abort()
        return number === missing ? null : page
      },
    },
    numbers: [1, 2, 3, 4, 5],
    nameOf: (number) => `a.pdf, page ${number}`,
    keep: async ({ name, type }): Promise<AddedImage | null> =>
      name.endsWith(String(refused)) ? null : { asset: `${name} ${type}` as AssetId, size: [200, 400] },
    progress: (done) => log.push(`${done}`),
    signal: abort.signal,
  })
  return { pages, log }
}

test('pages are drawn one after the other, and have their number as name and description', async () => {
  const { pages, log } = await read({})
  expect(log).toEqual(['0', 'draw 1', '1', 'draw 2', '2', 'draw 3', '3', 'draw 4', '4', 'draw 5'])
  expect(pages[2]).toEqual({
    asset: 'a.pdf, page 3 image/png',
    size: [200, 400],
    name: 'a.pdf, page 3',
    alt: 'a.pdf, page 3',
    shown: [100, 200],
  })
})

test('a page that cannot be drawn or kept is left out', async () => {
  const { pages } = await read({ missing: 2, refused: 4 })
  expect(pages.map(({ name }) => name)).toEqual(['a.pdf, page 1', 'a.pdf, page 3', 'a.pdf, page 5'])
})

test('when it is cancelled no more pages are drawn, and those that are kept are returned', async () => {
  const { pages, log } = await read({ after: 2 })
  expect(pages).toHaveLength(2)
  expect(log.at(-1)).toBe('draw 3')
})
