import { defaultStyle, type Edit, type ShapeId } from '@inkbridge/types'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Board, openBoard } from './board.ts'
import { Chance } from './testing/crowd.ts'
import { LossyTransport } from './testing/lossy-transport.ts'

const histories = process.env.INKBRIDGE_FULL === '1' ? 1_000 : 250
const frames = ['f1', 'f2', 'f3', 'f4', 'f5'] as ShapeId[]
const rects = ['r1', 'r2', 'r3', 'r4'] as ShapeId[]

/** Five frames, four rectangles and no nesting. */
function begin(board: Board, chance: Chance): void {
  const create = (id: ShapeId, more: { kind: 'rect' } | { kind: 'frame'; name: string }): Edit => ({
    type: 'create',
    shape: { id, at: chance.place(), style: defaultStyle, ...more },
  })
  board.apply(frames.map((id) => create(id, { kind: 'frame', name: id })))
  board.apply(rects.map((id) => create(id, { kind: 'rect' })))
}

/** One person's edits, given the state that person has received. */
function action(board: Board, chance: Chance): readonly Edit[] {
  const [one, other] = [chance.pick(frames), chance.pick(frames)]
  const rect = chance.pick(rects)
  const luck = chance.random()
  // As in the interface: never into its own contents as known here. Concurrent edits of others are not known.
  const loops = one === other || board.contentsOf(one).includes(other)
  if (luck < 0.6) return loops ? [] : [{ type: 'parent', id: one, parent: other }]
  if (luck < 0.7) return [{ type: 'parent', id: rect, parent: one }]
  if (luck < 0.78) return [{ type: 'parent', id: one, parent: null }]
  if (luck < 0.88) return [{ type: 'group', id: chance.id(), members: [one, rect] }]
  if (luck < 0.94) return board.groupsOf(one).map((id) => ({ type: 'ungroup', id }))
  return [...board.contentsOf(one), one].slice(0, 2).map((id) => ({ type: 'delete', id }))
}

interface Outcome {
  /** The number of times two frames were put into each other, directly or not. */
  readonly loops: number
  readonly deepest: number
  readonly faults: readonly string[]
}

/** Three people nest frames; some of their edits are delivered only at the end. */
function play(seed: number): Outcome {
  const chance = new Chance(seed)
  const docs = Array.from({ length: 3 }, (_, index) => Object.assign(new Y.Doc(), { clientID: 1_000 + index }))
  const boards = docs.map((doc) => openBoard(doc))
  const [first = openBoard(new Y.Doc())] = boards
  const transport = new LossyTransport(docs, chance.random)
  begin(first, chance)
  transport.deliverAll()
  for (let round = 0; round < 8; round += 1) {
    for (const board of boards) {
      board.apply(action(board, chance))
      if (chance.random() < 0.15) board.undo()
      if (chance.random() < 0.1) board.redo()
    }
    if (chance.random() < 0.5) transport.deliver()
  }
  transport.deliverAll()
  const chains = first.shapes().map(({ id }) => chainOf(first, id))
  const fresh = new Y.Doc()
  Y.applyUpdate(fresh, Y.encodeStateAsUpdate(first.doc))
  const readings = new Set([...boards, openBoard(fresh)].map(readingOf))
  const faults = [...brokenRules(first), ...(readings.size > 1 ? ['they differ'] : [])]
  return { loops: loopsIn(docs[0]), deepest: Math.max(0, ...chains.map(({ length }) => length)), faults }
}

/** The frames around a shape, from the inside out; stops at the first repeated one. */
function chainOf(board: Board, id: ShapeId): readonly ShapeId[] {
  const chain: ShapeId[] = []
  for (let at = board.get(id)?.frame; at; at = board.get(at)?.frame) {
    if (chain.includes(at)) return [...chain, at]
    chain.push(at)
  }
  return chain
}

/** The rules of `docs/schema.md` about nesting. */
function brokenRules(board: Board): readonly string[] {
  return board.shapes().flatMap(({ id }) => {
    const chain = chainOf(board, id)
    const contents = board.contentsOf(id)
    return [
      ...(new Set(chain).size < chain.length || chain.includes(id) ? [`S27: ${id} contains itself`] : []),
      ...(contents.includes(id) ? [`S27: ${id} contains itself`] : []),
      ...chain
        .filter((frame) => !board.contentsOf(frame).includes(id))
        .map((frame) => `${frame} does not contain ${id}`),
      ...contents.filter((inside) => !chainOf(board, inside).includes(id)).map((inside) => `${inside} is not in ${id}`),
      ...chain.filter((frame) => board.get(frame)?.kind !== 'frame').map((frame) => `${frame} is not a frame`),
    ]
  })
}

function readingOf(board: Board): string {
  return JSON.stringify(board.shapes().map(({ id, frame }) => [id, frame, board.groupsOf(id)]))
}

/** Frames that contain themselves in the document. */
function loopsIn(doc: Y.Doc | undefined): number {
  const order = doc?.getMap('order')
  const parentOf = (id: string): string | undefined => {
    const value = order?.get(id)
    return Array.isArray(value) ? value[1] : undefined
  }
  return frames.filter((frame) => {
    const passed = new Set<string>()
    for (let at = parentOf(frame); at && !passed.has(at); at = parentOf(at)) {
      if (at === frame) return true
      passed.add(at)
    }
    return false
  }).length
}

describe('frames that three people put into each other', () => {
  test(`never contain themselves, and are equal for everybody, in ${histories} histories`, () => {
    let [loops, deepest] = [0, 0]
    for (let seed = 50_000; seed < 50_000 + histories; seed += 1) {
      const { faults, ...found } = play(seed)
      expect({ seed, faults }).toEqual({ seed, faults: [] })
      loops += found.loops
      deepest = Math.max(deepest, found.deepest)
    }
    // The histories contain what is tested.
    expect({ loops: loops > 20, deepest: deepest >= 3 }).toEqual({ loops: true, deepest: true })
  }, 120_000)

  test('two people who put two frames into each other at once have two frames, each with its contents', () => {
    const [one, other] = [new Y.Doc(), new Y.Doc()]
    const [here, there] = [openBoard(one), openBoard(other)]
    begin(here, new Chance(1))
    here.apply([{ type: 'parent', id: 'r1' as ShapeId, parent: 'f1' as ShapeId }])
    Y.applyUpdate(other, Y.encodeStateAsUpdate(one))
    here.apply([{ type: 'parent', id: 'f1' as ShapeId, parent: 'f2' as ShapeId }])
    there.apply([{ type: 'parent', id: 'f2' as ShapeId, parent: 'f1' as ShapeId }])
    Y.applyUpdate(other, Y.encodeStateAsUpdate(one))
    Y.applyUpdate(one, Y.encodeStateAsUpdate(other))
    for (const board of [here, there]) {
      const read = ['f1', 'f2', 'r1'].map((id) => board.get(id as ShapeId)?.frame ?? null)
      expect(read).toEqual([null, null, 'f1'])
    }
  })
})
