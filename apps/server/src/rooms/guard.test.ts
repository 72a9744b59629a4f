import { initBoard, openBoard } from '@inkbridge/board'
import { any, garbage, handMade, string, type, types } from '@inkbridge/board/testing/hand-made'
import { hostileUpdates } from '@inkbridge/board/testing/hostile-updates'
import type { Edit, ShapeId } from '@inkbridge/types'
import { seeded } from '@inkbridge/types/testing'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { removalOfThisRun } from '../testing/defences.ts'
import { slicesOf } from '../updates/update-slices.ts'
import { guard as wholeGuard } from './guard.ts'

const guard = removalOfThisRun().guard ?? wholeGuard
const full = process.env.INKBRIDGE_FULL === '1'
const updates = Number(process.env.GUARD_UPDATES ?? (full ? 100_000 : 5_000))
const seed = Number(process.env.GUARD_SEED ?? 1)

/** A realistic board: shapes, texts, a live stroke, deletions. */
function drawnBoard(): Y.Doc {
  const doc = new Y.Doc()
  initBoard(doc, null)
  const board = openBoard(doc)
  const style = { color: 'ink', width: 4 } as const
  const text = [{ runs: [{ text: 'some words', bold: true }] }] as const
  const at = { x: 0, y: 0, w: 10, h: 10, rotation: 0 }
  for (const id of ['s0', 's1', 's2', 's3'] as ShapeId[])
    board.apply([{ type: 'create', shape: { id, kind: 'rect', at, style, text } } as Edit])
  board.apply([{ type: 'delete', id: 's3' as ShapeId }])
  const points = [0, 5, 9].map((x) => ({ x, y: x, pressure: 0.5, time: x }))
  board.apply([{ type: 'ink-begin', id: 'ink' as ShapeId, style, pressure: true, quantum: 0.25, points }])
  return doc
}

type Structs = readonly (Y.Item | Y.GC | Y.Skip)[]

/** The end of the structs, by client. */
function reachOf(structs: Structs): Record<string, number> {
  const byClient = [...Map.groupBy(structs, ({ id }) => id.client)]
  return Object.fromEntries(
    byClient.map(([client, own]) => [client, Math.max(...own.map(({ id, length }) => id.clock + length))]),
  )
}

/** The content of an item as text. */
function contentOf({ content }: Y.Item): string {
  return content instanceof Y.ContentType ? content.type.constructor.name : JSON.stringify(content)
}

/** The applied and the checked content at each clock, of items that are alive and unchanged. */
function contents(applied: Structs, checked: Structs): readonly (readonly [string, string])[] {
  return applied.flatMap((struct) => {
    const same = checked.find(({ id, length }) => Y.compareIDs(id, struct.id) && length === struct.length)
    if (!(struct instanceof Y.Item) || struct.deleted || !same) return []
    return [[contentOf(struct), same instanceof Y.Item ? contentOf(same) : 'nothing'] as const]
  })
}

test(`[O11] ${updates.toLocaleString('en')} hostile updates: only checked content is applied, at every clock, and the board stays valid`, () => {
  const random = seeded(seed)
  let doc = drawnBoard()
  let source = hostileUpdates({ random, board: doc })
  const ends = { refused: 0, gap: 0, known: 0, applied: 0 }
  for (let count = 0; count < updates; count += 1) {
    const update = source.next()
    const told = `seed ${seed}, update ${count}: ${Buffer.from(update).toString('base64')}`
    if (typeof guard.scan(update) === 'string') {
      ends.refused += 1
      continue
    }
    const judged = guard.judge(doc, update)
    if (!judged.ok) ends.refused += 1
    else if (judged.value === 'gap') ends.gap += 1
    else if (judged.value === 'nothing-new') ends.known += 1
    else if (judged.value === 'too-much') throw new Error(told)
    else {
      ends.applied += 1
      const before = Y.decodeStateVector(Y.encodeStateVector(doc))
      const checked = Y.decodeUpdate(judged.value.update).structs
      Y.applyUpdate(doc, judged.value.update)
      expect([doc.store.pendingStructs, doc.store.pendingDs], told).toEqual([null, null])
      const isNew = ({ id, length }: Y.Item | Y.GC) => id.clock + length > (before.get(id.client) ?? 0)
      const added = [...doc.store.clients.values()].flatMap((structs) => structs.filter(isNew))
      expect(reachOf(added), told).toEqual(reachOf(checked))
      for (const [applied, seen] of contents(added, checked)) expect(applied, told).toBe(seen)
      expect(problemOf(doc), told).toBeNull()
    }
    // Start with a fresh board from time to time, since hostile content accumulates.
    if (count % 500 === 499) {
      doc = drawnBoard()
      source = hostileUpdates({ random, board: doc })
    }
  }
  process.stdout.write(`seed ${seed}, where ${updates} updates ended: ${JSON.stringify(ends)}\n`)
  for (const [end, times] of Object.entries(ends)) expect(times, end).toBeGreaterThan(updates / 100)
})

