import { defaultStyle, type Edit, inks, newShapeId, type Shape, type ShapeId } from '@inkbridge/types'
import { seeded } from '@inkbridge/types/testing'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Board, openBoard } from './board.ts'
import { exportJson } from './json.ts'
import { sealAbandoned } from './live-strokes.ts'
import { LossyTransport } from './testing/lossy-transport.ts'

const histories = process.env.INKBRIDGE_FULL === '1' ? 1_000 : 250
/** Seeds that once found a fault; they always run first. */
const pinned: readonly number[] = [1, 42, 20261121]

interface Person {
  readonly board: Board
  stroke: ShapeId | null
}

interface Outcome {
  readonly shapes: number
  readonly work: {
    readonly lost: number
    readonly reordered: number
    readonly duplicated: number
    readonly undone: number
  }
  /** Null when everybody has the same; else the difference. */
  readonly difference: string | null
}

type Sabotage = 'none' | 'one person never comes back' | 'one edit is lost for good'

/** Plays one history: random people do random things over a lossy network, then everything missing is delivered. */
function play(seed: number, sabotage: Sabotage = 'none'): Outcome {
  const random = seeded(seed)
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)]
  const people: Person[] = Array.from({ length: 2 + Math.floor(random() * 3) }, (_, index) => {
    const doc = new Y.Doc()
    doc.clientID = 1_000 + index
    return { board: openBoard(doc), stroke: null }
  })
  const docs = people.map(({ board }) => board.doc)
  const transport = new LossyTransport(docs, random)
  let undone = 0
  for (let step = 0; step < 40 + Math.floor(random() * 40); step += 1) {
    const who = Math.floor(random() * people.length)
    const person = people[who]
    if (!person) continue
    const chance = random()
    if (chance < 0.04) transport.leave(who)
    else if (chance < 0.1) transport.come(who)
    else if (chance < 0.17) undone += Number(person.board.undo())
    else if (chance < 0.22) person.board.redo()
    else act(person, random, pick)
    if (random() < 0.5) transport.deliver()
  }
  if (sabotage === 'one edit is lost for good') transport.deliverAll()
  if (sabotage !== 'none') transport.leave(0)
  else transport.deliverAll()
  if (sabotage !== 'none') act(people[0] ?? fail(), random, pick, 'create')
  return {
    shapes: people[0]?.board.shapes().length ?? 0,
    work: { ...transport.losses, undone },
    difference: differenceOf(people),
  }
}

function act(
  person: Person,
  random: () => number,
  pick: <Item>(items: readonly Item[]) => Item | undefined,
  forced?: string,
): void {
  const { board } = person
  const id = newShapeId((into) => into.map(() => Math.floor(random() * 248)))
  const at = { x: random() * 1000 - 500, y: random() * 1000 - 500, w: random() * 200, h: random() * 200, rotation: 0 }
  const points = Array.from({ length: 4 }, (_, index) => ({
    x: at.x + index * 3,
    y: at.y + index,
    pressure: random(),
    time: index * 8,
  }))
  const some = pick(board.shapes())?.id ?? id
  const color = pick(inks) ?? 'ink'
  const kind = forced ?? pick(['create', 'create', 'ink', 'ink', 'ink', 'place', 'place', 'style', 'order', 'delete'])
  const edits: Record<string, () => readonly Edit[]> = {
    create: () => [
      {
        type: 'create',
        shape: { id, kind: random() < 0.5 ? 'rect' : 'ellipse', at, style: { ...defaultStyle, color } },
      },
    ],
    place: () => [{ type: 'place', id: some, at }],
    style: () => [{ type: 'style', id: some, style: { color } }],
    order: () => [{ type: 'order', id: some, order: board.topOrder() }],
    delete: () => [{ type: 'delete', id: some }],
    ink: () => {
      const { stroke } = person
      if (stroke === null) {
        person.stroke = id
        return [{ type: 'ink-begin', id, style: { color, width: 4 }, pressure: random() < 0.5, quantum: 0.25, points }]
      }
      const chance = random()
      if (chance < 0.4) return [{ type: 'ink-extend', id: stroke, points }]
      person.stroke = null
      return [{ type: chance < 0.9 ? 'ink-seal' : 'ink-drop', id: stroke }]
    },
  }
  board.apply(edits[kind ?? 'create']?.() ?? [])
}

