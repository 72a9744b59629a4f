import { type Board, openBoard } from '@inkbridge/board'
import { LossyTransport } from '@inkbridge/board/testing'
import {
  type Binding,
  type BoxedKind,
  defaultStyle,
  type Edit,
  type LineShape,
  type NewShape,
  newShapeId,
  type Shape,
  type ShapeId,
} from '@inkbridge/types'
import { seeded } from '@inkbridge/types/testing'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { overlaps, turned } from '../geometry/box.ts'
import { extentOf, nearestOutline } from '../shapes/extents.ts'
import { worldPoints } from '../shapes/line/line-points.ts'
import { plain } from '../testing/plain.ts'
import { resolveAll } from './resolve-all.ts'
import { Scene } from './scene.ts'

/** Arrows that are bound to shapes, by the rules A1 to A7, A9 and A10 of `docs/schema.md`; A8 is in `tools/frame-tool.test.ts`. */

const histories = process.env.INKBRIDGE_FULL === '1' ? 1_000 : 200
/** Seeds that failed before; they run first. */
const pinned: readonly number[] = [1, 20261122]

const actions = [
  'move',
  'resize',
  'turn',
  'convert',
  'delete',
  'rebind',
  'rebind to a point',
  'rebind to the outline',
  'join again',
  'join again',
  'unbind',
  'bend',
  'route',
  'pin',
  'group',
  'ungroup',
  'frame',
  'out of frame',
  'copy',
  'delete an arrow',
] as const
type Action = (typeof actions)[number]

class Random {
  readonly random: () => number

  constructor(seed: number) {
    this.random = seeded(seed)
  }

  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[Math.floor(this.random() * items.length)]
  }

  number(most: number): number {
    return Math.round(this.random() * most)
  }

  id(): ShapeId {
    return newShapeId((into) => into.map(() => Math.floor(this.random() * 248)))
  }

  place() {
    return {
      x: this.number(1_500),
      y: this.number(1_500),
      w: 20 + this.number(300),
      h: 20 + this.number(300),
      rotation: 0,
    }
  }
}

const kinds: readonly BoxedKind[] = ['rect', 'ellipse', 'diamond', 'star', 'cloud']

function begin(board: Board, chance: Random): void {
  const boxes = Array.from({ length: 5 }, () => chance.id())
  const edits: Edit[] = boxes.map((id) => ({
    type: 'create',
    shape: { id, kind: chance.pick(kinds) ?? 'rect', at: chance.place(), style: defaultStyle },
  }))
  for (let index = 0; index < 4; index += 1) {
    const [from, to] = [chance.pick(boxes), chance.pick(boxes)]
    edits.push({ type: 'create', shape: arrowBetween(from && { to: from }, to && { to }, chance) })
  }
  const frame = chance.id()
  edits.push({
    type: 'create',
    shape: { id: frame, kind: 'frame', at: { ...chance.place(), w: 800, h: 800 }, style: defaultStyle, name: '' },
  })
  board.apply(edits)
}

function arrowBetween(start: Binding | undefined, end: Binding | undefined, chance: Random): NewShape {
  const route = chance.random() < 0.4 ? ({ route: 'elbow' } as const) : {}
  const corners = chance.random() < 0.3 ? ({ corners: 'round' } as const) : {}
  return {
    id: chance.id(),
    kind: 'line',
    at: chance.place(),
    points: [0, 0, 1, 1],
    style: { ...defaultStyle, endHead: 'arrow', ...route, ...corners },
    ...(start ? { start } : {}),
    ...(end ? { end } : {}),
  }
}

