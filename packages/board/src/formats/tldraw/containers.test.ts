import type { ShapeId } from '@inkbridge/types'
import fc from 'fast-check'
import lz from 'lz-string'
import { beforeAll, expect, test } from 'vitest'
import { contextOf, emptyBoard, exportedOf, fileOf } from '../testing/on-board.ts'
import { loadLibrary } from './library.ts'
import { tldrawReader } from './read-file.ts'
import { geoProps, records, shapeRecord } from './testing/sample.ts'
import { tldrawWriter } from './write-file.ts'

let schema: unknown
beforeAll(async () => {
  schema = (await loadLibrary()).schema
})

const shapes = [shapeRecord('a', 'geo', 'a1', geoProps), shapeRecord('b', 'geo', 'a2', geoProps)]
const page = records[1]
const store = Object.fromEntries([page, ...shapes].map((record) => [(record as { id: string }).id, record]))

function html(clip: object | string): string {
  const text = typeof clip === 'string' ? clip : JSON.stringify(clip)
  return `<html><body><!--StartFragment--><div data-tldraw>${text.replaceAll('&', '&amp;')}</div><!--EndFragment--></body></html>`
}

const content = () => ({ shapes, bindings: [], rootShapeIds: ['shape:a', 'shape:b'], schema })
const clip = (more: object) => ({ type: 'application/tldraw', kind: 'content', ...more })

const containers: readonly (readonly [title: string, content: () => string])[] = [
  ['a file', () => JSON.stringify({ tldrawFileFormatVersion: 1, schema, records: [page, ...shapes] })],
  ['a snapshot of a store', () => JSON.stringify({ schema, store })],
  ['a snapshot of an editor', () => JSON.stringify({ document: { schema, store }, session: { version: 0 } })],
  [
    'a snapshot of a room',
    () =>
      JSON.stringify({
        documentClock: 3,
        documents: [page, ...shapes].map((state) => ({ state, lastChangedClock: 1 })),
        schema,
      }),
  ],
  ['a clipboard, version 2', () => html(clip({ version: 2, data: { ...content(), assets: [] } }))],
  [
    'a clipboard, version 3',
    () =>
      html(clip({ version: 3, data: { assets: [], otherCompressed: lz.compressToBase64(JSON.stringify(content())) } })),
  ],
  ['an older clipboard', () => html(lz.compressToBase64(JSON.stringify(clip({ data: { ...content(), assets: [] } }))))],
  [
    'an older clipboard with a text in it',
    () => html(lz.compressToBase64(JSON.stringify(clip({ data: lz.compressToBase64(JSON.stringify(content())) })))),
  ],
]

test.each(containers)('%s is recognized and read', async (_, make) => {
  const file = fileOf('', make())
  const board = emptyBoard()
  expect(tldrawReader.recognizes(file)).toBe(true)
  const imported = await tldrawReader.read(file, contextOf(board))
  if (!imported.ok) throw new Error(imported.problem.message)
  board.apply(imported.value.edits)
  expect(board.shapes().map(({ id }) => id)).toEqual(['a', 'b'])
})