/** Why a document is not a valid board, from a scan of all of it; null when it is valid. */
function problemOf(doc: Y.Doc): string | null {
  const known = 'shapes at style order flags bind link props foreign text cut wet meta'.split(' ')
  const foreign = [...doc.share.keys()].find((root) => !known.includes(root))
  if (foreign !== undefined) return `a root ${foreign}`
  const { schema, ...more } = doc.getMap('meta').toJSON()
  if (schema !== 1 || Object.keys(more).length > 0) return 'another version'
  for (const [, structs] of doc.store.clients) {
    for (const struct of structs) {
      if (!(struct instanceof Y.Item) || struct.deleted) continue
      const { content } = struct
      if (content instanceof Y.ContentDoc || content instanceof Y.ContentEmbed || content instanceof Y.ContentJSON)
        return content.constructor.name
      let depth = 0
      for (let at: Y.Item | null = struct; at; depth += 1)
        at = (at.parent as Y.AbstractType<Y.YEvent<never>> | null)?._item ?? null
      if (depth > 9) return 'too deep'
    }
  }
  for (const name of known)
    for (const key of doc.getMap(name).keys()) if (key in Object.prototype || key === '') return `a key ${key}`
  for (const link of Object.values(doc.getMap('link').toJSON()))
    if (String(link).startsWith('javascript')) return 'a link'
  doc.getMap('text').toJSON()
  return null
}

/** The longest measured piece of work, ms of this thread's CPU time. */
function longest(run: (measure: (work: () => void) => void) => void): number {
  let most = 0
  run((work) => {
    const before = process.threadCpuUsage()
    work()
    const { user, system } = process.threadCpuUsage(before)
    most = Math.max(most, (user + system) / 1_000)
  })
  return most
}

/** Applies an update like a room: in slices, divided further when they are too much. */
function applied(doc: Y.Doc, update: Uint8Array): number {
  const slices = [...(slicesOf(update) ?? [])]
  return longest((measure) => {
    for (let slice = slices.shift(); slice; slice = slices.shift()) {
      const bytes = slice
      measure(() => {
        const judged = guard.judge(doc, bytes)
        if (!judged.ok) throw new Error(judged.problem)
        if (judged.value === 'too-much') {
          const { structs } = Y.decodeUpdate(bytes)
          slices.unshift(
            ...(slicesOf(bytes, { structs: structs.length >> 3 || 1, bytes: 1e9, deleteRanges: 1e9 }) ?? []),
          )
        } else if (typeof judged.value === 'object') Y.applyUpdate(doc, judged.value.update)
      })
    }
  })
}

test('[O14] three thousand items with the same neighbours never block for long', { timeout: 120_000 }, () => {
  const doc = new Y.Doc()
  const list = [
    type({ parent: 'text', key: 's' }, types.fragment),
    type({ parent: [7, 0] }, types.xmlText),
    string({ parent: [7, 1] }, 'ab'),
  ]
  applied(doc, handMade([{ structs: list }]))
  // Each is compared with all previous ones: the higher client goes to the right.
  const crowd = Array.from({ length: 600 }, (_, index) => ({
    client: 100 + index,
    structs: Array.from({ length: 5 }, () => string({ origin: [7, 2], right: [7, 3] }, 'x')),
  }))
  const most = applied(doc, handMade(crowd))
  expect(Y.getState(doc.store, 699)).toBe(5)
  expect(most).toBeLessThan(250)
})

