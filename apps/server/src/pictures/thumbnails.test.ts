import { expect, test } from 'vitest'
import { Thumbnails } from './thumbnails.ts'

test('thumbnails stay within their memory limit: the least recently used are dropped', () => {
  const thumbnails = new Thumbnails(100)
  for (const name of ['a', 'b', 'c']) thumbnails.put(name, name, new Uint8Array(30))
  thumbnails.get('a')
  thumbnails.put('d', 'd', new Uint8Array(30))
  expect(['a', 'b', 'c', 'd'].map((name) => thumbnails.get(name)?.byteLength)).toEqual([30, undefined, 30, 30])
})

test('the thumbnails of a deleted board are dropped and their memory freed', () => {
  const thumbnails = new Thumbnails(100)
  thumbnails.put('board', 'light', new Uint8Array(40))
  thumbnails.put('board', 'dark', new Uint8Array(40))
  thumbnails.put('other', 'other', new Uint8Array(20))
  thumbnails.forget('board')
  thumbnails.put('new', 'new', new Uint8Array(80))
  expect(['light', 'dark', 'other', 'new'].map((etag) => thumbnails.get(etag)?.byteLength)).toEqual([
    undefined,
    undefined,
    20,
    80,
  ])
})