function fail(): never {
  throw new Error('nobody is here')
}

/** The state that must be equal: documents normalised through a new one, snapshots, canonical JSON, shapes as read. */
function differenceOf(people: readonly Person[]): string | null {
  const [first, ...others] = people.map(({ board }) => ({ board, facts: factsOf(board) }))
  if (first && first.facts.shapes !== first.facts['shapes read at once']) return 'reading incrementally and at once'
  for (const { board, facts } of others) {
    if (board.doc.store.pendingStructs || board.doc.store.pendingDs) return 'something is pending'
    for (const [name, fact] of Object.entries(facts)) if (fact !== first?.facts[name]) return name
    if (first && !Y.equalSnapshots(Y.snapshot(first.board.doc), Y.snapshot(board.doc))) return 'snapshots'
  }
  return first?.board.doc.store.pendingStructs ? 'something is pending' : null
}

function factsOf(board: Board): Record<string, string> {
  const { doc } = board
  const fresh = new Y.Doc()
  Y.applyUpdate(fresh, Y.encodeStateAsUpdate(doc))
  const again = openBoard(fresh)
  return {
    bytes: Buffer.from(Y.encodeStateAsUpdate(fresh)).toString('base64'),
    json: canonical(JSON.parse(exportJson(doc, ''))),
    shapes: canonical(board.shapes().map(readable)),
    'shapes read at once': canonical(again.shapes().map(readable)),
  }
}

function readable(shape: Shape): unknown {
  if (shape.kind !== 'ink') return shape
  const { length, x, y, pressure, time } = shape.points
  return { ...shape, points: [x, y, pressure, time].map((column) => column && [...column.subarray(0, length)]) }
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}

describe('convergence', () => {
  test(`${histories} random histories over a lossy network converge for everybody`, () => {
    const total = { shapes: 0, lost: 0, reordered: 0, duplicated: 0, undone: 0 }
    for (const seed of [...pinned, ...Array.from({ length: histories }, (_, index) => 1_000 + index)]) {
      const { shapes, work, difference } = play(seed)
      expect({ seed, difference }).toEqual({ seed, difference: null })
      total.shapes += shapes
      for (const key of ['lost', 'reordered', 'duplicated', 'undone'] as const) total[key] += work[key]
    }
    for (const [name, count] of Object.entries(total)) expect([name, count > histories]).toEqual([name, true])
  }, 120_000)

  test.each<Sabotage>(['one person never comes back', 'one edit is lost for good'])(
    'the same test detects a fault: %s',
    (fault) => {
      const seeds = Array.from({ length: 20 }, (_, index) => 5_000 + index)
      expect(seeds.filter((seed) => play(seed, fault).difference === null)).toEqual([])
    },
  )

  test('the author’s version wins over the server’s seal of a part of the stroke, in 200 histories', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = seeded(seed)
      const [author, server] = [new Y.Doc(), new Y.Doc()]
      server.clientID = 1
      const board = openBoard(author)
      const id = newShapeId()
      const points = (from: number) =>
        Array.from({ length: 5 }, (_, index) => ({
          x: from + index,
          y: random() * 9,
          pressure: null,
          time: (from + index) * 8,
        }))
      board.apply([{ type: 'ink-begin', id, style: defaultStyle, pressure: false, quantum: 0.25, points: points(0) }])
      Y.applyUpdate(server, Y.encodeStateAsUpdate(author))
      sealAbandoned(server, () => false, null)
      board.apply([{ type: 'ink-extend', id, points: points(5) }])
      board.apply([{ type: 'ink-seal', id }])
      const undone = random() < 0.5
      if (undone) board.undo()
      Y.applyUpdate(server, Y.encodeStateAsUpdate(author))
      Y.applyUpdate(author, Y.encodeStateAsUpdate(server))
      const lengths = [board, openBoard(server)].map((each) =>
        each.shapes().map((shape) => shape.kind === 'ink' && shape.points.length),
      )
      expect({ seed, lengths }).toEqual({ seed, lengths: undone ? [[], []] : [[10], [10]] })
    }
  })
})
