import type { ShapeId } from '@inkbridge/types'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Board, openBoard } from './board.ts'
import { type Action, actions, begin, Chance, edits } from './testing/crowd.ts'
import { LossyTransport } from './testing/lossy-transport.ts'

const histories = process.env.INKBRIDGE_FULL === '1' ? 1_000 : 250
/** Seeds that once found a fault; they always run first. */
const pinned: readonly number[] = [1, 7, 20261122]

/** What two people do to the same selection at once. */
const duels: readonly (readonly [Action, Action])[] = [
  ['move', 'resize'],
  ['group', 'erase'],
  ['group', 'group'],
  ['reorder', 'reorder'],
  ['restyle', 'erase'],
  ['group', 'ungroup'],
  ['convert', 'resize'],
  ['copy', 'group'],
]

interface Outcome {
  readonly shapes: number
  readonly grouped: number
  readonly undone: number
  /** Broken rules, and differences between clients. */
  readonly faults: readonly string[]
}

/** Two or three people and one selection; the second half of their edits is delivered only at the end. */
function play(seed: number, sabotage: (boards: readonly Board[]) => void = () => undefined): Outcome {
  const chance = new Chance(seed)
  const docs = Array.from({ length: 2 + Number(chance.random() < 0.4) }, (_, index) => {
    const doc = new Y.Doc()
    doc.clientID = 1_000 + index
    return doc
  })
  const boards = docs.map((doc) => openBoard(doc))
  const [first = openBoard(new Y.Doc())] = boards
  const transport = new LossyTransport(docs, chance.random)
  const ids = begin(first, chance)
  transport.deliverAll()
  let undone = 0
  for (let round = 0; round < 6; round += 1) {
    const selection = chance.some(ids, 2 + Math.floor(chance.random() * 3))
    const duel = chance.pick(duels)
    for (const [who, board] of boards.entries()) {
      const action = duel[who] ?? chance.pick(actions)
      board.apply(edits(action, board, selection, chance))
      if (chance.random() < 0.2) undone += Number(board.undo())
      if (chance.random() < 0.1) board.redo()
      const more = chance.some(board.shapes(), 3).map(({ id }) => id)
      if (chance.random() < 0.5) board.apply(edits(chance.pick(actions), board, more, chance))
    }
    if (chance.random() < 0.6) transport.deliver()
  }
  transport.deliverAll()
  sabotage(boards)
  const faults = [...boards.flatMap(brokenRules), ...differences(boards)]
  const grouped = first.shapes().filter(({ id }) => first.groupsOf(id).length > 0).length
  return { shapes: first.shapes().length, grouped, undone, faults }
}

/** The rules of `docs/schema.md` that a board as read keeps, for any document. */
function brokenRules(board: Board): readonly string[] {
  const shapes = board.shapes()
  const there = new Set<ShapeId>(shapes.map(({ id }) => id))
  const faults: string[] = []
  for (const [index, { id, order }] of shapes.entries()) {
    const below = shapes[index - 1]
    if (below && !(below.order < order || (below.order === order && below.id < id))) faults.push('S7')
    const path = board.groupsOf(id)
    if (new Set(path).size !== path.length) faults.push('S24')
    for (const [level, group] of path.entries()) {
      const members = board.membersOf(group)
      if (!members.includes(id) || members.some((member) => !there.has(member))) faults.push('S23')
      if (board.groupsOf(group).join() !== path.slice(level + 1).join()) faults.push('S24')
      const branches = new Set(members.map((member) => branchOf(board, member, group)))
      if (branches.size < 2) faults.push('S25')
    }
  }
  if (there.size !== shapes.length) faults.push('S1')
  return faults
}

/** The shape or nested group that a member belongs to there. */
function branchOf(board: Board, member: ShapeId, group: ShapeId): ShapeId {
  const path = board.groupsOf(member)
  return path[path.indexOf(group) - 1] ?? member
}

function differences(boards: readonly Board[]): readonly string[] {
  const facts = boards.map((board) => JSON.stringify(board.shapes().map((shape) => [shape, board.groupsOf(shape.id)])))
  const again = boards.map(({ doc }) => {
    const fresh = new Y.Doc()
    Y.applyUpdate(fresh, Y.encodeStateAsUpdate(doc))
    const board = openBoard(fresh)
    return JSON.stringify(board.shapes().map((shape) => [shape, board.groupsOf(shape.id)]))
  })
  return [
    ...(new Set(facts).size > 1 ? ['they differ'] : []),
    ...(facts[0] === again[0] ? [] : ['reading it at once gives a different result']),
  ]
}

describe('a selection that several people edit at once', () => {
  test(`converges for all and breaks no rule, in ${histories} histories`, () => {
    const total = { shapes: 0, grouped: 0, undone: 0 }
    for (const seed of [...pinned, ...Array.from({ length: histories }, (_, index) => 30_000 + index)]) {
      const { faults, ...work } = play(seed)
      expect({ seed, faults }).toEqual({ seed, faults: [] })
      for (const key of ['shapes', 'grouped', 'undone'] as const) total[key] += work[key]
    }
    for (const [name, count] of Object.entries(total)) expect([name, count > histories / 2]).toEqual([name, true])
  }, 120_000)

  test('an edit missing on one client is detected', () => {
    const seeds = Array.from({ length: 20 }, (_, index) => 40_000 + index)
    const unseen = seeds.filter((seed) => {
      let missed = false
      const { faults } = play(seed, ([board]) => {
        const [lowest] = board?.shapes() ?? []
        missed = lowest !== undefined
        if (board && lowest) board.doc.getMap('order').set(lowest.id, board.topOrder())
      })
      return missed && faults.length === 0
    })
    expect(unseen).toEqual([])
  })
})
