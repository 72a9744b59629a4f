import { expect, test } from 'vitest'
import { contextOf, emptyBoard, fileOf } from '../testing/on-board.ts'
import { unreadableReaders } from './unreadable.ts'

const files: readonly (readonly [name: string, content: string, format: string | undefined])[] = [
  ['a.drawio', '', 'drawio'],
  ['a.xml', '<?xml version="1.0"?>\n<mxfile host="x">', 'drawio'],
  ['a.svg', '<svg content="&lt;mxfile host=', 'drawio'],
  ['a.json', '{"contentType":"application/gliffy+json"', 'gliffy'],
  ['a.canvas', '{}', 'jsoncanvas'],
  ['', '{ "nodes":[{"id":', 'jsoncanvas'],
  ['a.rtb', '', 'miro'],
  ['a.jam', '', 'figjam'],
  ['a.vsdx', 'PK', 'visio'],
  ['a', '%PDF-1.7', 'pdf'],
  ['a.svg', '<svg>', undefined],
  ['a.tldr', '{}', undefined],
]

test.each(files)('%s, which begins with %j, is of the format %s', async (name, content, format) => {
  const file = fileOf(name, content)
  const reader = unreadableReaders.find(({ recognizes }) => recognizes(file))
  expect(reader?.format).toBe(format)
  const result = await reader?.read(file, contextOf(emptyBoard()))
  expect(result?.ok ?? false).toBe(false)
  if (result && !result.ok) expect(result.problem.message).toMatch(/(here|there|CSV)\. Nothing was changed\.$/)
})