function editsOf(deed: Action, board: Board, chance: Random): readonly Edit[] {
  const shapes = board.shapes()
  const box = chance.pick(shapes.filter(({ kind }) => kind !== 'line' && kind !== 'frame'))
  const line = chance.pick(shapes.filter(({ kind }) => kind === 'line'))
  const frame = chance.pick(shapes.filter(({ kind }) => kind === 'frame'))
  const end = chance.random() < 0.5 ? 'start' : 'end'
  const any = chance.pick(shapes)
  if (!any) return []
  switch (deed) {
    case 'move':
      return [{ type: 'place', id: any.id, at: { ...any.at, x: chance.number(1_500), y: chance.number(1_500) } }]
    case 'resize':
      return box ? [{ type: 'place', id: box.id, at: chance.place() }] : []
    case 'turn':
      return box ? [{ type: 'place', id: box.id, at: { ...box.at, rotation: chance.random() * 6 } }] : []
    case 'convert':
      return box ? [{ type: 'props', id: box.id, props: { kind: chance.pick(kinds) ?? 'rect' } }] : []
    case 'delete':
      return [{ type: 'delete', id: any.id }]
    case 'delete an arrow':
      return line ? [{ type: 'delete', id: line.id }] : []
    case 'rebind':
      return line ? [{ type: 'bind', id: line.id, end, to: { to: any.id } }] : []
    case 'rebind to a point':
      return line
        ? [{ type: 'bind', id: line.id, end, to: { to: any.id, at: [chance.random(), chance.random()] } }]
        : []
    case 'rebind to the outline': {
      const to: Binding = { to: any.id, at: [chance.random(), chance.random()], outline: true }
      return line ? [{ type: 'bind', id: line.id, end, to }] : []
    }
    case 'join again': {
      const joining = shapes.filter((shape) => shape.kind === 'line' && shape.start && shape.end && !shape.start.at)
      const joined = chance.pick(joining)
      const ends = joined?.kind === 'line' && joined.start && joined.end ? [joined.start.to, joined.end.to] : []
      const [from, to] = chance.random() < 0.5 ? ends : ends.toReversed()
      return from && to ? [{ type: 'create', shape: arrowBetween({ to: from }, { to }, chance) }] : []
    }
    case 'unbind':
      return line ? [{ type: 'bind', id: line.id, end, to: null }] : []
    case 'bend':
      return line
        ? [
            {
              type: 'props',
              id: line.id,
              props: { points: [0, 0, chance.random(), chance.random(), 1, 1] },
              at: chance.place(),
            },
          ]
        : []
    case 'route': {
      const style = chance.pick([
        { route: 'elbow' },
        { route: null, corners: 'round' },
        { route: null, corners: null },
      ] as const)
      return line && style ? [{ type: 'style', id: line.id, style }] : []
    }
    case 'pin':
      return line
        ? [
            {
              type: 'props',
              id: line.id,
              props: { pins: [{ axis: chance.random() < 0.5 ? 'x' : 'y', at: chance.number(1_500) }] },
            },
          ]
        : []
    case 'group':
      return [{ type: 'group', id: chance.id(), members: shapes.slice(0, 2 + chance.number(3)).map(({ id }) => id) }]
    case 'ungroup':
      return board.groupsOf(any.id).map((id) => ({ type: 'ungroup', id }))
    case 'frame':
      return frame ? [{ type: 'parent', id: any.id, parent: frame.id }] : []
    case 'out of frame':
      return [{ type: 'parent', id: any.id, parent: null }]
    case 'copy':
      return [
        {
          type: 'copy',
          ids: shapes.slice(0, 4).map(({ id }) => id),
          copies: shapes.slice(0, 4).map(() => chance.id()),
          by: { x: 30, y: 30 },
        },
      ]
  }
}

interface Outcome {
  readonly lines: number
  readonly bound: number
  readonly dangling: number
  /** Number of arrows parallel to others between the centres of the same two shapes. */
  readonly parallel: number
  readonly faults: readonly string[]
}

