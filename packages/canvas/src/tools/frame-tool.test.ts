import { Groups } from '@inkbridge/board'
import { defaultStyle, type LineShape, type Shape, type ShapeId } from '@inkbridge/types'
import { describe, expect, test } from 'vitest'
import { Scene } from '../scene/scene.ts'
import { lineThrough } from '../shapes/line/line-points.ts'
import { plain } from '../testing/plain.ts'
import { rectAt } from '../testing/script.ts'
import { reparent } from './frame-tool.ts'

const idOf = (name: string) => name as ShapeId

function frameOf(id: string, x: number, w: number, frame?: string): Shape {
  const at = { x, y: 0, w, h: 300, rotation: 0 }
  return {
    id: idOf(id),
    kind: 'frame',
    at,
    style: defaultStyle,
    order: frame ? 'a1' : 'a0',
    name: '',
    ...inside(frame),
  }
}

const boxOf = (id: string, x: number, frame?: string): Shape => ({ ...rectAt(id, x, 50), ...inside(frame) })

function lineOf(from: number | string, to: number | string, frame?: string): LineShape {
  const [x, far] = [from, to].map((end) => (typeof end === 'number' ? end : 0)) as [number, number]
  const bindingOf = (end: number | string) => (typeof end === 'string' ? { to: idOf(end) } : null)
  const [start, end] = [bindingOf(from), bindingOf(to)]
  const line = lineThrough([x, 100, far, 120])
  return {
    id: idOf('line'),
    kind: 'line',
    ...line,
    style: defaultStyle,
    order: 'a1',
    ...(start ? { start } : {}),
    ...(end ? { end } : {}),
    ...inside(frame),
  }
}

const inside = (frame?: string) => (frame ? { frame: idOf(frame) } : {})

/** Returns the new parents of moved units, by id. */
function into(shapes: readonly Shape[], ...ids: readonly string[]): Record<string, string | null> {
  const groups = new Groups()
  for (const { id, frame } of shapes) groups.recordParent(id, frame ?? null)
  const edits = reparent(ids.map(idOf), { scene: new Scene(shapes, plain), groups })
  return Object.fromEntries(edits.map((edit) => (edit.type === 'parent' ? [edit.id, edit.parent] : [])))
}

// An outer frame from 0 to 600, with an inner one to 300.
const [outer, inner] = [frameOf('outer', 0, 600), frameOf('inner', 0, 300, 'outer')]

test('a shape is in the frame under its centre', () => {
  expect(into([outer, boxOf('a', 500)], 'a')).toEqual({ a: 'outer' })
  expect(into([outer, boxOf('a', 560, 'outer')], 'a')).toEqual({ a: null })
  expect(into([outer, boxOf('a', 540, 'outer')], 'a')).toEqual({})
})

describe('[A8] a line is in the frame that both its ends are in', () => {
  const [within, between, out] = [boxOf('in', 50, 'inner'), boxOf('between', 400, 'outer'), boxOf('out', 700)]
  const all = [outer, inner, within, between, out]

  test.each<readonly [string, number | string, number | string, string | null]>([
    ['bound in and out', 'in', 'out', null],
    ['bound in one and in the one around it', 'in', 'between', 'outer'],
    ['bound in, free over the one around it', 'in', 550, 'outer'],
    ['free in one', 50, 250, 'inner'],
    ['free across', 50, 900, null],
  ])('%s', (_name, from, to, frame) => {
    expect(into([...all, lineOf(from, to)], 'line')).toEqual(frame ? { line: frame } : {})
    expect(into([...all, lineOf(from, to, 'inner')], 'line')).toEqual(frame === 'inner' ? {} : { line: frame })
  })

  test('when the bound shape is moved, too, or its frame', () => {
    const outside = boxOf('between', 700, 'outer')
    expect(into([outer, inner, within, outside, lineOf('in', 'between', 'outer')], 'between')).toEqual({
      between: null,
      line: null,
    })
    const far = frameOf('far', 200, 100)
    expect(into([outer, far, boxOf('a', 250, 'far'), between, lineOf('a', 'between')], 'far', 'a')).toEqual({
      far: 'outer',
      line: 'outer',
    })
  })

  test('and moves with the frame', () => {
    const line = lineOf('in', 'between', 'outer')
    expect(into([...all, line], 'outer', 'inner', 'in', 'between', 'line')).toEqual({})
  })
})
