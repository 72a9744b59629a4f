import { defaultStyle, type Edit, type InkShape, inks, newShapeId, partId, type ShapeId } from '@inkbridge/types'
import { seeded } from '@inkbridge/types/testing'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Board, openBoard } from './board.ts'
import { type Interval, parseCut, without } from './cut.ts'
import { type PackedInk, unpackInk } from './ink.ts'
import { exportJson, importJson, parseJson } from './json.ts'
import { StrokeParts } from './stroke-parts.ts'
import { LossyTransport } from './testing/lossy-transport.ts'

const histories = process.env.INKBRIDGE_FULL === '1' ? 500 : 150
const id = 'stroke' as ShapeId

/** A stroke of points 10 apart along a line. */
function line(name: ShapeId, count: number): readonly Edit[] {
  const points = Array.from({ length: count }, (_, index) => ({ x: index * 10, y: 0, pressure: null, time: index * 8 }))
  return [
    { type: 'ink-begin', id: name, style: defaultStyle, pressure: false, quantum: 0.25, points },
    { type: 'ink-seal', id: name },
  ]
}

function boardWith(count: number): Board {
  const board = openBoard(new Y.Doc())
  board.apply(line(id, count))
  return board
}

function ink(board: Board, name: ShapeId): InkShape | undefined {
  const shape = board.get(name)
  return shape?.kind === 'ink' ? shape : undefined
}

function merge(a: Board, b: Board): void {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)))
  }
}

test('the remainder of intervals without others', () => {
  expect(without([[0, 10]], [])).toEqual([[0, 10]])
  expect(
    without(
      [[0, 10]],
      [
        [2, 3],
        [9, 20],
        [2.5, 4],
      ],
    ),
  ).toEqual([
    [0, 2],
    [4, 9],
  ])
  expect(without([[0, 10]], [[0, 10]])).toEqual([])
})

test('a cut stroke is one stroke with a gap, and undo closes it', () => {
  const board = boardWith(11)
  board.apply([{ type: 'cut', id, from: 2.5, to: 4 }])
  expect(board.shapes()).toMatchObject([
    {
      id,
      visible: [
        [0, 2.5],
        [4, 10],
      ],
    },
  ])
  board.undo()
  expect(ink(board, id)?.visible).toBeUndefined()
})

test('two people who erase at once both erase, and undo restores only one’s cut', () => {
  const [one, two] = [boardWith(11), openBoard(new Y.Doc())]
  merge(one, two)
  one.apply([{ type: 'cut', id, from: 2, to: 5 }])
  two.apply([{ type: 'cut', id, from: 4, to: 8 }])
  merge(one, two)
  expect([one, two].map((board) => ink(board, id)?.visible)).toEqual(
    Array(2).fill([
      [0, 2],
      [8, 10],
    ]),
  )
  one.undo()
  expect(ink(one, id)?.visible).toEqual([
    [0, 4],
    [8, 10],
  ])
})

test('a stroke erased while others moved, recoloured and deleted it is at its new place, without the erased ranges', () => {
  const [one, two] = [boardWith(11), openBoard(new Y.Doc())]
  merge(one, two)
  one.apply([{ type: 'cut', id, from: 2, to: 5 }])
  two.apply([{ type: 'place', id, at: { x: 500, y: 0, w: 100, h: 0, rotation: 0 } }])
  two.apply([{ type: 'style', id, style: { color: 'red' } }])
  two.apply([{ type: 'delete', id }])
  two.undo()
  merge(one, two)
  const expected = {
    at: { x: 500 },
    style: { color: 'red' },
    visible: [
      [0, 2],
      [5, 10],
    ],
  }
  expect([ink(one, id), ink(two, id)]).toMatchObject([expected, expected])
})

test('a stroke that is erased completely is not read', () => {
  const board = boardWith(11)
  board.apply([{ type: 'cut', id, from: 0, to: 6 }])
  board.apply([{ type: 'cut', id, from: 5, to: 10 }])
  expect(board.shapes()).toEqual([])
  board.undo()
  expect(board.shapes()).toMatchObject([{ id, visible: [[6, 10]] }])
})

test('a part becomes a stroke of its own in the same place, in one step', () => {
  const board = boardWith(11)
  board.apply([{ type: 'place', id, at: { x: 100, y: 50, w: 200, h: 0, rotation: Math.PI } }])
  board.apply([{ type: 'cut', id, from: 2.5, to: 4 }])
  board.apply([{ type: 'split', id, from: 4, to: 10 }])
  const piece = partId(id, [4, 10])
  expect(ink(board, id)?.visible).toEqual([[0, 2.5]])
  // Drawn from 40 to 100, twice as long, rotated about the middle of the whole.
  expect(ink(board, piece)).toMatchObject({ original: { x: 40, w: 60 }, visible: [[0, 6]] })
  expect(ink(board, piece)?.at.x).toBeCloseTo(100)
  expect(ink(board, piece)?.at.w).toBeCloseTo(120)
  board.undo()
  expect(board.shapes().map((shape) => shape.id)).toEqual([id])
})