const style = {
  color: 'indigo',
  size: 'large',
  isFilled: true,
  dash: 'dashed',
  scale: 1,
  font: 'mono',
  textAlign: 'end',
}
const firstBase = { parentId: 'p', rotation: 0, style }
const first = {
  document: {
    id: 'doc',
    name: 'Old',
    version: 15.5,
    assets: { i: { id: 'i', type: 'image', name: 'dot.png', src: 'data:image/png;base64,AAAA', size: [4, 3] } },
    pages: {
      p: {
        id: 'p',
        name: 'Page',
        childIndex: 1,
        bindings: {
          k: { id: 'k', type: 'arrow', fromId: 'w', toId: 'r', handleId: 'end', point: [0.5, 0.5], distance: 8 },
        },
        shapes: {
          g: { ...firstBase, id: 'g', type: 'group', childIndex: 9, point: [5, 5], size: [1, 1], children: ['r', 'e'] },
          e: {
            ...firstBase,
            id: 'e',
            type: 'ellipse',
            childIndex: 2,
            point: [100, 50],
            radius: [30, 20],
            parentId: 'g',
          },
          r: {
            ...{
              ...firstBase,
              id: 'r',
              type: 'rectangle',
              childIndex: 1.5,
              point: [10, 20],
              size: [80, 40],
              label: 'Pier',
            },
            ...{ rotation: Math.PI / 2, parentId: 'g', isLocked: true },
          },
          w: {
            ...{ ...firstBase, id: 'w', type: 'arrow', childIndex: 0.5, point: [0, 200], bend: 0.5, decorations: {} },
            handles: { start: { point: [0, 0] }, end: { point: [100, 0] }, bend: { point: [50, 25] } },
          },
          d: {
            ...{ ...firstBase, id: 'd', type: 'draw', childIndex: 3, point: [7, 8], isComplete: true },
            points: [
              [0, 0, 0.5],
              [10, 4, 0.5],
            ],
          },
          t: { ...firstBase, id: 't', type: 'text', childIndex: 4, point: [1, 2], text: 'Two\nlines' },
          s: { ...firstBase, id: 's', type: 'sticky', childIndex: 5, point: [1, 2], size: [200, 260], text: 'Note' },
          i: { ...firstBase, id: 'i', type: 'image', childIndex: 6, point: [1, 2], size: [40, 30], assetId: 'i' },
        },
      },
    },
  },
  assets: {},
}

test('a document of tldraw 1 is read: order, rotation about the centre, lines, groups', async () => {
  const board = emptyBoard()
  const imported = await tldrawReader.read(fileOf('old.tldr', JSON.stringify(first)), contextOf(board))
  if (!imported.ok) throw new Error(imported.problem.message)
  board.apply(imported.value.edits)
  expect(board.shapes().map(({ id, kind }) => `${id} ${kind}`)).toEqual([
    ...['w line', 'd ink', 't text', 's note', 'i image', 'r rect', 'e ellipse'],
  ])
  const get = (id: string) => board.get(id as ShapeId)
  expect(get('r')).toMatchObject({ at: { x: 10, y: 20, w: 80, h: 40, rotation: 1.5708 }, locked: true })
  expect(get('e')?.at).toEqual({ x: 100, y: 50, w: 60, h: 40, rotation: 0 })
  expect(get('d')?.at).toEqual({ x: 7, y: 8, w: 10, h: 4, rotation: 0 })
  expect(get('w')).toMatchObject({
    end: { to: 'r' },
    style: { color: 'blue', corners: 'round', dash: 'dashed', width: 10 },
  })
  expect(get('w')?.style.endHead).toBeUndefined()
  expect(board.groupsOf('r' as ShapeId)).toEqual(['g'])
  expect(imported.value.assets.map(({ type, bytes }) => [type, bytes.length])).toEqual([['image/png', 3]])
})

