import { defaultStyle, type ShapeId } from '@inkbridge/types'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Board, openBoard } from './board.ts'
import { actions, begin, Chance, edits } from './testing/crowd.ts'
import { LossyTransport } from './testing/lossy-transport.ts'

const histories = process.env.INKBRIDGE_FULL === '1' ? 1_000 : 200

/**
 * The visible state of a board: each field of each shape, and each cut separately. Stored data of deleted shapes is not
 * shown.
 */
function shown(board: Board): ReadonlyMap<string, string> {
  const words = board.shapes().flatMap((shape) =>
    Object.entries(shape)
      .filter(([word]) => word !== 'visible')
      .map(([word, value]) => [`${shape.id} ${word}`, JSON.stringify(value)] as const),
  )
  const cuts = [...board.doc.getMap('cut')].map(([key, value]) => [`${key} cut`, JSON.stringify(value)] as const)
  return new Map([...words, ...cuts])
}

function changedBetween(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key))
}

/** Whether others last wrote a field. The existence of a shape is a field, which determines its other ones. */
function isTheirs(key: string, changed: readonly string[], lastBy: ReadonlyMap<string, 'me' | 'them'>): boolean {
  const [id] = key.split(' ')
  const [own = key] = changed.filter((each) => each === `${id} id`)
  return lastBy.get(own) === 'them'
}

interface Outcome {
  readonly undone: number
  /** Fields that undo would have changed, had others not changed them since. */
  readonly spared: number
  /** Fields that undo or redo changed though another person wrote them last. */
  readonly stolen: readonly string[]
}

/** Somebody edits and undoes, and others edit the same; the last writer of each field is recorded. */
function play(seed: number): Outcome {
  const chance = new Chance(seed)
  const docs = [new Y.Doc(), new Y.Doc()] as const
  docs.forEach((doc, index) => {
    doc.clientID = 500 + Math.floor(chance.random() * 100) * 2 + index
  })
  const [mine, theirs] = docs.map((doc) => openBoard(doc)) as [Board, Board]
  const transport = new LossyTransport(docs, chance.random)
  const ids = begin(theirs, chance)
  transport.deliverAll()
  const lastBy = new Map<string, 'me' | 'them'>()
  const watched = (who: 'me' | 'them', act: () => void) => {
    const before = shown(mine)
    act()
    const changed = changedBetween(before, shown(mine))
    for (const key of changed) lastBy.set(key, who)
    return changed
  }
  let [undone, spared] = [0, 0]
  const stolen: string[] = []
  const touched = new Set<string>()
  const back = (act: () => boolean) => {
    const owners = new Map(lastBy)
    const changed = watched('me', () => {
      undone += Number(act())
    })
    for (const key of changed.filter((each) => isTheirs(each, changed, owners))) stolen.push(key)
    spared += [...touched].filter((key) => owners.get(key) === 'them' && !changed.includes(key)).length
  }
  for (let step = 0; step < 24; step += 1) {
    const some = chance.some(ids, 1 + Math.floor(chance.random() * 3)) as readonly ShapeId[]
    const action = chance.pick(actions)
    const what = chance.random()
    if (what < 0.35)
      for (const key of watched('me', () => mine.apply(edits(action, mine, some, chance)))) touched.add(key)
    else if (what < 0.7) {
      theirs.apply(edits(action, theirs, some, chance))
      watched('them', () => transport.deliverAll())
    } else if (what < 0.92) back(() => mine.undo())
    else back(() => mine.redo())
  }
  return { undone, spared, stolen }
}

