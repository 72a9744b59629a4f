import type { BoardFolder, FolderId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { addressOf, everything, placeOf, treeOf, views } from './place.ts'

const lessons = 'A'.repeat(12) as FolderId

test('every place has an address of its own, from which it is read', () => {
  const places = [...views.map((view) => ({ view, folder: null })), { view: 'all', folder: lessons } as const]
  expect(places.map((place) => placeOf(addressOf(place)))).toEqual(places)
  expect(new Set(places.map(addressOf)).size).toBe(places.length)
})

test.each(['', '#', '#nothing', '#folder=', '#folder=../../etc', `#folder=${'A'.repeat(13)}`])(
  'the address %j shows all boards',
  (hash) => {
    expect(placeOf(hash)).toEqual(everything)
  },
)

test('folders are a tree sorted by name; one whose outer folder is gone is at the top', () => {
  const folder = (id: string, name: string, parent: string | null) => ({ id, name, parent }) as BoardFolder
  const folders = [
    folder('a', 'Year 10', null),
    folder('b', 'year 9', null),
    folder('c', 'Inner', 'b'),
    folder('d', 'Deep', 'c'),
    folder('e', 'Änderungen', 'gone'),
  ]
  const names = (tree: ReturnType<typeof treeOf>): unknown => tree.map(({ name, folders }) => [name, names(folders)])
  expect(names(treeOf(folders))).toEqual([
    ['Änderungen', []],
    ['year 9', [['Inner', [['Deep', []]]]]],
    ['Year 10', []],
  ])
})
