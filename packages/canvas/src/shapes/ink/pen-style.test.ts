import { defaultStyle, type Shape, type ShapeId } from '@inkbridge/types'
import rough from 'roughjs'
import { expect, test } from 'vitest'
import { Path } from '../../geometry.ts'
import { plain } from '../../testing/plain.ts'
import { drawn } from '../drawn.ts'

const generator = rough.generator()
const common = {
  id: 'a' as ShapeId,
  order: 'a0',
  at: { x: 0, y: 0, w: 120, h: 80, rotation: 0 },
  style: { ...defaultStyle, width: 2, look: 'sketchy', corners: 'sharp', seed: 281_647_219 },
} as const

/** The options that Excalidraw 0.18 passes to roughjs for these shapes. */
const options = { seed: 281_647_219, roughness: 1, preserveVertices: true, bowing: 1, curveFitting: 1 }

const points: [number, number][] = [
  [0, 0],
  [60, 80],
  [120, 0],
]

test.each([
  ['rectangle', { ...common, kind: 'rect' }, generator.rectangle(0, 0, 120, 80, options)],
  ['ellipse', { ...common, kind: 'ellipse' }, generator.ellipse(60, 40, 120, 80, options)],
  [
    'curve',
    { ...common, kind: 'line', points: [0, 0, 0.5, 1, 1, 0], style: { ...common.style, corners: 'round' } },
    generator.curve(points, options),
  ],
] as const)('a sketchy %s with the seed of an element has its lines', (_, shape, drawable) => {
  const [item] = drawn(shape as Shape, { theme: 'light', ...plain })
  const path = new Path()
  for (const { op, data } of drawable.sets.flatMap(({ ops }) => ops)) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = data
    if (op === 'move') path.moveTo(a, b)
    else path.cubicTo(a, b, c, d, e, f)
  }
  expect(item?.type === 'path' && String(item.path)).toBe(String(path))
})
