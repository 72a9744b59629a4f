import { zlibSync } from 'fflate'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { byteString, bytesOf, toBase64 } from '../../base64.ts'
import { openBoard } from '../../board.ts'
import type { ReadContext } from '../format.ts'
import { boardWith, exported, readContext } from '../testing/boards.ts'
import { inflated } from './encoded-scene.ts'
import {
  excalidrawReader,
  excalidrawWriter,
  isLibrary,
  pngWithScene,
  readClipboard,
  readLibrary,
  svgWithScene,
  writeClipboard,
  writeLibrary,
  writeScene,
} from './excalidraw.ts'

const box = { type: 'rectangle', id: 'a', x: 1, y: 2, width: 30, height: 40 }
const scene = JSON.stringify({
  type: 'excalidraw',
  version: 2,
  elements: [{ ...box, customData: { name: 'Привет 👋' } }],
})
const encode = (text: string) => new TextEncoder().encode(text)
const context = (): ReadContext => readContext(openBoard(new Y.Doc()))
/** A picture of one pixel. */
const png = bytesOf(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII='),
)
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'
const note = (fence: string, content: string) =>
  encode(`---\n\nexcalidraw-plugin: parsed\n---\n# Drawing\n\`\`\`${fence}\n${content}\n\`\`\`\n%%\n`)

const files: readonly (readonly [string, Uint8Array])[] = [
  ['a scene', encode(`\ufeff${scene}`)],
  ['a PNG', pngWithScene(png, scene) ?? png],
  ['a PNG whose scene was replaced', pngWithScene(pngWithScene(png, '{}') ?? png, scene) ?? png],
  ['an SVG', encode(svgWithScene(svg, scene) ?? '')],
  [
    'an SVG of version 1',
    encode(
      (svgWithScene(svg, scene) ?? '')
        .replace('payload-version:2', 'payload-version:1')
        .replace(/(?<=start -->)[^<]+/, (payload) => toBase64(encode(atob(payload)))),
    ),
  ],
  ['a note of Obsidian', note('json', scene)],
]

test.each(files)('the drawing in %s is read', async (_name, bytes) => {
  const file = { name: 'file', type: '', bytes }
  expect(excalidrawReader.recognizes(file)).toBe(true)
  const board = boardWith(await excalidrawReader.read(file, context()))
  expect(board.shapes()).toMatchObject([{ id: 'a', kind: 'rect' }])
  expect(board.foreignOf(board.shapes()[0]?.id ?? ('' as never))?.data).toMatchObject({
    element: { customData: { name: 'Привет 👋' } },
  })
})

test.each<readonly [string, Uint8Array, RegExp]>([
  ['a PNG without a drawing', png, /no Excalidraw drawing in it.*Nothing was changed\.$/],
  ['an SVG without a drawing', encode(svg), /no Excalidraw drawing in it/],
  ['bytes that are not text', Uint8Array.of(0xff, 0xfe, 0xfd), /not text/],
  ['JSON that ends early', encode(scene.slice(0, 40)), /not valid JSON/],
  ['JSON of something else', encode('{"nodes":[]}'), /not an Excalidraw drawing/],
  ['elements that are no list', encode('{"type":"excalidraw","elements":{}}'), /not a list/],
  ['a deep nest', encode(`{"type":"excalidraw","elements":${'['.repeat(9_000)}`), /nested too deeply/],
  ['a diagram of Mermaid', encode('{"type":"mermaid","definition":"graph"}'), /Mermaid/],
  ['a library', encode('{"type":"excalidrawlib","library":[]}'), /Open it as a library/],
  ['a note without a drawing', encode('---\nexcalidraw-plugin: raw\n---\n'), /has no drawing in it/],
  ['a damaged note', note('compressed-json', 'AAAA'), /damaged or too large/],
])('%s is refused with a reason', async (_name, bytes, message) => {
  const read = await excalidrawReader.read({ name: 'a.excalidraw', type: '', bytes }, context())
  expect(read).toMatchObject({ ok: false, problem: { code: 4422, message: expect.stringMatching(message) } })
})

test('compressed data is inflated up to a limit', () => {
  const bomb = zlibSync(new Uint8Array(1_000_000))
  expect(bomb.length).toBeLessThan(2_000)
  expect(inflated(bomb, 999_999)).toBeNull()
  expect(inflated(bomb, 1_000_000)?.length).toBe(1_000_000)
  expect(inflated(bomb.subarray(0, -20), 1_000_000)).toBeNull()
})

test.each<readonly [string, object, readonly (string | null)[]]>([
  [
    'version 2',
    { libraryItems: [{ id: 'i', name: 'Box', status: 'published', created: 5, elements: [box] }] },
    ['Box'],
  ],
  ['version 1', { version: 1, library: [[box, box], [box]] }, [null, null]],
  ['a version in between', { version: 1, library: [{ status: 'unpublished', items: [box] }] }, [null]],
  ['an empty item', { libraryItems: [{ elements: [] }] }, []],
])('a library of %s is read item by item, with new ids', async (_name, content, names) => {
  const read = await readLibrary({ name: '', type: '', bytes: encode(JSON.stringify(content)) }, context())
  if (!read.ok) throw new Error(read.problem.message)
  expect(read.value.map(({ name }) => name)).toEqual(names)
  const shapes = read.value.flatMap(({ imported }) => boardWith({ ok: true, value: imported }).shapes())
  expect(new Set(shapes.map(({ id }) => id).filter((id) => id !== 'a')).size).toBe(shapes.length)
})