test('two people who split off the same part at once create one stroke', () => {
  const [one, two] = [boardWith(11), openBoard(new Y.Doc())]
  one.apply([{ type: 'cut', id, from: 2, to: 4 }])
  merge(one, two)
  one.apply([{ type: 'split', id, from: 4, to: 10 }])
  two.apply([{ type: 'split', id, from: 4, to: 10 }])
  merge(one, two)
  expect(one.shapes()).toHaveLength(2)
  expect(two.shapes()).toEqual(one.shapes())
})

test('ranges erased while a part is split off are erased from the part too, even when the stroke is deleted', () => {
  const [one, two] = [boardWith(11), openBoard(new Y.Doc())]
  one.apply([{ type: 'cut', id, from: 2, to: 4 }])
  merge(one, two)
  one.apply([{ type: 'split', id, from: 4, to: 10 }])
  two.apply([{ type: 'cut', id, from: 6, to: 7 }])
  two.apply([{ type: 'delete', id }])
  merge(one, two)
  expect(one.shapes()).toMatchObject([
    {
      id: partId(id, [4, 10]),
      visible: [
        [0, 2],
        [3, 6],
      ],
    },
  ])
})

test('a copy of a cut stroke has the same gaps and is not a part of another', () => {
  const board = boardWith(11)
  board.apply([{ type: 'cut', id, from: 2, to: 4 }])
  board.apply([{ type: 'split', id, from: 4, to: 10 }])
  const piece = partId(id, [4, 10])
  board.apply([{ type: 'cut', id: piece, from: 1, to: 2 }])
  const [copy = id] = board.duplicate([piece], { x: 0, y: 100 })
  board.apply([{ type: 'delete', id: piece }])
  expect(ink(board, copy)).toMatchObject({
    at: { x: 40, y: 100 },
    visible: [
      [0, 1],
      [2, 6],
    ],
  })
})

test('a file keeps gaps and parts, and importing it twice duplicates no ink', () => {
  const board = boardWith(11)
  board.apply([{ type: 'cut', id, from: 2, to: 4 }])
  board.apply([{ type: 'split', id, from: 4, to: 10 }])
  const file = parseJson(JSON.parse(exportJson(board.doc, 'x')))
  if (!file.ok) throw new Error('the file is sound')
  importJson(board.doc, file.value, 'test')
  const visible = board.shapes().map((shape) => (shape.kind === 'ink' ? shape.visible : null))
  expect(visible.toSorted((a, b) => (a?.[0]?.[1] ?? 0) - (b?.[0]?.[1] ?? 0))).toEqual([
    [[0, 2]],
    [[0, 2]],
    [[0, 6]],
    [[0, 6]],
  ])
})

test.each([null, [1], [1, 2, 3], [2, 1], [-1, 4], [0.5, 3], ['0', 3], [0, 1e9]])('%j is not a cut', (value) => {
  expect(parseCut(value)).toBeNull()
})

/** The faults in one history: points drawn twice, erased points that are visible, and cuts removed without undo. */
interface Outcome {
  readonly same: boolean
  readonly doubled: number
  readonly reappeared: number
  /** Strokes with points that are neither visible nor erased. */
  readonly missing: number
  readonly lostCuts: number
  readonly cuts: number
  readonly parts: number
}

/** Three people draw, erase parts of, move, recolour, split, copy, delete and undo over a lossy network. */
function play(seed: number): Outcome {
  const random = seeded(seed)
  const boards = [1_001, 1_002, 1_003].map((clientID) => openBoard(Object.assign(new Y.Doc(), { clientID })))
  const made = new Set<string>()
  const undone = new Set<string>()
  for (const { doc } of boards) {
    doc.getMap('cut').observe(({ keys }, { origin, local }) => {
      for (const [key, { action }] of keys) {
        if (action === 'add') made.add(key)
        else if (local && origin instanceof Y.UndoManager) undone.add(key)
      }
    })
  }
  const transport = new LossyTransport(
    boards.map(({ doc }) => doc),
    random,
  )
  boards[0]?.apply([...line('s0' as ShapeId, 20), ...line('s1' as ShapeId, 12)])
  transport.deliverAll()
  for (let step = 0; step < 60; step += 1) {
    const who = Math.floor(random() * boards.length)
    const board = boards[who]
    if (!board) continue
    const chance = random()
    if (chance < 0.04) transport.leave(who)
    else if (chance < 0.12) transport.come(who)
    else if (chance < 0.22) board.undo()
    else if (chance < 0.27) board.redo()
    else board.apply(anyEdits(board, random))
    if (chance > 0.97)
      board.duplicate(
        board
          .shapes()
          .slice(0, 1)
          .map((shape) => shape.id),
        { x: 5, y: 5 },
      )
    if (random() < 0.4) transport.deliver()
  }
  transport.deliverAll()
  return judge(boards, made, undone)
}

