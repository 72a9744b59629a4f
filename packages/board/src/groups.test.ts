import { defaultStyle, type Edit, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Board, openBoard } from './board.ts'
import { Groups } from './groups.ts'
import { parseJson } from './json.ts'

const [a, b, c, d, inner, outer] = ['a', 'b', 'c', 'd', 'inner', 'outer'] as [
  ShapeId,
  ShapeId,
  ShapeId,
  ShapeId,
  ShapeId,
  ShapeId,
]

function rect(id: ShapeId, x = 0): Edit {
  return {
    type: 'create',
    shape: { id, kind: 'rect', at: { x, y: 0, w: 10, h: 10, rotation: 0 }, style: defaultStyle },
  }
}

/** Four shapes; two of them form a group, which with a third forms another. */
function nested(): Board {
  const board = openBoard(new Y.Doc())
  board.apply([rect(a, 0), rect(b, 20), rect(c, 40), rect(d, 60)])
  board.apply([{ type: 'group', id: inner, members: [a, b] }])
  board.apply([{ type: 'group', id: outer, members: [inner, c] }])
  return board
}

test('shapes and groups can be put into groups, and groups are not shapes', () => {
  const board = nested()
  expect(board.shapes().map(({ id }) => id)).toEqual([a, b, c, d])
  expect([a, b, c, d, inner].map((id) => board.groupsOf(id))).toEqual([
    [inner, outer],
    [inner, outer],
    [outer],
    [],
    [outer],
  ])
  expect(board.membersOf(outer)).toEqual([a, b, c])
})

test('a group made of a group’s members is inside that group', () => {
  const board = openBoard(new Y.Doc())
  board.apply([rect(a), rect(b), rect(c)])
  board.apply([{ type: 'group', id: outer, members: [a, b, c] }])
  board.apply([{ type: 'group', id: inner, members: [a, b] }])
  expect([a, c].map((id) => board.groupsOf(id))).toEqual([[inner, outer], [outer]])
})

test('members of a dissolved group move to the group around it, and keep their order', () => {
  const board = nested()
  const orders = board.shapes().map(({ order }) => order)
  board.apply([{ type: 'ungroup', id: inner }])
  expect([a, b, c].map((id) => board.groupsOf(id))).toEqual([[outer], [outer], [outer]])
  expect(board.shapes().map(({ order }) => order)).toEqual(orders)
  board.undo()
  expect(board.groupsOf(a)).toEqual([inner, outer])
})

test('a group with all but one member deleted by others is ignored', () => {
  const board = nested()
  board.apply([{ type: 'delete', id: b }])
  expect([a, c].map((id) => board.groupsOf(id))).toEqual([[outer], [outer]])
  board.apply([{ type: 'delete', id: a }])
  expect(board.groupsOf(c)).toEqual([])
})

test('when two people put two groups into each other at once, neither is nested, and each keeps its members', () => {
  const groups = new Groups()
  groups.recordGroup(inner, true, outer)
  groups.recordGroup(outer, true, inner)
  for (const [id, parent] of [
    [a, inner],
    [b, inner],
    [c, outer],
    [d, outer],
  ] as const)
    groups.recordParent(id, parent)
  expect([a, c, inner, outer].map((id) => groups.groupsOf(id))).toEqual([[inner], [outer], [], []])
  expect(groups.membersOf(inner)).toEqual([a, b])
})

test('changing the order keeps a shape in its group, and grouping keeps its order', () => {
  const board = nested()
  board.apply([{ type: 'order', id: a, order: 'b00' }])
  expect(board.get(a)).toMatchObject({ order: 'b00', parent: inner })
  expect(board.groupsOf(a)).toEqual([inner, outer])
})

test('shapes that are reordered and grouped in one step have the new z-order', () => {
  const board = nested()
  board.apply([
    { type: 'order', id: c, order: 'b00' },
    { type: 'group', id: 'together' as ShapeId, members: [c, d] },
  ])
  expect(board.get(c)).toMatchObject({ order: 'b00', parent: 'together' })
  expect(board.shapes().map(({ id }) => id)).toEqual([a, b, d, c])
})

test('shapes that are created and grouped in one step have the z-order they were created with', () => {
  const board = openBoard(new Y.Doc())
  board.apply([rect(a), rect(b), rect(c), { type: 'group', id: inner, members: [a, c] }])
  expect(board.shapes().map(({ id }) => id)).toEqual([a, b, c])
})

