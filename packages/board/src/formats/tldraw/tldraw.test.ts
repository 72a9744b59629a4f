import type { Place, Result, Shape, ShapeId } from '@inkbridge/types'
import { beforeAll, expect, test } from 'vitest'
import type { Board } from '../../board.ts'
import { atOnce } from '../../slices.ts'
import type { Imported } from '../format.ts'
import { contextOf, emptyBoard, exportedOf, fileOf } from '../testing/on-board.ts'
import { type Library, loadLibrary } from './library.ts'
import { tldrawReader } from './read-file.ts'
import { arrowProps, geoProps, records, shapeRecord } from './testing/sample.ts'
import { tldrawWriter } from './write-file.ts'

let library: Library
beforeAll(async () => {
  library = await loadLibrary()
})

interface Written {
  readonly id: string
  readonly index: string
  readonly parentId?: string
  readonly [key: string]: unknown
}

function fileWith(given: readonly object[]): string {
  return JSON.stringify({ tldrawFileFormatVersion: 1, schema: library.schema, records: given })
}

function taken(result: Result<Imported>): Imported {
  if (!result.ok) throw new Error(result.problem.message)
  return result.value
}

async function opened(given: readonly object[]): Promise<{ readonly board: Board; readonly imported: Imported }> {
  const board = emptyBoard()
  const imported = taken(await tldrawReader.read(fileOf('a.tldr', fileWith(given)), contextOf(board)))
  board.apply(imported.edits)
  return { board, imported }
}

async function writtenBack(board: Board, { assets }: Pick<Imported, 'assets'> = { assets: [] }) {
  const { bytes } = await tldrawWriter.write(exportedOf(board, assets))
  const { records: written } = JSON.parse(new TextDecoder().decode(bytes)) as { readonly records: readonly Written[] }
  return new Map(written.map((record) => [record.id, record]))
}

const byId = (given: readonly object[]) => new Map((given as readonly Written[]).map((record) => [record.id, record]))
const id = (name: string) => name as ShapeId

function at(board: Board, name: string): Place {
  const shape = board.get(id(name))
  if (!shape) throw new Error(`Expected a shape "${name}".`)
  return shape.at
}

test('a document with every type of shape is written back equal', async () => {
  const { board, imported } = await opened(records)
  expect(await writtenBack(board, imported)).toEqual(byId(records))
})

test('every type of shape is read as a shape of ours, in the order of the file', async () => {
  const { board, imported } = await opened(records)
  expect(board.shapes().map(({ id, kind }) => [id, kind])).toEqual([
    ...[
      ['geo', 'cloud'],
      ['flipped', 'triangle'],
      ['note', 'note'],
      ['text', 'text'],
      ['wrapped', 'text'],
      ['draw', 'ink'],
      ['highlight', 'ink'],
      ['line', 'line'],
      ['arrow', 'line'],
      ['elbow', 'line'],
      ['frame', 'frame'],
      ['one', 'cloud'],
      ['two', 'ellipse'],
      ['three', 'cloud'],
      ['image', 'image'],
      ['embed', 'rect'],
    ],
    [expect.any(String), 'frame'],
    ['aside', 'cloud'],
  ])
  expect(board.groupsOf(id('one'))).toEqual(['inner', 'outer'])
  expect(board.get(id('one'))?.frame).toBe('frame')
  expect(board.get(id('one'))?.locked).toBe(true)
  expect(imported.title).toBe('Pier')
  expect(Object.fromEntries(imported.report.placeholders)).toEqual({ embed: 1 })
  expect(Object.fromEntries(imported.report.approximated)).toEqual({ label: 1, arrowhead: 2 })
})