function anyEdits(board: Board, random: () => number): readonly Edit[] {
  const strokes = board.shapes().filter((shape) => shape.kind === 'ink')
  const stroke = strokes[Math.floor(random() * strokes.length)]
  const chance = random()
  if (!stroke || chance < 0.05) return line(newShapeId(), 2 + Math.floor(random() * 20))
  const last = stroke.points.length - 1
  if (chance < 0.5) {
    const [from, to] = [random() * last, random() * last].toSorted((a, b) => a - b) as [number, number]
    return [{ type: 'cut', id: stroke.id, from, to }]
  }
  if (chance < 0.75) {
    const pieces = stroke.visible ?? [[0, last] as const]
    const [from, to] = pieces[Math.floor(random() * pieces.length)] ?? [0, last]
    return [{ type: 'split', id: stroke.id, from, to }]
  }
  if (chance < 0.85) return [{ type: 'place', id: stroke.id, at: { ...stroke.at, x: Math.round(random() * 1_000) } }]
  if (chance < 0.92)
    return [{ type: 'style', id: stroke.id, style: { color: inks[Math.floor(random() * inks.length)] ?? 'ink' } }]
  return [{ type: 'delete', id: stroke.id }]
}

function bytesOf({ doc }: Board, name: string): PackedInk | null {
  const bytes = doc.getMap('shapes').get(name)
  return bytes instanceof Uint8Array ? unpackInk(bytes) : null
}

function judge(boards: readonly Board[], made: ReadonlySet<string>, undone: ReadonlySet<string>): Outcome {
  const board = boards[0]
  if (!board) throw new Error('nobody is there')
  const cuts = board.doc.getMap('cut')
  const seen = new Map<string, Interval[]>()
  let parts = 0
  for (const shape of board.shapes()) {
    if (shape.kind !== 'ink') continue
    const part = bytesOf(board, shape.id)?.header.part
    if (part) parts += 1
    const [root, shift] = part ? [part.of, Math.floor(part.from)] : [shape.id, 0]
    const pieces = shape.visible ?? [[0, shape.points.length - 1] as const]
    seen.set(root, [...(seen.get(root) ?? []), ...pieces.map(([from, to]) => [from + shift, to + shift] as const)])
  }
  const overlap = ([a, b]: Interval, [c, d]: Interval) => Math.min(b, d) - Math.max(a, c) > 1e-9
  let [doubled, reappeared, missing] = [0, 0, 0]
  for (const [root, pieces] of seen) {
    const erased = [...cuts].flatMap(([key, value]) => {
      const cut = key.startsWith(`${root}/`) ? parseCut(value) : null
      return cut ? [cut] : []
    })
    const whole = bytesOf(board, root)
    if (whole) missing += Number(without([[0, whole.points.length - 1]], [...pieces, ...erased]).length > 0)
    for (const [index, piece] of pieces.entries()) {
      doubled += Number(pieces.slice(index + 1).some((other) => overlap(piece, other)))
      reappeared += Number(erased.some((gone) => overlap(piece, gone)))
    }
  }
  const pictures = boards.map((each) =>
    JSON.stringify(
      each
        .shapes()
        .map(({ id: name, at, style, ...rest }) => [name, at, style, 'visible' in rest ? rest.visible : null]),
    ),
  )
  return {
    same: new Set(pictures).size === 1,
    doubled,
    reappeared,
    missing,
    lostCuts: [...made].filter((key) => !cuts.has(key) && !undone.has(key)).length,
    cuts: cuts.size,
    parts,
  }
}

describe('random histories of erasing', () => {
  test(`${histories} histories: everybody sees the same, no erased point returns, no ink is duplicated`, () => {
    let [cuts, parts] = [0, 0]
    for (let seed = 1; seed <= histories; seed += 1) {
      const { cuts: someCuts, parts: someParts, ...rules } = play(seed)
      expect({ seed, ...rules }).toEqual({ seed, same: true, doubled: 0, reappeared: 0, missing: 0, lostCuts: 0 })
      cuts += someCuts
      parts += someParts
    }
    // The histories contained what is tested.
    expect(cuts).toBeGreaterThan(10 * histories)
    expect(parts).toBeGreaterThan(histories)
  })

  test('without an order among parts ink would be duplicated', () => {
    const parts = new StrokeParts()
    const [long, short] = [
      { of: id, from: 1, to: 5 },
      { of: id, from: 3, to: 5 },
    ]
    const [one, two] = ['one' as ShapeId, 'two' as ShapeId]
    parts.recordPart(one, long, undefined)
    expect(parts.visible(one, 5, long)).toEqual([[0, 4]])
    parts.recordPart(two, short, undefined)
    expect(parts.visible(one, 5, long)).toEqual([[0, 2]])
    expect(parts.visible(two, 3, short)).toEqual([[0, 2]])
  })
})