test('an observer is notified when groups change', () => {
  const board = nested()
  const heard: boolean[] = []
  board.observe(({ regrouped }) => heard.push(regrouped))
  board.apply([{ type: 'ungroup', id: outer }])
  board.apply([{ type: 'style', id: a, style: { color: 'red' } }])
  expect(heard).toEqual([true, false])
})

test('copies of a whole group form a new group in the same parent; copies of some members stay in their group', () => {
  const board = nested()
  const [copyA = a, copyB = b] = board.duplicate([a, b], { x: 100, y: 0 })
  const [made = inner] = board.groupsOf(copyA)
  expect([made !== inner, board.groupsOf(copyA), board.groupsOf(copyB)]).toEqual([true, [made, outer], [made, outer]])
  const [alone = a] = board.duplicate([a], { x: 0, y: 50 })
  expect(board.groupsOf(alone)).toEqual([inner, outer])
  board.undo()
  expect(board.get(alone)).toBe(undefined)
  expect(board.get(copyA)?.at.x).toBe(100)
})

test('copied shapes are pasted on another board with groups, styles, links and cuts, under new ids', () => {
  const board = nested()
  board.apply([
    { type: 'link', id: c, link: 'example.org' },
    { type: 'props', id: c, props: { kind: 'star' } },
    { type: 'flags', id: c, locked: true },
  ])
  const other = openBoard(new Y.Doc())
  other.apply([rect(a, 500)])
  const file = parseJson(JSON.parse(board.copy([a, b, c])))
  if (!file.ok) throw new Error(file.problem.message)
  const pasted = other.paste(file.value, { x: 5, y: 6 })
  const shapes = pasted.map((id) => other.get(id))
  expect(shapes.map((shape) => [shape?.kind, shape?.at.x, shape?.at.y, shape?.link, shape?.locked])).toEqual([
    ['rect', 5, 6, undefined, undefined],
    ['rect', 25, 6, undefined, undefined],
    ['star', 45, 6, 'https://example.org/', undefined],
  ])
  expect(pasted.map((id) => other.groupsOf(id).length)).toEqual([2, 2, 1])
  expect(new Set([...pasted, a]).size).toBe(4)
  other.undo()
  expect(other.shapes().map(({ id }) => id)).toEqual([a])
})

/** Ids of this many things, each nested in the next. */
function nestedIds(count: number): readonly ShapeId[] {
  return Array.from({ length: count }, (_, index) => `g${index}` as ShapeId)
}

test('of 3,000 nested groups the innermost 32 count, and reading them is fast', () => {
  const groups = new Groups()
  const ids = nestedIds(3_000)
  for (const [index, id] of ids.entries()) groups.recordGroup(id, true, ids[index + 1] ?? null)
  for (const [index, id] of ids.entries())
    for (const leaf of ['x', 'y']) groups.recordParent(`${leaf}${index}` as ShapeId, id)
  const before = process.threadCpuUsage()
  expect(groups.groupsOf('x0' as ShapeId)).toEqual(ids.slice(0, 32))
  expect(groups.groupsOf('x2990' as ShapeId)).toEqual(ids.slice(2990))
  expect(groups.membersOf(ids.at(-1) as ShapeId)).toHaveLength(64)
  for (const id of ids) groups.membersOf(id)
  expect(process.threadCpuUsage(before).user / 1_000).toBeLessThan(2_000)
})

test('of 2,000 nested frames the innermost 32 count, and moving the outermost is fast', () => {
  const groups = new Groups()
  const ids = nestedIds(2_000)
  for (const [index, id] of ids.entries()) {
    groups.recordFrame(id, true)
    groups.recordParent(id, ids[index + 1] ?? null)
  }
  groups.recordParent(a, ids[0] ?? null)
  const before = process.threadCpuUsage()
  expect(ids.map((id) => groups.frameOf(id))).toEqual([...ids.slice(1), null])
  expect(groups.contentsOf(ids[31] as ShapeId)).toContain(a)
  expect(groups.contentsOf(ids[32] as ShapeId)).not.toContain(a)
  const below = new Set<ShapeId>()
  groups.addBelow(ids.slice(1), below)
  expect(below.size).toBe(2_000)
  expect(process.threadCpuUsage(before).user / 1_000).toBeLessThan(1_000)
})

test('20,000 shapes in one group are read quickly', () => {
  const groups = new Groups()
  groups.recordGroup(outer, true, null)
  const ids = nestedIds(20_000)
  const before = process.threadCpuUsage()
  for (const id of ids) groups.recordParent(id, outer)
  expect(groups.membersOf(outer)).toEqual(ids)
  expect(process.threadCpuUsage(before).user / 1_000).toBeLessThan(500)
})
