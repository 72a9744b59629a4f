import { type Binding, defaultStyle, type Shape, type ShapeId, type Style } from '@inkbridge/types'
import { describe, expect, test } from 'vitest'
import { play, rectAt } from '../testing/script.ts'
import { line } from './line-tool.ts'

const arrow: Style = { ...defaultStyle, endHead: 'arrow' }

/** Returns the bindings of an arrow drawn by a script. */
function ends(script: string, shapes: readonly Shape[], zoom = 1): readonly (Binding | undefined)[] {
  const { edits } = play(line, script, { shapes, style: arrow, zoom })
  const edit = edits.at(-1)?.[0]
  if (edit?.type !== 'create' || edit.shape.kind !== 'line') throw new Error('no line was made')
  return [edit.shape.start, edit.shape.end]
}

describe('the end of an arrow that is dropped', () => {
  const box = rectAt('b', 300, 0, 200, 100)
  const outline = (x: number, y: number): Binding => ({ to: 'b' as ShapeId, at: [x, y], outline: true })

  test.each<readonly [string, number, number, Binding | undefined]>([
    ['on the outline is at that point', 300, 25, outline(0, 0.25)],
    ['12 px outside of it, too', 400, -12, outline(0.5, 0)],
    ['and 12 px inside', 312, 40, outline(0, 0.4)],
    ['farther outside is free', 400, -13, undefined],
    ['deeper inside aims at the center', 314, 50, { to: 'b' as ShapeId }],
    ['on the middle aims at the center', 400, 50, { to: 'b' as ShapeId }],
  ])('%s', (_name, x, y, end) => {
    expect(ends(`down 0,400 · move 100,300 · up ${x},${y}`, [box])).toEqual([undefined, end])
  })

  test('has the same tolerance on the screen at any zoom', () => {
    expect(ends('down 0,400 · move 100,300 · up 400,-24', [box], 0.5)).toEqual([undefined, outline(0.5, 0)])
    expect(ends('down 0,400 · move 100,300 · up 400,-7', [box], 2)).toEqual([undefined, undefined])
  })

  test('aims at the center of a small shape from more than its middle', () => {
    const small = rectAt('b', 300, 0, 20, 20)
    expect(ends('down 0,400 · move 100,300 · up 310,12', [small])).toEqual([undefined, { to: 'b' }])
    expect(ends('down 0,400 · move 100,300 · up 310,17', [small])).toEqual([undefined, outline(0.5, 1)])
  })

  test('is at a point of the outline of a rotated shape, in unrotated coordinates', () => {
    const turned: Shape = { ...box, at: { ...box.at, rotation: Math.PI / 2 } }
    // Its top is to the right now.
    expect(ends('down 0,400 · move 100,300 · up 452,50', [turned])[1]).toEqual({
      to: 'b',
      at: [expect.closeTo(0.5), expect.closeTo(0)],
      outline: true,
    })
  })

  test('is previewed before it is dropped: its start, and its end', () => {
    const { drafts } = play(line, 'move 300,25 · down 300,25 · move 400,50', { shapes: [box], style: arrow })
    expect(drafts.map(({ target }) => target)).toEqual([
      { id: 'b', at: [0, 0.25], outline: true },
      { id: 'b', at: [0.5, 0.5] },
    ])
  })
})

describe('an arrow between shapes that overlap', () => {
  const under = rectAt('a', 0, 0, 200, 200)

  test('starts where it was dragged from, if it ends in the same shape', () => {
    const over = rectAt('b', 100, 50, 80, 80, 'a1')
    expect(ends('down 50,100 · move 80,100 · up 140,90', [under, over])).toEqual([
      { to: 'a', at: [0.25, 0.5] },
      { to: 'b' },
    ])
    expect(ends('down 140,90 · move 80,100 · up 50,100', [under, over])).toEqual([
      { to: 'b' },
      { to: 'a', at: [0.25, 0.5] },
    ])
  })

  test('aims at both centres if each end is in one of them only', () => {
    const over = rectAt('b', 150, 0, 200, 200, 'a1')
    expect(ends('down 50,100 · move 80,100 · up 300,100', [under, over])).toEqual([{ to: 'a' }, { to: 'b' }])
  })
})
