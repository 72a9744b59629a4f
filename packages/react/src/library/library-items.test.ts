import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { builtIn, createKinds } from '@inkbridge/canvas'
import { wordless } from '@inkbridge/canvas/picture'
import type { KeptItem } from '@inkbridge/sync/library'
import { builtInRecordKinds } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { contentBoard } from '../files/files.ts'
import { found, itemsIn, libraryFile, type NewItem, nameOf, placed } from './library-items.ts'

const box = { type: 'rectangle', id: 'a', x: 1, y: 2, width: 30, height: 40 }

function file(content: object) {
  return { name: 'a.excalidrawlib', type: '', bytes: new TextEncoder().encode(JSON.stringify(content)) }
}

async function read(content: object): Promise<readonly NewItem[]> {
  const items = await itemsIn(file(content))
  if (!items.ok) throw new Error(items.problem.message)
  return items.value
}

function item(id: string, order: number, name = id): KeptItem {
  return { id, name, created: 1, order, content: '{}', images: [] }
}

test('items of a file have the ids they have there, or always the same one, and names in one line', async () => {
  const content = {
    type: 'excalidrawlib',
    libraryItems: [
      { id: 'HbmYMzYvHUFKUnJGRDKF9', name: ' Two\nlines ', created: 5, elements: [box] },
      { id: '1', elements: [box] },
    ],
  }
  const [first, second] = await read(content)
  expect(first).toMatchObject({ id: 'HbmYMzYvHUFKUnJGRDKF9', name: 'Two lines', created: 5, images: [] })
  expect(second).toMatchObject({ id: expect.stringMatching(/^[\w-]{43}$/), name: '' })
  expect((await read(content)).map(({ id }) => id)).toEqual([first?.id, second?.id])
  const shapes = contentBoard(first?.content ?? '', builtInRecordKinds)?.shapes()
  expect(shapes).toMatchObject([{ kind: 'rect', at: { x: 1, y: 2, w: 30, h: 40 } }])
})

test('new items come first, in their order; known ones keep their places', () => {
  const items = [item('a', -3), item('b', 7)]
  const added = placed([item('c', 0), item('b', 0, 'Renamed'), item('d', 0)], items)
  expect(added.map(({ id, name, order }) => [id, name, order])).toEqual([
    ['c', 'c', -6],
    ['b', 'Renamed', 7],
    ['d', 'd', -4],
  ])
  expect(placed([item('a', 0)], [])).toEqual([item('a', -1)])
})

test('an item is found by all typed words in its name, ignoring case and accents', () => {
  const items = [item('a', 1, 'Café table'), item('b', 2, 'Table'), item('c', 3, '')]
  const ids = (typed: string) => found(items, typed).map(({ id }) => id)
  expect(ids(' tab  CAFE')).toEqual(['a'])
  expect(ids('table')).toEqual(['a', 'b'])
  expect(ids(' ')).toEqual(['a', 'b', 'c'])
  expect(ids('chair')).toEqual([])
})

test('a name has at most the length of a title', () => {
  expect(nameOf(` ${'a'.repeat(200)}`)).toBe('a'.repeat(120))
})

test('items are saved as a library that has the same elements, and those that cannot be read are left out', async () => {
  const library = { type: 'excalidrawlib', version: 2, libraryItems: [{ name: 'Box', created: 5, elements: [box] }] }
  const kept = placed(await read(library), [])
  const editor = { kinds: createKinds(builtIn), layout: wordless } as unknown as Parameters<
    typeof libraryFile
  >[1]['editor']
  const saved = await libraryFile([...kept, item('broken', 9)], { editor })
  expect(JSON.parse(await saved.text())).toMatchObject({
    type: 'excalidrawlib',
    libraryItems: [{ id: kept[0]?.id, name: 'Box', created: 5, elements: [box] }],
  })
})

/** Libraries of people, in a folder outside of the project. */
const folder = join(process.env.INKBRIDGE_CORPUS ?? '', 'excalidrawlib')
const names = process.env.INKBRIDGE_CORPUS && existsSync(folder) ? readdirSync(folder).sort() : []

test.skipIf(names.length === 0).each(names.length > 0 ? names : ['none'])(
  'every item of %s has shapes to be added',
  async (name) => {
    const items = await itemsIn({ name, type: '', bytes: readFileSync(join(folder, name)) })
    if (!items.ok) return expect(items.problem.message).toMatch(/incomplete or damaged.*Nothing was changed\.$/)
    const counts = items.value.map(({ content }) => contentBoard(content, builtInRecordKinds)?.shapes().length ?? 0)
    expect(counts.every((count) => count > 0)).toBe(true)
    expect(counts.length > 0).toBe(!name.includes('empty'))
  },
)