test('a shape has its place, style, text and link', async () => {
  const { board } = await opened([records[1] ?? {}, shapeRecord('a', 'geo', 'a1', geoProps, { rotation: Math.PI / 2 })])
  const { at, style, text, link } = board.get(id('a')) as Shape
  const rounded = { ...at, x: at.x.toFixed(1), y: at.y.toFixed(1), w: at.w.toFixed(1), h: at.h.toFixed(1) }
  // Turned about its top left by a quarter: what was below it is left of it.
  expect(rounded).toEqual({ x: '-146.3', y: '64.4', w: '200.4', h: '112.5', rotation: 1.5708 })
  expect(style).toEqual({
    ...{ color: 'red', width: 3.5, fill: 'red', pattern: 'solid', font: 'sans', size: 22 },
    ...{ align: 'start', valign: 'bottom', fit: 'shrink' },
  })
  expect(text).toEqual([{ runs: [{ text: 'Harbour', color: 'ink' }] }])
  expect(link).toBe('https://example.org/')
})

test('a positive bend is to the right of the way from start to end', async () => {
  const props = { ...arrowProps, end: { x: 100, y: 0 }, bend: 20 }
  const { board } = await opened([shapeRecord('a', 'arrow', 'a1', props, { x: 0, y: 0 })])
  expect(at(board, 'a')).toEqual({ x: 0, y: 0, w: 100, h: 20, rotation: 0 })
  expect(board.get(id('a'))).toMatchObject({ points: [0, 0, 0.5, 1, 1, 0], style: { corners: 'round' } })
})