describe('undo', () => {
  test(`never changes what another person did last, in ${histories} histories`, () => {
    const total = { undone: 0, spared: 0 }
    for (let seed = 60_000; seed < 60_000 + histories; seed += 1) {
      const { stolen, undone, spared } = play(seed)
      expect({ seed, stolen }).toEqual({ seed, stolen: [] })
      total.undone += undone
      total.spared += spared
    }
    for (const [name, count] of Object.entries(total)) expect([name, count > histories]).toEqual([name, true])
  }, 120_000)

  test('undoing everything, copying, and redoing everything changes nothing', () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const chance = new Chance(seed)
      const board = openBoard(new Y.Doc())
      const ids = begin(board, chance)
      for (let step = 0; step < 12; step += 1)
        board.apply(edits(chance.pick(actions), board, chance.some(ids, 2), chance))
      const now = shown(board)
      let steps = 0
      while (steps < 8 && board.undo()) steps += 1
      board.copy(board.shapes().map(({ id }) => id))
      for (let step = 0; step < steps; step += 1) board.redo()
      expect({ seed, changed: changedBetween(now, shown(board)) }).toEqual({ seed, changed: [] })
    }
  })

  test('where another person’s concurrent change lost, undo restores the value before it, and redo the value after it', () => {
    const docs = [new Y.Doc(), new Y.Doc()] as const
    docs[0].clientID = 2
    docs[1].clientID = 1
    const [mine, theirs] = docs.map((doc) => openBoard(doc)) as [Board, Board]
    const meet = () => {
      for (const [from, to] of [docs, docs.toReversed()])
        if (from && to) Y.applyUpdate(to, Y.encodeStateAsUpdate(from), 'wire')
    }
    const id = 'a' as ShapeId
    const at = (x: number) => ({ x, y: 0, w: 10, h: 10, rotation: 0 })
    mine.apply([{ type: 'create', shape: { id, kind: 'rect', at: at(0), style: defaultStyle } }])
    mine.apply([{ type: 'place', id, at: at(1) }])
    meet()
    mine.apply([{ type: 'place', id, at: at(2) }])
    theirs.apply([{ type: 'place', id, at: at(3) }])
    const seen = [() => meet(), () => mine.undo(), () => mine.redo(), () => meet()].map((act) => {
      act()
      return mine.get(id)?.at.x
    })
    expect([seen, theirs.get(id)?.at.x]).toEqual([[2, 1, 2, 2], 2])
  })

  test('a gesture of many edits is one step', () => {
    const board = openBoard(new Y.Doc())
    const id = 'a' as ShapeId
    const at = { x: 0, y: 0, w: 10, h: 10, rotation: 0 }
    board.apply([{ type: 'create', shape: { id, kind: 'rect', at, style: defaultStyle } }])
    board.apply([{ type: 'place', id, at: { ...at, x: 5 } }])
    board.apply([{ type: 'place', id, at: { ...at, x: 9 } }], { continues: true })
    board.undo()
    expect(board.get(id)?.at).toEqual(at)
  })
})

describe('a long step', () => {
  const at = { x: 0, y: 0, w: 10, h: 10, rotation: 0 }
  const creates = (id: ShapeId) => [{ type: 'create', shape: { id, kind: 'rect', at, style: defaultStyle } }] as const
  const [a, b, c] = ['a', 'b', 'c'] as [ShapeId, ShapeId, ShapeId]
  const ids = (board: Board) => board.shapes().map(({ id }) => id)

  test('typing between its edits is undone without it', () => {
    const board = openBoard(new Y.Doc())
    board.trackTyping('typing')
    board.apply(creates(a))
    const text = board.textOf(a)
    const type = (letters: string) => board.doc.transact(() => text?.push([new Y.XmlText(letters)]), 'typing')
    type('one')
    const step = board.longStep()
    step.apply(creates(b))
    type('two')
    step.apply(creates(c))
    type('three')
    const words = () => text?.toString().replace(/<.*?>/g, '')
    expect([words(), ids(board)]).toEqual(['onetwothree', [a, b, c]])
    const undone = [1, 2, 3, 4].map(() => [board.undo(), words(), ids(board).length])
    expect(undone).toEqual([
      [true, 'one', 3],
      [true, 'one', 1],
      [true, '', 1],
      [true, '', 0],
    ])
  })

  test('after it was undone, what follows is another one', () => {
    const board = openBoard(new Y.Doc())
    const step = board.longStep()
    step.apply(creates(a))
    step.apply([])
    board.undo()
    step.apply(creates(b))
    step.apply(creates(c))
    expect(ids(board)).toEqual([b, c])
    expect([board.undo(), ids(board), board.canUndo]).toEqual([true, [], false])
  })
})