function play(seed: number, sabotage: (scenes: readonly Scene[]) => void = () => undefined): Outcome {
  const chance = new Random(seed)
  const docs = Array.from({ length: 3 }, (_, index) => {
    const doc = new Y.Doc()
    doc.clientID = 1_000 + index
    return doc
  })
  const boards = docs.map((doc) => openBoard(doc))
  const transport = new LossyTransport(docs, chance.random)
  const [first] = boards
  if (!first) throw new Error('there is no board')
  begin(first, chance)
  transport.deliverAll()
  const scenes = boards.map((board) => {
    const scene = new Scene(board.shapes(), plain)
    board.observe((change) => scene.apply(change))
    return scene
  })
  for (let round = 0; round < 10; round += 1) {
    for (const [index, board] of boards.entries()) {
      const edits = editsOf(chance.pick(actions) ?? 'move', board, chance)
      const gone = edits.flatMap((edit) => (edit.type === 'delete' ? [edit.id] : []))
      // Half of the deletions are by programs that do not unbind arrows.
      const free = gone.length > 0 && chance.random() < 0.5 ? (scenes[index]?.unbindFrom(gone) ?? []) : []
      board.apply([...free, ...edits])
      if (chance.random() < 0.2) board.undo()
      if (chance.random() < 0.1) board.redo()
    }
    if (chance.random() < 0.6) transport.deliver()
  }
  transport.deliverAll()
  sabotage(scenes)
  const faults = boards.flatMap((board, index) => brokenRules(board, scenes[index] ?? new Scene([], plain)))
  const pictures = scenes.map((scene) => JSON.stringify(scene.all()))
  if (new Set(pictures).size > 1) faults.push('they differ')
  const lines = first.shapes().filter((shape) => shape.kind === 'line')
  const ends = lines.flatMap(({ start, end }) => [start, end]).filter((end) => end !== undefined)
  const there = ends.filter(({ to }) => first.get(to) && first.get(to)?.kind !== 'line').length
  const parallel = parallels(scenes[0] ?? new Scene([], plain)).flatMap((lines) => (lines.length > 1 ? lines : []))
  return { lines: lines.length, bound: there, dangling: ends.length - there, parallel: parallel.length, faults }
}

/** Returns arrows of one style between the centers of the same two shapes, in either direction, if these do not overlap. */
function parallels(scene: Scene): readonly (readonly LineShape[])[] {
  const linesByPair = new Map<string, LineShape[]>()
  for (const line of scene.all()) {
    if (line.kind !== 'line' || !line.start || !line.end || line.start.at || line.end.at || line.pins?.length) continue
    const [from, to] = [scene.get(line.start.to), scene.get(line.end.to)]
    if (!from || !to || from === to || from.kind === 'line' || to.kind === 'line') continue
    const [one, other] = [extentOf(from, plain.kinds), extentOf(to, plain.kinds)]
    const isBent = !line.routed && line.points.length > 4
    if (isBent || overlaps(one, other)) continue
    const { route = '', corners = '' } = line.style
    const key = [...[from.id, to.id].sort(), route, corners].join()
    linesByPair.set(key, [...(linesByPair.get(key) ?? []), line])
  }
  return [...linesByPair.values()]
}

/** Tolerance: a rounded place and the gap before an outline. */
const off = 3 + 2 + 0.1

function brokenRules(board: Board, scene: Scene): string[] {
  const faults: string[] = []
  const fresh = new Map(resolveAll(board.shapes(), plain).map((shape) => [shape.id, shape]))
  for (const shape of scene.all()) {
    if (JSON.stringify(shape) !== JSON.stringify(fresh.get(shape.id))) faults.push('A2')
    if (shape.kind !== 'line') continue
    const points = worldPoints(shape)
    if (points.length < 4 || points.some((value) => !Number.isFinite(value) || Math.abs(value) > 1e5)) faults.push('A1')
    const stored = board.get(shape.id)
    if (stored?.kind !== 'line') continue
    for (const end of ['start', 'end'] as const) faults.push(...brokenEnd(end, shape, stored, scene))
  }
  for (const lines of parallels(scene)) {
    const paths = lines.map((line) => worldPoints(line).map(Math.round))
    const sides = paths.map((path, index) => (leadsUp(lines[index]) ? path : reversed(path)).join())
    if (new Set(sides).size < sides.length) faults.push('A10')
  }
  return faults
}

