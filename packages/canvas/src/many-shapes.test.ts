import { type Board, Groups, openBoard } from '@inkbridge/board'
import { defaultStyle, type Edit, type Shape, type ShapeId } from '@inkbridge/types'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { Scene } from './scene/scene.ts'
import { grid, restack } from './shapes/arrange.ts'
import { boundsOf as boundsIn } from './shapes/bounds.ts'
import { nextUnit, unitsOf, unitTowards } from './state/units.ts'
import { cpuMs } from './testing/cpu-time.ts'
import { plain } from './testing/plain.ts'
import { play, rectAt } from './testing/script.ts'
import { reparent } from './tools/frame-tool.ts'
import { select } from './tools/select/select.ts'

const boundsOf = (shape: Shape) => boundsIn(shape, plain)

/** The factor between few and many shapes, and the maximum factor of the time for each: quadratic work takes 16. */
const [times, atMost] = [16, 4]

/**
 * Returns the time per shape of many relative to few; about 1 for linear work. Both do the same amount in total.
 * Retries with twice the work before failing, because clocks of processor time are coarse.
 */
function growth(few: number, prepare: (count: number) => () => unknown): number {
  let least = Infinity
  for (let attempt = 0; attempt < 4 && least > atMost; attempt += 1) {
    const rounds = 2 ** attempt
    const small = Array.from({ length: times * rounds }, () => prepare(few))
    const large = Array.from({ length: rounds }, () => prepare(few * times))
    const [smallMs, largeMs] = [small, large].map((all) => cpuMs(() => all.map((work) => work())))
    least = Math.min(least, (largeMs ?? 0) / Math.max(smallMs ?? 0, 0.001))
  }
  return least
}

/** Shapes that do not overlap, bottom to top. */
function row(count: number, more: Partial<Shape> = {}): readonly Shape[] {
  return Array.from({ length: count }, (_, index) => {
    const shape = rectAt(`s${index}`, (index % 1_000) * 20, Math.floor(index / 1_000) * 20, 10, 10)
    return { ...shape, order: `e${String(index).padStart(5, '0')}5`, ...more } as Shape
  })
}

const idsOf = (shapes: readonly Shape[]) => shapes.map(({ id }) => id)
const group = 'group' as ShapeId
const frame: Shape = {
  id: 'frame' as ShapeId,
  kind: 'frame',
  at: { x: 0, y: 0, w: 1e6, h: 1e6, rotation: 0 },
  style: defaultStyle,
  order: 'a0',
  name: '',
}

/** Some shapes in a group or a frame. */
function groupsOf(ids: readonly ShapeId[], parent: ShapeId): Groups {
  const groups = new Groups()
  if (parent === group) groups.recordGroup(group, true, null)
  else groups.recordFrame(parent, true)
  for (const id of ids) groups.recordParent(id, parent)
  return groups
}