test('[O14] many overlapping deleted ranges take no longer than as many disjoint ones', () => {
  const doc = new Y.Doc()
  for (let index = 0; index < 3_000; index += 1) doc.getMap('shapes').set(`s${index % 3}`, { kind: 'x', index })
  const overlapping = Array.from({ length: 20_000 }, (_, index) => [doc.clientID, index % 1_000, 1_500] as const)
  const most = longest((measure) => measure(() => guard.judge(doc, handMade([], overlapping))))
  expect(most).toBeLessThan(250)
})

test('[O14] applying the slices of an update equals applying the update', () => {
  const [author, whole, pieces] = [drawnBoard(), new Y.Doc(), new Y.Doc()]
  const update = Y.encodeStateAsUpdate(author)
  Y.applyUpdate(whole, update)
  for (const slice of slicesOf(update, { structs: 3, bytes: 60, deleteRanges: 1 }) ?? []) {
    Y.applyUpdate(pieces, slice)
    expect([pieces.store.pendingStructs, pieces.store.pendingDs]).toEqual([null, null])
  }
  expect(Y.encodeStateAsUpdate(pieces)).toEqual(Y.encodeStateAsUpdate(whole))
})

test.each([
  [
    'an honest month offline',
    Array.from({ length: 900 }, (_, client) => ({ client: client + 1, structs: [garbage(40_000)] })),
  ],
  ['an empty update', []],
])('[O12] %s passes the scan', (_name, blocks) => {
  expect(guard.scan(handMade(blocks))).toEqual({ structs: blocks.length, clients: blocks.length, deleteRanges: 0 })
})

test('unknown kinds and keys are accepted', () => {
  const shape = { kind: 'hologram', beams: [1, { far: true }] }
  const judged = guard.judge(
    new Y.Doc(),
    handMade([
      { structs: [any({ parent: 'shapes', key: 's' }, shape), any({ parent: 'style', key: 's' }, { glow: 3 })] },
    ]),
  )
  expect(judged).toMatchObject({ ok: true, value: { clients: [7] } })
})

test('[O11] of content inside a deleted item only the clocks are kept', () => {
  const theirs = drawnBoard()
  const text = theirs.getMap('text').get('s0') as Y.XmlFragment
  const { id } = text._item as Y.Item
  theirs.getMap('text').delete('s0')
  // The client that deleted it keeps it for undo; others do not.
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(theirs))
  const inside = [
    type({ parent: [id.client, id.clock] }, types.xmlText),
    string({ parent: [7, 0] }, 'said to who kept it'),
    any({ parent: [7, 0] }, { unchecked: true }),
  ]
  const judged = guard.judge(doc, handMade([{ client: 7, structs: inside }]))
  if (!judged.ok || typeof judged.value !== 'object') throw new Error('it was refused')
  const { structs } = Y.decodeUpdate(judged.value.update)
  expect(structs.map((struct) => [struct.constructor.name, struct.id.clock, struct.length])).toEqual([
    ['GC', 0, 1],
    ['GC', 1, 19],
    ['GC', 20, 1],
  ])
  Y.applyUpdate(doc, judged.value.update)
  expect(Y.getState(doc.store, 7)).toBe(21)
})

test('[O13] a live stroke has at most as many chunks as a stroke has points, even if all arrive at once', () => {
  const doc = drawnBoard()
  const theirs = new Y.Doc()
  const list = new Y.Array<Uint8Array>()
  theirs.getMap('wet').set(String(theirs.clientID), list)
  const chunks = (count: number) => {
    const before = Y.encodeStateVector(theirs)
    list.push(Array.from({ length: count }, () => Uint8Array.of(0)))
    return Y.encodeStateAsUpdate(theirs, before)
  }
  const whole = Y.encodeStateAsUpdate(theirs)
  const judged = [whole, chunks(10_000), chunks(9_999), chunks(2)].map((update) => {
    const verdict = guard.judge(doc, update)
    if (verdict.ok && typeof verdict.value === 'object') Y.applyUpdate(doc, verdict.value.update)
    return verdict.ok || verdict.problem
  })
  expect(judged).toEqual([true, true, true, 'a live stroke has too many chunks'])
})
