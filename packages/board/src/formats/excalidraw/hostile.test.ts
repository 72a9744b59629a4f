import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { openBoard } from '../../board.ts'
import { boardWith, exported, readContext } from '../testing/boards.ts'
import { excalidrawReader, excalidrawWriter } from './excalidraw.ts'

const texts = [
  '__proto__',
  'constructor',
  '',
  'a',
  'b',
  'g',
  'text',
  'arrow',
  'freedraw',
  'image',
  '<b>',
  'x'.repeat(200),
]
const numbers = [Number.NaN, 1e300, -1e300, -0, 0.1, 75_001, 5e-324]
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(null, true, ...texts, ...numbers),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('elementId', 'x', 'id', 'type', '__proto__'), tie('any'), { maxKeys: 3 }),
  ),
})).any

const keys = [
  ...['id', 'type', 'x', 'y', 'width', 'height', 'angle', 'points', 'pressures', 'text', 'originalText', 'containerId'],
  ...['groupIds', 'frameId', 'boundElements', 'startBinding', 'endBinding', 'strokeColor', 'backgroundColor', 'link'],
  ...[
    'fontSize',
    'fontFamily',
    'roundness',
    'opacity',
    'crop',
    'scale',
    'fileId',
    'fixedSegments',
    'elbowed',
    'customData',
  ],
]

const valid = [
  { type: 'frame', id: 'f', x: 0, y: 0, width: 9, height: 9, name: 'Plan' },
  { type: 'rectangle', id: 'a', x: 0, y: 0, width: 9, height: 9, groupIds: ['g', 'h'], frameId: 'f' },
  { type: 'text', id: 't', text: 'Tea', x: 1, y: 1, width: 5, height: 5, containerId: 'a', fontSize: 20 },
  {
    type: 'arrow',
    id: 'b',
    x: 0,
    y: 0,
    points: [
      [0, 0],
      [5, 5],
    ],
    startBinding: { elementId: 'a', focus: 0, gap: 1 },
  },
  {
    type: 'freedraw',
    id: 'i',
    x: 0,
    y: 0,
    points: [
      [0, 0],
      [5, 5],
    ],
    pressures: [0.5, 0.5],
    groupIds: ['g'],
  },
  { type: 'image', id: 'p', x: 0, y: 0, width: 9, height: 9, fileId: 'z' },
]

const mutated = fc
  .array(fc.tuple(fc.nat(valid.length - 1), fc.constantFrom(...keys), value), { maxLength: 8 })
  .map((changes) => {
    const elements: Record<string, unknown>[] = valid.map((each) => ({ ...each }))
    for (const [index, key, to] of changes) Object.assign(elements[index] ?? {}, { [key]: to })
    return { type: 'excalidraw', version: 2, elements, files: { z: { dataURL: 'data:text/html,<b>' } } }
  })

test('changed drawings are read and written without an exception, and every shape on the board can be read', async () => {
  await fc.assert(
    fc.asyncProperty(mutated, async (file) => {
      const bytes = new TextEncoder().encode(JSON.stringify(file))
      const read = await excalidrawReader.read({ name: 'a', type: '', bytes }, readContext(openBoard(new Y.Doc())))
      const board = boardWith(read)
      expect(board.shapes().filter(({ kind }) => kind === 'unknown')).toEqual([])
      const before = JSON.stringify(JSON.parse(new TextDecoder().decode(bytes)).elements.length)
      const { bytes: again } = await excalidrawWriter.write(exported(board))
      expect(JSON.parse(new TextDecoder().decode(again)).elements.length).toBeLessThanOrEqual(Number(before))
    }),
    { numRuns: 300 },
  )
})

test('any bytes are refused without an exception', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      const read = await excalidrawReader.read({ name: 'a', type: '', bytes }, readContext(openBoard(new Y.Doc())))
      expect(read).toMatchObject({ ok: false, problem: { message: expect.stringMatching(/Nothing was changed\.$/) } })
    }),
  )
})

test('groups that contain each other, 20,000 deep, are read', async () => {
  const elements = Array.from({ length: 20_000 }, (_, index) => ({
    ...{ type: 'ellipse', id: `e${index}`, x: index, y: 0, width: 1, height: 1 },
    groupIds: [`g${index}`, `g${(index + 1) % 20_000}`],
  }))
  const bytes = new TextEncoder().encode(JSON.stringify({ type: 'excalidraw', version: 2, elements }))
  const read = await excalidrawReader.read({ name: 'a', type: '', bytes }, readContext(openBoard(new Y.Doc())))
  expect(read).toMatchObject({ ok: true, value: { report: { exact: 20_000 } } })
})