/** Whether a line leads from the lower id to the higher one. */
function leadsUp(line: LineShape | undefined): boolean {
  return (line?.start?.to ?? '') < (line?.end?.to ?? '')
}

function reversed(points: readonly number[]): readonly number[] {
  return points.flatMap((_, at) => (at % 2 === 0 ? points.slice(points.length - 2 - at, points.length - at) : []))
}

function brokenEnd(end: 'start' | 'end', shown: LineShape, stored: LineShape, scene: Scene): readonly string[] {
  const at = (line: LineShape) => {
    const points = worldPoints(line)
    return end === 'start' ? { x: points[0] ?? 0, y: points[1] ?? 0 } : { x: points.at(-2) ?? 0, y: points.at(-1) ?? 0 }
  }
  const binding = stored[end]
  const target = binding && scene.get(binding.to)
  const here = at(shown)
  const far = (point: { readonly x: number; readonly y: number }) => Math.hypot(point.x - here.x, point.y - here.y)
  if (!binding || !target || target.kind === 'line') return far(at(stored)) < 1 ? [] : ['A3']
  if (binding.at) {
    const { x, y, w, h } = target.at
    const point = turned({ x: x + w * binding.at[0], y: y + h * binding.at[1] }, target.at, target.at.rotation)
    const expected = binding.outline ? nearestOutline(target, point, plain.kinds) : point
    return far(expected) < 1 ? [] : ['A4']
  }
  return isAt(target, here) ? [] : ['A5']
}

/** Whether a point is at the outline of a shape, at a side of its box, or in the middle 0.8 of it, which lanes may use. */
function isAt(target: Shape, { x, y }: { readonly x: number; readonly y: number }): boolean {
  const edge = nearestOutline(target, { x, y }, plain.kinds)
  if (Math.hypot(edge.x - x, edge.y - y) <= off) return true
  const { minX, minY, maxX, maxY } = extentOf(target, plain.kinds)
  const middle = { x: (minX + maxX) / 2, y: (minY + maxY) / 2 }
  if (Math.hypot(middle.x - x, middle.y - y) < 1 + 0.4 * Math.min(maxX - minX, maxY - minY)) return true
  const isLevel = y >= minY - off && y <= maxY + off && Math.min(Math.abs(x - minX), Math.abs(x - maxX)) <= off
  const isUpright = x >= minX - off && x <= maxX + off && Math.min(Math.abs(y - minY), Math.abs(y - maxY)) <= off
  return isLevel || isUpright
}

describe('arrows that several people and programs bind to shapes', () => {
  test(`end at the shapes they are bound to, or where they were drawn, in ${histories} histories`, () => {
    const total = { lines: 0, bound: 0, dangling: 0, parallel: 0 }
    for (const seed of [...pinned, ...Array.from({ length: histories }, (_, index) => 50_000 + index)]) {
      const { faults, ...work } = play(seed)
      expect({ seed, faults }).toEqual({ seed, faults: [] })
      for (const key of ['lines', 'bound', 'dangling', 'parallel'] as const) total[key] += work[key]
    }
    // Coverage: there were bound lines, lines whose shape was deleted, and parallel lines.
    for (const [name, count] of Object.entries(total)) expect([name, count > histories / 4]).toEqual([name, true])
  }, 120_000)

  test('a scene that does not update its bound arrows is detected', () => {
    const seeds = Array.from({ length: 20 }, (_, index) => 60_000 + index)
    const unseen = seeds.filter((seed) => {
      let moved = false
      const { faults } = play(seed, ([scene]) => {
        const target = scene?.all().find((shape) => shape.kind !== 'line' && scene.linesBoundTo(shape.id).length > 0)
        if (!scene || !target) return
        moved = true
        const line = scene.linesBoundTo(target.id)[0]
        // As if only the line had moved.
        if (line) Object.assign(line, { at: { ...line.at, x: line.at.x + 50 } })
      })
      return moved && faults.length === 0
    })
    expect(unseen).toEqual([])
  })
})
