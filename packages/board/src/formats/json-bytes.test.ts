import { expect, test } from 'vitest'
import { atOnce } from '../slices.ts'
import { jsonBytes } from './json-bytes.ts'

test.each<[object, string]>([
  [{}, '{}\n'],
  [{ type: 'a', none: undefined, list: [], more: { x: [1] } }, '{"type":"a",\n"list":[],\n"more":{"x":[1]}}\n'],
  [{ list: [{ é: '🌊' }, null, [1]] }, '{"list":[\n{"é":"🌊"},\nnull,\n[1]\n]}\n'],
])('%j is written with each item of a list on a line', (record, text) => {
  expect(new TextDecoder().decode(atOnce(jsonBytes(record)))).toBe(text)
})

test('a long list is complete', () => {
  const list = Array.from({ length: 20_000 }, (_, index) => ({ index, name: `element ${index}` }))
  expect(JSON.parse(new TextDecoder().decode(atOnce(jsonBytes({ list }))))).toEqual({ list })
})
