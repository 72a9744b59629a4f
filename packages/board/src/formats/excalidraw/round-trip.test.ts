import { defaultStyle, type Edit, type Shape, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { openBoard } from '../../board.ts'
import { boardWith, exported, readContext } from '../testing/boards.ts'
import { excalidrawReader, excalidrawWriter } from './excalidraw.ts'
import { isRaw, listIn, type Raw, rawOf } from './raw.ts'

const base = {
  angle: 0,
  opacity: 100,
  groupIds: [],
  frameId: null,
  seed: 7,
  version: 3,
  versionNonce: 9,
  locked: false,
}
const box = { ...base, type: 'rectangle', x: 0.123, y: 10, width: 80.4567, height: 40, boundElements: null }
const pair = [
  {
    ...box,
    id: 'a',
    customData: { owner: 'Ada' },
    groupIds: ['g'],
    boundElements: [
      { id: 't', type: 'text' },
      { id: 'x', type: 'arrow' },
    ],
  },
  {
    ...base,
    id: 't',
    type: 'text',
    text: 'Tea',
    x: 30,
    y: 20,
    width: 20,
    height: 25,
    containerId: 'a',
    groupIds: ['g'],
  },
  { ...box, id: 'b', x: 300, groupIds: ['g'], boundElements: [{ id: 'x', type: 'arrow' }] },
  {
    ...{
      ...base,
      id: 'x',
      type: 'arrow',
      x: 81,
      y: 30,
      width: 218,
      height: 0,
      points: [
        [0, 0],
        [218, 0],
      ],
    },
    startBinding: { elementId: 'a', focus: 0.01, gap: 1 },
    endBinding: { elementId: 'b', fixedPoint: [0, 0.5001], mode: 'orbit', focus: 0, gap: 1 },
  },
]

async function read(...elements: readonly object[]) {
  const bytes = new TextEncoder().encode(JSON.stringify({ type: 'excalidraw', version: 2, elements }))
  return excalidrawReader.read({ name: 'a', type: '', bytes }, readContext(openBoard(new Y.Doc())))
}

async function edited(
  elements: readonly object[],
  edits: readonly Edit[],
  shown?: (shape: Shape) => Shape,
): Promise<readonly Raw[]> {
  const board = boardWith(await read(...elements))
  board.apply(edits)
  const { bytes } = await excalidrawWriter.write(exported(board, [], shown))
  return listIn(rawOf(JSON.parse(new TextDecoder().decode(bytes))), 'elements').filter(isRaw)
}

const id = (name: string) => name as ShapeId
const place = (x: number, y: number, w: number, h: number) => ({ x, y, w, h, rotation: 0 })
const changed = { version: 4, versionNonce: expect.any(Number) }

test('elements are written as they were read, deleted and unknown ones included, in their order', async () => {
  const elements = [
    { type: 'text', id: 'gone', text: 'old', isDeleted: true },
    ...pair,
    { ...base, type: 'hologram', id: 'h', x: 1, y: 2, width: 3, height: 4, glow: { deep: [1] } },
    { ...base, type: 'text', id: 'empty', text: '' },
    {
      ...base,
      type: 'freedraw',
      id: 'f',
      x: 1 / 3,
      y: 0,
      width: 2,
      height: 1,
      points: [
        [0, 0],
        [2, 1],
      ],
      pressures: [0.123, 0.5],
      simulatePressure: false,
    },
    { ...base, type: 'embeddable', id: 'e', x: 1, y: 2, width: 3, height: 4, link: 'https://example.org/a b' },
  ]
  expect(await edited(elements, [])).toEqual(elements)
})

test('a shape that was moved changes its own place, that of its text, and the arrow bound to it', async () => {
  const at = place(100, 10, 80.453125, 40)
  const routed = place(182, 30, 117, 0)
  const shown = (shape: Shape) => (shape.kind === 'line' ? { ...shape, at: routed } : shape)
  const [a, t, b, x] = await edited(pair, [{ type: 'place', id: id('a'), at }], shown)
  expect(a).toEqual({ ...pair[0], x: 100, ...changed })
  expect(t).toMatchObject({ ...pair[1], x: expect.closeTo(129.875, 2), ...changed })
  expect(b).toEqual(pair[2])
  expect(x).toEqual({
    ...pair[3],
    x: 182,
    width: 117,
    points: [
      [0, 0],
      [117, 0],
    ],
    ...changed,
  })
})

test('shapes and the arrow between them that were moved together keep its points and bindings', async () => {
  const moves = ['a', 'b', 'x'].map((name): Edit => {
    const { x, y, width, height } = rawOf(pair.find((each) => each.id === name))
    const rounded = (value: unknown) => Math.round(Number(value) * 64) / 64
    return { type: 'place', id: id(name), at: place(rounded(x) + 5, Number(y), rounded(width), Number(height)) }
  })
  const [, , , x] = await edited(pair, moves)
  expect(x).toEqual({ ...pair[3], x: 86, ...changed })
})

test('a deleted shape leaves no references', async () => {
  const [a, , x] = await edited(pair, [{ type: 'delete', id: id('b') }])
  expect(a).toEqual({ ...pair[0], groupIds: [], ...changed })
  expect(x).toMatchObject({ id: 'x', endBinding: null, startBinding: rawOf(pair[3]).startBinding })
})

test('styles, links and locks are written to their own keys only', async () => {
  const edits: readonly Edit[] = [
    { type: 'style', id: id('b'), style: { color: 'red', fill: '#00ff00', pattern: 'hachure' } },
    { type: 'flags', id: id('b'), locked: true },
    { type: 'link', id: id('b'), link: 'https://example.org/' },
  ]
  const own = {
    strokeColor: '#e03131',
    backgroundColor: '#00ff00',
    fillStyle: 'hachure',
    locked: true,
    link: 'https://example.org/',
  }
  expect((await edited(pair, edits))[2]).toEqual({ ...pair[2], ...own, ...changed })
})

test('a copy has ids of its own, and an arrow between copies is bound to them', async () => {
  const copies = ['a2', 'b2', 'x2'].map(id)
  const elements = await edited(pair, [{ type: 'copy', ids: ['a', 'b', 'x'].map(id), copies, by: { x: 0, y: 99 } }])
  expect(elements.slice(0, 4)).toEqual(pair)
  const byId = new Map(elements.map((each) => [each.id, each]))
  expect(byId.size).toBe(elements.length)
  const arrow = elements.at(-1)
  const start = byId.get(rawOf(arrow?.startBinding).elementId)
  expect(start).toMatchObject({ type: 'rectangle', y: 109, customData: { owner: 'Ada' } })
  expect(listIn(rawOf(start), 'boundElements')).toContainEqual({ id: arrow?.id, type: 'arrow' })
})

test('new shapes are written with all keys, bound and contained in both directions', async () => {
  const style = { ...defaultStyle, endHead: 'arrow' } as const
  const [frame, rect, triangle, line, text] = await edited(
    [],
    [
      {
        type: 'create',
        shape: { id: id('f'), kind: 'frame', name: 'Plan', at: place(0, 0, 500, 500), style: defaultStyle },
      },
      {
        type: 'create',
        shape: {
          id: id('r'),
          kind: 'rect',
          at: place(10, 10, 100, 50),
          style: defaultStyle,
          text: [{ runs: [{ text: 'Tea' }] }],
        },
      },
      { type: 'parent', id: id('r'), parent: id('f') },
      {
        type: 'create',
        shape: { id: id('v'), kind: 'triangle', at: place(200, 10, 100, 50), style: { ...defaultStyle, fill: 'red' } },
      },
      {
        type: 'create',
        shape: {
          id: id('l'),
          kind: 'line',
          at: place(110, 35, 90, 0),
          points: [0, 0, 1, 0],
          style,
          start: { to: id('r') },
        },
      },
    ],
  ).then(([one, two, three, four, five]) => [three, one, four, five, two])
  expect(rect).toMatchObject({
    type: 'rectangle',
    frameId: 'f',
    boundElements: [
      { id: 'r-text', type: 'text' },
      { id: 'l', type: 'arrow' },
    ],
  })
  expect(text).toMatchObject({
    type: 'text',
    containerId: 'r',
    frameId: 'f',
    text: 'Tea',
    originalText: 'Tea',
    textAlign: 'center',
  })
  expect(frame).toMatchObject({ type: 'frame', name: 'Plan', width: 500 })
  expect(triangle).toMatchObject({
    type: 'line',
    polygon: true,
    backgroundColor: '#ffc9c9',
    x: 250,
    points: [
      [0, 0],
      [50, 50],
      [-50, 50],
      [0, 0],
    ],
  })
  expect(line).toMatchObject({
    type: 'arrow',
    points: [
      [0, 0],
      [90, 0],
    ],
    endArrowhead: 'arrow',
    startBinding: { elementId: 'r', mode: 'orbit', fixedPoint: [0.5001, 0.5001] },
  })
})