test.each<readonly [string, string, string, boolean]>([
  ['a library', 'a.json', '{"type":"excalidrawlib","library":[]}', true],
  ['a library of another program by its name', 'a.excalidrawlib', '{"type":"wxdrawlib","libraryItems":[]}', true],
  ['a broken library', 'a.excalidrawlib', '{type: 1', true],
  ['a drawing under the name of a library', 'a.excalidrawlib', '{\n "type": "excalidraw"}', false],
  ['a drawing', 'a.excalidraw', scene, false],
])('%s is recognized by its content before its name', (_name, name, content, is) => {
  expect(isLibrary({ name, type: '', bytes: encode(content) })).toBe(is)
})

test('a library is written as it was read, with the images of its items', async () => {
  const image = { ...box, type: 'image', id: 'picture', fileId: 'file' }
  const file = { mimeType: 'image/png', id: 'file', dataURL: `data:image/png;base64,${toBase64(png)}` }
  const items = [
    { id: 'one', status: 'unpublished', elements: [box], created: 5, name: 'Box' },
    { id: 'two', status: 'unpublished', elements: [image], created: 6 },
  ]
  const content = { type: 'excalidrawlib', version: 2, source: 'https://github.com/inkbridge', libraryItems: items }
  const bytes = encode(JSON.stringify({ ...content, files: { file } }))
  const read = await readLibrary({ name: '', type: '', bytes }, context())
  if (!read.ok) throw new Error(read.problem.message)
  const written = await writeLibrary(
    read.value.map(({ name, created, imported }, index) => {
      const board = exported(boardWith({ ok: true, value: imported }), imported.assets)
      return { id: items[index]?.id ?? '', name: name ?? '', created: created ?? 0, board }
    }),
  )
  expect(JSON.parse(new TextDecoder().decode(written))).toEqual({ ...content, files: { file } })
})

test.each<readonly [string, (scene: string) => Uint8Array]>([
  ['a PNG', (text) => pngWithScene(png, text) ?? png],
  ['an SVG', (text) => encode(svgWithScene(svg, text) ?? '')],
])('the board in %s is returned as it is here, and read as a drawing by others', async (_name, picture) => {
  const board = boardWith(await excalidrawReader.read({ name: '', type: '', bytes: encode(scene) }, context()))
  const own = '{"type":"inkbridge","version":1,"document":{}}'
  const file = { name: 'file', type: '', bytes: picture(await writeScene(exported(board), own)) }
  const result = await excalidrawReader.read(file, context())
  expect(result.ok && result.value.own).toBe(own)
  const read = boardWith(result)
  expect(read.shapes()).toEqual(board.shapes().map((shape) => ({ ...shape, order: expect.any(String) })))
  const { bytes } = await excalidrawWriter.write(exported(read))
  expect(JSON.parse(new TextDecoder().decode(bytes)).inkbridge).toBeUndefined()
  const foreign = await excalidrawReader.read({ name: 'file', type: '', bytes: picture(scene) }, context())
  expect(foreign.ok && foreign.value.own).toBeUndefined()
})

test('shapes are copied to and from Excalidraw', async () => {
  expect(await readClipboard('{"type":"note"}', context())).toBeNull()
  const copied = JSON.stringify({ type: 'excalidraw/clipboard', elements: [box], files: {} })
  const read = await readClipboard(copied, context())
  if (!read) throw new Error('Expected shapes, got null.')
  expect(JSON.parse(await writeClipboard(exported(boardWith(read))))).toEqual(JSON.parse(copied))
})

test('skeletons become elements with labels and bound arrows', async () => {
  const skeletons = [
    { type: 'rectangle', id: 'a', x: 0, y: 0, label: { text: 'Tea' } },
    { type: 'ellipse', x: 300, y: 0 },
    {
      type: 'arrow',
      x: 100,
      y: 50,
      width: 200,
      height: 0,
      start: { id: 'a' },
      end: { type: 'diamond' },
      label: { text: 'to' },
    },
  ]
  const text = JSON.stringify({ type: 'excalidraw-api/clipboard', elements: skeletons })
  const read = await readClipboard(text, context())
  if (!read) throw new Error('Expected shapes, got null.')
  expect(boardWith(read).shapes()).toMatchObject([
    { kind: 'rect', text: [{ runs: [{ text: 'Tea' }] }] },
    { kind: 'ellipse' },
    { kind: 'diamond', id: 'skeleton-2-end' },
    { kind: 'line', text: [{ runs: [{ text: 'to' }] }], start: { to: 'a' }, end: { to: 'skeleton-2-end' } },
  ])
})

test('byte strings keep all bytes', () => {
  const all = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256)
  expect(bytesOf(byteString(all))).toEqual(all)
})
