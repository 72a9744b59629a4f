import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { assetsIn } from './assets.ts'

const id = (digit: string) => digit.repeat(43)

function boardWith(root: string, value: unknown): Y.Doc {
  const doc = new Y.Doc()
  doc.getMap(root).set('shape', value)
  return doc
}

test.each([
  ['a record', 'shapes', { kind: 'image', asset: id('A') }, [id('A')]],
  ['changed properties', 'props', { asset: id('E') }, [id('E')]],
  ['a kind of a host', 'props', { frames: [{ poster: id('I') }, { poster: id('M') }] }, [id('I'), id('M')]],
  ['bytes', 'shapes', new Uint8Array(43).fill(65), []],
  ['texts that are no ids', 'shapes', { asset: id('A').slice(1), other: `${id('A')}=`, number: 1, nothing: null }, []],
  ['another root', 'link', id('Q'), []],
])('assets in %s are found', (_, root, value, expected) => {
  expect([...assetsIn(boardWith(root, value))]).toEqual(expected)
})

test('an asset that several shapes refer to is found once, and none after they are deleted', () => {
  const doc = boardWith('shapes', { asset: id('A') })
  doc.getMap('shapes').set('other', { asset: id('A') })
  expect([...assetsIn(doc)]).toEqual([id('A')])
  doc.getMap('shapes').clear()
  expect([...assetsIn(doc)]).toEqual([])
})

test('values nested without end are read up to a depth', () => {
  let value: unknown = id('A')
  for (let depth = 0; depth < 10_000; depth += 1) value = [value]
  const doc = new Y.Doc()
  doc.getMap('shapes').set('shape', { deep: [[id('E')]] })
  doc.getMap('props').set('shape', value)
  expect([...assetsIn(doc)]).toEqual([id('E')])
})
