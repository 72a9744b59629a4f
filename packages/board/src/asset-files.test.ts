import { createHash } from 'node:crypto'
import type { AssetId, ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { type AssetFile, assetProblem, maxFileAssets, withAssets } from './asset-files.ts'
import { openBoard } from './board.ts'
import { exportJson, importJson, parseJson } from './json.ts'

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64url') as AssetId
const picture = (content: string): AssetFile => {
  const bytes = new TextEncoder().encode(content)
  return { id: hash(bytes), type: 'image/png', bytes }
}
const [quay, boat] = [picture('quay'), picture('boat')]

/** A board that shows these assets. */
function showing(...ids: readonly AssetId[]): Y.Doc {
  const doc = new Y.Doc()
  const board = openBoard(doc)
  for (const [index, asset] of ids.entries()) {
    const id = `image-${index}` as ShapeId
    doc.getMap('shapes').set(id, { kind: 'image', at: [0, 0, 9, 9, 0], order: 'a0', size: [9, 9], asset })
    board.apply([{ type: 'foreign', id, foreign: { format: 'excalidraw', data: { picture: { asset } } } }])
  }
  return doc
}

function fileOf(doc: Y.Doc, assets: readonly AssetFile[], names?: ReadonlyMap<AssetId, AssetId>): string {
  return withAssets(exportJson(doc, 'Harbour', names), assets).join('')
}

test('a file has the bytes of the assets that its shapes refer to, and no others', () => {
  const file = parseJson(JSON.parse(fileOf(showing(quay.id, boat.id), [quay, boat, picture('stray')])))
  expect(file.ok && file.value.assets).toEqual([quay, boat])
})

test('a file without assets is as before', () => {
  const doc = showing()
  expect(fileOf(doc, [])).toBe(exportJson(doc, 'Harbour'))
})

test('an asset that is written with other bytes has their hash, wherever the board refers to it', () => {
  const file = parseJson(JSON.parse(fileOf(showing(quay.id), [boat], new Map([[quay.id, boat.id]]))))
  if (!file.ok) throw new Error(file.problem.message)
  const doc = new Y.Doc()
  importJson(doc, file.value, null)
  expect(doc.getMap('shapes').get('image-0')).toMatchObject({ asset: boat.id })
  expect(doc.getMap('foreign').get('image-0')).toMatchObject({ data: { picture: { asset: boat.id } } })
  expect(file.value.assets).toEqual([boat])
})

test('what belongs to the document is imported, unless the board has some', () => {
  const key = ':excalidraw' as ShapeId
  const foreign = (name: string) => ({ format: 'excalidraw', data: { name } })
  const from = new Y.Doc()
  openBoard(from).apply([{ type: 'foreign', id: key, foreign: foreign('file') }])
  const file = parseJson(JSON.parse(exportJson(from, '')))
  if (!file.ok) throw new Error(file.problem.message)
  const [empty, full] = [new Y.Doc(), new Y.Doc()]
  openBoard(full).apply([{ type: 'foreign', id: key, foreign: foreign('board') }])
  for (const doc of [empty, full]) importJson(doc, file.value, null)
  expect([empty, full].map((doc) => openBoard(doc).foreignOf(key))).toEqual([foreign('file'), foreign('board')])
})

test('adding a file to a board keeps ids and places, and is one undo step', () => {
  const file = parseJson(JSON.parse(fileOf(showing(quay.id, boat.id), [])))
  if (!file.ok) throw new Error(file.problem.message)
  const board = openBoard(new Y.Doc())
  expect(board.add(file.value)).toBe(2)
  expect(board.shapes().map(({ id, at }) => [id, at.x, at.w])).toEqual([
    ['image-0', 0, 9],
    ['image-1', 0, 9],
  ])
  board.undo()
  expect([board.shapes(), board.canUndo]).toEqual([[], false])
})

const { shapes } = JSON.parse(exportJson(showing(quay.id), '')).document
const base64 = btoa('quay')
test.each<readonly [string, unknown]>([
  ['a list', []],
  ['an id that is no hash', { short: { type: 'image/png', bytes: base64 } }],
  ['an asset without bytes', { [quay.id]: { type: 'image/png' } }],
  ['an empty asset', { [quay.id]: { type: 'image/png', bytes: '' } }],
  ['bytes that are not base64', { [quay.id]: { type: 'image/png', bytes: '%%%' } }],
  ['another type', { [quay.id]: { type: 'text/html', bytes: base64 } }],
  [
    'too many',
    Object.fromEntries(
      Array.from({ length: maxFileAssets + 1 }, (_, index) => [
        hash(Uint8Array.of(index, index >> 8)),
        { type: 'image/png', bytes: base64 },
      ]),
    ),
  ],
])('%s in place of assets is refused', (_name, assets) => {
  const file = parseJson({ type: 'inkbridge', version: 1, document: { shapes }, assets })
  expect(file).toMatchObject({ ok: false, problem: { code: 4422, reason: 'damaged-file' } })
})

test('bytes with another hash than their id are found', async () => {
  const problem = await assetProblem([quay, { ...boat, bytes: quay.bytes }], hash)
  expect(problem).toEqual({
    code: 4422,
    reason: 'damaged-file',
    message: 'In this board file, the bytes of an image are not those of its id. Nothing was changed.',
  })
  expect(await assetProblem([quay, boat], hash)).toBeNull()
})