const changes: readonly (readonly [title: string, change: (board: Board) => void, expected: object])[] = [
  [
    'moved',
    (board) =>
      board.apply([{ type: 'place', id: id('aside'), at: { ...at(board, 'aside'), x: at(board, 'aside').x + 7 } }]),
    { aside: { x: -893 } },
  ],
  [
    'moved, of a flipped picture',
    (board) =>
      board.apply([{ type: 'place', id: id('image'), at: { ...at(board, 'image'), y: at(board, 'image').y + 8 } }]),
    { image: { y: expect.closeTo(28.456, 1) } },
  ],
  [
    'recoloured',
    (board) => board.apply([{ type: 'style', id: id('highlight'), style: { color: 'blue' } }]),
    { highlight: { props: { color: 'blue' } } },
  ],
  [
    'given another text',
    (board) => board.apply([{ type: 'text', id: id('two'), text: [{ runs: [{ text: 'Pier' }] }] }]),
    { two: { props: { richText: { content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Pier' }] }] } } } },
  ],
  [
    'stretched, of a stroke',
    (board) =>
      board.apply([
        { type: 'place', id: id('highlight'), at: { ...at(board, 'highlight'), h: at(board, 'highlight').h * 3 } },
      ]),
    { highlight: { props: { scaleX: 2, scaleY: expect.closeTo(3, 2) } } },
  ],
]

test.each(changes)('only what was edited differs in the file: a shape is %s', async (_, change, expected) => {
  const { board, imported } = await opened(records)
  const before = await writtenBack(board, imported)
  change(board)
  const after = await writtenBack(board, imported)
  for (const [name, fields] of Object.entries(expected)) {
    expect(after.get(`shape:${name}`)).toMatchObject(fields as object)
    expect(after.get(`shape:${name}`)).not.toEqual(before.get(`shape:${name}`))
    before.delete(`shape:${name}`)
    after.delete(`shape:${name}`)
  }
  expect(after).toEqual(before)
})

test('a shape brought to the front is above its siblings, and the others keep their indices', async () => {
  const { board, imported } = await opened(records)
  board.apply([{ type: 'order', id: id('note'), order: board.topOrder() }])
  const written = await writtenBack(board, imported)
  const index = (name: string) => written.get(`shape:${name}`)?.index ?? ''
  expect(index('note') > index('embed')).toBe(true)
  expect(['geo', 'text', 'arrow', 'embed'].map(index)).toEqual(['a1', 'a3', 'a8', 'aB'])
})

test('a copy of a shape is written beside it, with an id of its own', async () => {
  const { board, imported } = await opened(records)
  const [copy] = board.duplicate([id('two')], { x: 10, y: 0 })
  const written = await writtenBack(board, imported)
  expect(written.get('shape:two')).toEqual(byId(records).get('shape:two'))
  expect(written.get(`shape:${copy}`)).toMatchObject({ type: 'geo', props: { geo: 'ellipse' } })
})

test('a shape of an unknown type is a box, which keeps it', async () => {
  const unknown = shapeRecord('x', 'hologram', 'a1', { glow: 1, w: 30 })
  const { board, imported } = await opened([records[1] ?? {}, unknown])
  expect(board.get(id('x'))).toMatchObject({
    kind: 'rect',
    at: { w: 30, h: 100 },
    text: [{ runs: [{ text: 'hologram' }] }],
  })
  expect(Object.fromEntries(imported.report.placeholders)).toEqual({ shape: 1 })
  expect((await writtenBack(board)).get('shape:x')).toMatchObject({ type: 'geo', meta: { original: unknown } })
})

test('a group of one keeps its shape where it is', async () => {
  const group = shapeRecord('g', 'group', 'a1', {})
  const member = shapeRecord('m', 'geo', 'a1', geoProps, { parentId: 'shape:g' })
  const { board } = await opened([records[1] ?? {}, group, member])
  expect(board.groupsOf(id('m'))).toEqual([])
  expect(at(board, 'm')).toMatchObject({ x: expect.closeTo(20.25, 1), y: expect.closeTo(40.9, 1) })
})

test('ids that are in use on the board are replaced', async () => {
  const { board } = await opened(records)
  const again = taken(await tldrawReader.read(fileOf('a.tldr', fileWith(records)), contextOf(board)))
  board.apply(again.edits)
  expect(board.shapes().length).toBe(36)
})

test('a board that was drawn here is a file that tldraw accepts', async () => {
  const board = emptyBoard()
  const style = { color: 'teal', width: 4 } as const
  const place = { x: 1, y: 2, w: 0, h: 40, rotation: 0.5 }
  board.apply([
    { type: 'create', shape: { id: id('a/b'), kind: 'star', at: place, style } },
    { type: 'create', shape: { id: id('f'), kind: 'frame', name: 'F', at: { ...place, w: 100 }, style } },
    { type: 'create', shape: { id: id('t'), kind: 'text', at: place, style: { ...style, size: 21 } } },
    { type: 'create', shape: { id: id('n'), kind: 'note', at: { ...place, w: 90 }, style } },
    {
      type: 'create',
      shape: { id: id('l'), kind: 'line', at: place, style, points: [0, 0, 1, 1], end: { to: id('n'), at: [1, 0] } },
    },
    { type: 'create', shape: { id: id('z'), kind: 'line', at: place, style, points: [0, 0, 1, 0, 1, 1] } },
    {
      type: 'ink-add',
      ...{ id: id('i'), style, pressure: false, quantum: 1 },
      points: [
        { x: 0, y: 0, pressure: null, time: 0 },
        { x: 9, y: 9, pressure: null, time: 9 },
      ],
    },
    { type: 'parent', id: id('n'), parent: id('f') },
    { type: 'group', id: id('g'), members: [id('l'), id('z')] },
  ])
  const written = await writtenBack(board)
  expect(atOnce(library.validate([...written.values()])).rejected).toEqual([])
  const types = [...written.values()].map(({ id, type, parentId }) => [id, type, parentId])
  expect(types).toEqual([
    ['document:document', undefined, undefined],
    ['page:page', undefined, undefined],
    ['shape:a/b', 'geo', 'page:page'],
    ['shape:f', 'frame', 'page:page'],
    ['shape:n', 'note', 'shape:f'],
    ['shape:t', 'text', 'page:page'],
    ['shape:g', 'group', 'page:page'],
    ['shape:l', 'arrow', 'shape:g'],
    ['binding:l-end', 'arrow', undefined],
    ['shape:z', 'line', 'shape:g'],
    ['shape:i', 'draw', 'page:page'],
  ])
})
