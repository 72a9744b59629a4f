import { defaultStyle, type Shape, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { flip } from './arrange.ts'
import { outlineBoxOf } from './extents.ts'
import { builtInKinds } from './kinds.ts'

const kinds = ['triangle', 'heart', 'star', 'cloud', 'parallelogram', 'rect'] as const

test.each(kinds.flatMap((kind) => (['x', 'y'] as const).map((axis) => [kind, axis] as const)))(
  'a turned %s that is flipped by %s stays where it is seen, and comes back',
  (kind, axis) => {
    const shape: Shape = {
      id: 'a' as ShapeId,
      kind,
      at: { x: 100, y: 50, w: 200, h: 120, rotation: 0.5 },
      style: defaultStyle,
      order: 'a0',
    }
    const once = flippedOf(shape, axis)
    const [before, after] = [outlineBoxOf(shape, builtInKinds), outlineBoxOf(once, builtInKinds)]
    for (const side of ['minX', 'minY', 'maxX', 'maxY'] as const) expect(after[side]).toBeCloseTo(before[side])
    const twice = flippedOf(once, axis)
    expect([twice.at.x, twice.at.y, twice.at.rotation]).toEqual([100, 50, 0.5].map((each) => expect.closeTo(each)))
  },
)

function flippedOf(shape: Shape, axis: 'x' | 'y'): Shape {
  const [edit] = flip([[shape]], axis, builtInKinds)
  if (edit?.type !== 'place') throw new Error('a flip is a place')
  return { ...shape, at: edit.at }
}
