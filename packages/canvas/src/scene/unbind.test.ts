import { openBoard, parseJson } from '@inkbridge/board'
import { type Binding, defaultStyle, type Edit, type NewShape, type ShapeId, type Style } from '@inkbridge/types'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { applyEdits } from '../editor/edits.ts'
import { worldPoints } from '../shapes/line/line-points.ts'
import { plain } from '../testing/plain.ts'
import { Scene } from './scene.ts'

const id = (name: string) => name as ShapeId
const style: Style = { ...defaultStyle, endHead: 'arrow' }

const box = (name: string, x: number, y: number): NewShape => ({
  id: id(name),
  kind: 'rect',
  at: { x, y, w: 100, h: 100, rotation: 0 },
  style: defaultStyle,
})

const arrow = (more: Partial<Style>, start: Binding | null, end: Binding | null): NewShape => ({
  id: id('line'),
  kind: 'line',
  at: { x: 0, y: 0, w: 50, h: 50, rotation: 0 },
  points: [0, 0, 1, 1],
  style: { ...style, ...more },
  ...(start ? { start } : {}),
  ...(end ? { end } : {}),
})

/** A board with two boxes that were moved, and the arrow that is bound to them. */
function drawn(more: Partial<Style>, start: Binding | null, end: Binding | null) {
  const board = openBoard(new Y.Doc())
  const scene = new Scene([], plain)
  board.observe((change) => scene.apply(change))
  const apply = (...edits: readonly Edit[]) => applyEdits(edits, { board, scene }, false)
  const shapes = [box('a', 0, 0), box('b', 300, 0), arrow(more, start, end)]
  apply(...shapes.map((shape): Edit => ({ type: 'create', shape })))
  const [a, b] = [scene.get(id('a')), scene.get(id('b'))]
  if (!a || !b) throw new Error('the boxes are not there')
  apply(
    { type: 'place', id: a.id, at: { ...a.at, y: 400 } },
    { type: 'place', id: b.id, at: { ...b.at, x: 500, y: 600 } },
  )
  const points = (name: string) => {
    const line = scene.get(id(name))
    return line?.kind === 'line' ? worldPoints(line).map(Math.round) : null
  }
  return { board, scene, apply, points }
}

const moved = (points: readonly number[] | null, by: number) => points?.map((value) => value + by)

const kinds: readonly (readonly [string, Partial<Style>])[] = [
  ['a straight arrow', {}],
  ['an elbow arrow', { route: 'elbow' }],
  ['a curved arrow', { corners: 'round' }],
]
const bindings: readonly (readonly [string, Binding | null, Binding | null])[] = [
  ['bound to two shapes', { to: id('a') }, { to: id('b') }],
  ['bound at its end', null, { to: id('b') }],
  ['bound to sides', { to: id('a'), at: [0.5, 0], outline: true }, { to: id('b'), at: [1, 0.5], outline: true }],
]

describe.each(kinds)('%s', (_kind, more) => {
  describe.each(bindings)('%s', (_bound, start, end) => {
    test('is copied from where it is shown', () => {
      const { apply, points } = drawn(more, start, end)
      apply({ type: 'copy', ids: [id('line')], copies: [id('copy')], by: { x: 16, y: 16 } })
      expect(points('copy')).toEqual(moved(points('line'), 16))
    })

    test('is pasted where it was shown', () => {
      const { board, scene, points } = drawn(more, start, end)
      const text = board.copy([id('line')], (copies) => scene.copyAsShown(copies, { x: 0, y: 0 }))
      const file = parseJson(JSON.parse(text))
      if (!file.ok) throw new Error(file.problem.message)
      const [copy = ''] = board.paste(file.value, { x: 0, y: 0 })
      expect(points(copy)).toEqual(points('line'))
    })

    test('is copied with one of its shapes, and its free end stays where it was shown', () => {
      const { apply, points, scene } = drawn(more, start, end)
      apply({ type: 'copy', ids: [id('b'), id('line')], copies: [id('d'), id('copy')], by: { x: 16, y: 16 } })
      expect(points('copy')?.slice(0, 2)).toEqual(moved(points('line')?.slice(0, 2) ?? null, 16))
      expect(scene.get(id('copy'))).toMatchObject({ end: { to: 'd' } })
    })

    test('stays in place when the shapes it is bound to are deleted', () => {
      const { apply, points } = drawn(more, start, end)
      const before = points('line')
      apply({ type: 'delete', id: id('a') }, { type: 'delete', id: id('b') })
      expect(points('line')).toEqual(before)
    })
  })
})

test('pins of an arrow move with it when it is moved or copied with its shapes', () => {
  const { apply, points, scene } = drawn({ route: 'elbow' }, { to: id('a') }, { to: id('b') })
  apply({ type: 'props', id: id('line'), props: { pins: [{ axis: 'x', at: 250 }] } })
  const before = points('line')
  const ids = ['a', 'b', 'line'].map(id)
  apply(
    ...ids.flatMap((each): readonly Edit[] => {
      const at = scene.get(each)?.at
      return at ? [{ type: 'place', id: each, at: { ...at, x: at.x + 40, y: at.y + 40 } }] : []
    }),
  )
  expect(points('line')).toEqual(moved(before, 40))
  apply({ type: 'copy', ids, copies: ['c', 'd', 'copy'].map(id), by: { x: 16, y: 16 } })
  expect(points('copy')).toEqual(moved(before, 56))
})