describe('commands and tools take linear time for many shapes', () => {
  const restacked = (to: Parameters<typeof restack>[2]) => (count: number) => {
    const shapes = row(count)
    // The lower half, so that all others are searched for an overlapping one.
    const chosen = new Set(idsOf(shapes.slice(0, count / 2)))
    const upper = new Set(idsOf(shapes.slice(count / 2)))
    return () => restack(shapes, to === 'backward' ? upper : chosen, to, boundsOf)
  }
  const cases: readonly (readonly [name: string, few: number, prepare: (count: number) => () => unknown])[] = [
    ['bring to front', 2_000, restacked('front')],
    ['bring forward', 2_000, restacked('forward')],
    ['send backward', 2_000, restacked('backward')],
    ['send to back', 2_000, restacked('back')],
    [
      'bring together to be grouped',
      2_000,
      (count) => {
        const shapes = row(count)
        const chosen = new Set(idsOf(shapes.filter((_, index) => index % 2 === 0)))
        return () => restack(shapes, chosen, 'together', boundsOf)
      },
    ],
    [
      'all shapes of the scene, and again after one has changed',
      2_000,
      (count) => {
        const shapes = row(count).toReversed()
        const [first] = shapes
        return () => {
          const scene = new Scene(shapes, plain)
          for (let round = 0; round < 10 && first; round += 1) {
            scene.apply({ origin: 'local', added: [], changed: [first], removed: [], regrouped: false })
            scene.all()
          }
        }
      },
    ],
    [
      'the units of shapes in a frame that is selected with them',
      2_000,
      (count) => {
        const shapes = [frame, ...row(count, { frame: frame.id })]
        const groups = groupsOf(idsOf(shapes).slice(1), frame.id)
        const scene = new Scene(shapes, plain)
        return () => unitsOf(idsOf(shapes), { scene, groups, entered: null })
      },
    ],
    [
      'the next unit',
      2_000,
      (count) => {
        const shapes = row(count)
        // The selected unit is the last one visited.
        return () => nextUnit([...shapes.map((shape) => [shape])], idsOf(shapes).toReversed(), 1, plain.kinds)
      },
    ],
    [
      'the unit in a direction',
      2_000,
      (count) => {
        const shapes = row(count)
        return () => unitTowards([...shapes.map((shape) => [shape])], idsOf(shapes).toReversed(), 'left', plain.kinds)
      },
    ],
    [
      'a click with shift on a group that is selected',
      2_000,
      (count) => {
        const shapes = row(count)
        const selection = idsOf(shapes).toReversed()
        return () => play(select, 'down 5,0 shift', { shapes, selection, groups: { group: idsOf(shapes) } })
      },
    ],
    [
      'moving all of a group but one over a frame',
      2_000,
      (count) => {
        const shapes = row(count)
        const scene = new Scene([frame, ...shapes], plain)
        const groups = groupsOf(idsOf(shapes), group)
        return () => reparent(idsOf(shapes).slice(0, -1), { scene, groups })
      },
    ],
    [
      'moving shapes that lie on each other over a frame',
      1_000,
      (count) => {
        const shapes = Array.from({ length: count }, (_, index) => rectAt(`s${index}`, 0, 0))
        const scene = new Scene([frame, ...shapes], plain)
        return () => reparent(idsOf(shapes), { scene, groups: new Groups() })
      },
    ],
  ]
  test.each(cases)('%s', (_name, few, prepare) => {
    expect(growth(few, prepare)).toBeLessThan(atMost)
  })

  test('a grid of more shapes than a function takes arguments is created', () => {
    const units = row(150_000).map((shape) => [shape])
    expect(grid(units, plain.kinds)).toHaveLength(149_999)
  })
})

/** A board of shapes, and a scene that follows it. */
function boardOf(count: number): { readonly board: Board; readonly ids: readonly ShapeId[] } {
  const board = openBoard(new Y.Doc())
  const shapes = row(count)
  board.apply(shapes.map(({ order: _order, ...shape }): Edit => ({ type: 'create', shape: shape as never })))
  const scene = new Scene(board.shapes(), plain)
  board.observe((change) => scene.apply(change))
  return { board, ids: idsOf(shapes) }
}

describe('writing many shapes into a board takes linear time', () => {
  const cases: readonly (readonly [name: string, prepare: (count: number) => () => unknown])[] = [
    [
      'group',
      (count) => {
        const { board, ids } = boardOf(count)
        return () => board.apply([{ type: 'group', id: group, members: ids }])
      },
    ],
    [
      'ungroup',
      (count) => {
        const { board, ids } = boardOf(count)
        board.apply([{ type: 'group', id: group, members: ids }])
        return () => board.apply([{ type: 'ungroup', id: group }])
      },
    ],
    [
      'undo of a group',
      (count) => {
        const { board, ids } = boardOf(count)
        board.apply([{ type: 'group', id: group, members: ids }])
        return () => board.undo()
      },
    ],
    [
      'another z-order',
      (count) => {
        const { board, ids } = boardOf(count)
        const edits = restack(board.shapes(), new Set(ids.slice(0, count / 2)), 'front', boundsOf)
        return () => board.apply(edits)
      },
    ],
    [
      'copy',
      (count) => {
        const { board, ids } = boardOf(count)
        return () => board.duplicate(ids, { x: 10, y: 10 })
      },
    ],
  ]
  test.each(cases)('%s', (_name, prepare) => {
    expect(growth(500, prepare)).toBeLessThan(atMost)
  })
})