const refused: readonly (readonly [title: string, content: string, reason: RegExp])[] = [
  ['an empty file', '', /is empty/],
  ['half a file', '{"tldrawFileFormatVersion":1,"records":[', /not valid JSON/],
  ['a file of a newer format', '{"tldrawFileFormatVersion":2,"records":[],"schema":{}}', /newer tldraw/],
  [
    'a file of a newer schema',
    '{"records":[],"schema":{"schemaVersion":2,"sequences":{"com.tldraw.store":99}}}',
    /newer tldraw/,
  ],
  ['a file without records', '{"tldrawFileFormatVersion":1}', /no list of records/],
  ['a file without a schema', '{"records":[]}', /which schema/],
  ['a file whose record has no id', '{"records":[{"typeName":"page"}],"schema":{}}', /no id/],
  ['a record that is a list', '{"records":[[]],"schema":{}}', /no id/],
  ['a clipboard that is cut short', '<div data-tldraw>N4Ig', /Copy it again/],
  ['a document before 1.15', '{"document":{"version":12,"pages":{}}}', /older/],
  ['deep nesting', `{"records":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, /nested too deeply/],
]

test.each(refused)('%s is refused with a reason', async (_, text, reason) => {
  const result = await tldrawReader.read(fileOf('a.tldr', text), contextOf(emptyBoard()))
  expect(result.ok ? '' : result.problem.message).toMatch(reason)
  expect(result.ok ? '' : result.problem.message).toMatch(/Nothing was changed\.$/)
})

const hostile: readonly (readonly [title: string, record: object])[] = [
  ['its own parent', shapeRecord('x', 'group', 'a1', {}, { parentId: 'shape:x' })],
  ['a parent in a cycle', shapeRecord('x', 'geo', 'a1', geoProps, { parentId: 'shape:a' })],
  ['an id of every object', shapeRecord('__proto__', 'geo', 'a1', geoProps)],
  ['a place beyond any board', shapeRecord('x', 'geo', 'a1', geoProps, { x: 1e300 })],
  ['markup for a colour', shapeRecord('x', 'geo', 'a1', { ...geoProps, color: '<img src=x onerror=alert(1)>' })],
  ['a script for a link', shapeRecord('x', 'geo', 'a1', { ...geoProps, url: 'javascript:alert(1)' })],
  [
    'no points',
    shapeRecord('x', 'line', 'a1', { color: 'red', dash: 'solid', size: 'm', spline: 'line', points: {}, scale: 1 }),
  ],
  ['no index', shapeRecord('x', 'geo', '', geoProps)],
]

test.each(hostile)('a shape with %s does not keep the others from being read', async (_, record) => {
  const board = emptyBoard()
  const file = JSON.stringify({ schema, records: [page, ...shapes, record] })
  const result = await tldrawReader.read(fileOf('a.tldr', file), contextOf(board))
  if (!result.ok) throw new Error(result.problem.message)
  board.apply(result.value.edits)
  expect(board.shapes().map(({ id }) => id)).toEqual(expect.arrayContaining(['a', 'b']))
  for (const { at, link } of board.shapes()) {
    expect(Object.values(at).every((value) => Number.isFinite(Number(value)))).toBe(true)
    expect(link ?? 'https:').toMatch(/^https:/)
  }
  const { bytes } = await tldrawWriter.write(exportedOf(board))
  expect(bytes.length).toBeGreaterThan(0)
})

const values = fc.oneof(
  fc.constantFrom(null, -1, 0, 1e308, '', '__proto__', 'shape:a', [], {}, true, 'a0', '<b>', { type: 'doc' }),
  fc.jsonValue({ maxDepth: 2 }),
)

/** Replaces or removes a value somewhere in a file. */
function changed(value: unknown, path: readonly number[], by: unknown): unknown {
  const [at, ...rest] = path
  if (at === undefined || typeof value !== 'object' || value === null) return by
  const keys = Object.keys(value)
  const key = keys[at % Math.max(1, keys.length)]
  if (key === undefined) return by
  const now = changed((value as Record<string, unknown>)[key], rest, by)
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === key ? now : item))
  return { ...value, [key]: now }
}

const paths = fc.array(fc.tuple(fc.array(fc.nat(40), { minLength: 1, maxLength: 6 }), values), {
  minLength: 1,
  maxLength: 4,
})

test('a changed file is read or refused, and what was read can be written: nothing throws', async () => {
  const file = () => ({ tldrawFileFormatVersion: 1, schema, records })
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<() => unknown>(file, () => first),
      paths,
      async (make, edits) => {
        const broken = edits.reduce((value, [path, by]) => changed(value, path, by), make())
        const board = emptyBoard()
        const result = await tldrawReader.read(fileOf('a.tldr', JSON.stringify(broken)), contextOf(board))
        if (!result.ok) return
        board.apply(result.value.edits)
        for (const shape of board.shapes()) expect(shape.kind).not.toBe('unknown')
        await tldrawWriter.write(exportedOf(board, result.value.assets))
      },
    ),
    { numRuns: 100 },
  )
})

test('any bytes are refused, and nothing throws', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      const result = await tldrawReader.read(fileOf('a.tldr', bytes), contextOf(emptyBoard()))
      expect(result.ok).toBe(false)
      expect(typeof tldrawReader.recognizes(fileOf('x', bytes))).toBe('boolean')
    }),
  )
})
