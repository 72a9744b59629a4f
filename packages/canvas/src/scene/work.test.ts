import { defaultStyle, type RichText, type Shape, type ShapeId, type Style } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { svgOf } from '../picture/svg.ts'
import { PictureTooLong } from '../picture/svg-elements.ts'
import { drawn } from '../shapes/drawn.ts'
import { countingLayout } from '../testing/counting.ts'
import { cpuMs } from '../testing/cpu-time.ts'
import { plain } from '../testing/plain.ts'
import { Scene } from './scene.ts'

/** The cost of drawing hostile shapes. */

const options = { theme: 'light', paper: true, ...plain } as const

function box(size: number, style: Partial<Style>, id = 'a'): Shape {
  return {
    id: id as ShapeId,
    kind: 'rect',
    at: { x: 0, y: 0, w: size, h: size, rotation: 0 },
    style: { ...defaultStyle, ...style },
    order: 'a0',
  }
}

/** Returns the number of lines and curves drawn for a shape, and the processor time, ms. */
function work(shape: Shape): { readonly segments: number; readonly ms: number } {
  let svg = ''
  const ms = cpuMs(() => {
    ;({ svg } = svgOf([shape], options))
  })
  const paths = [...svg.matchAll(/ d="([^"]*)"/g)].map(([, data = '']) => data)
  return { segments: paths.join('').match(/[lcq]/g)?.length ?? 0, ms }
}

/** A filled zigzag line of a thousand points. */
function zigzag(size: number, style: Partial<Style>): Shape {
  const points = Array.from({ length: 1_000 }, (_, index) => [index / 1_000, index % 2]).flat()
  points.splice(-2, 2, 0, 0)
  return { ...box(size, style), kind: 'line', points }
}

const sketchedCross = { fill: 'red', pattern: 'cross-hatch', look: 'sketchy' } as const

test.each([
  ['a square', box(1e6, sketchedCross)],
  ['a square of the maximum size', box(1e8, sketchedCross)],
  ['a circle', { ...box(1e6, sketchedCross), kind: 'ellipse' } as Shape],
  ['a zigzag line', zigzag(1e6, sketchedCross)],
])('%s that is huge and cross-hatched has a bounded number of lines, and is drawn quickly', (_, shape) => {
  const { segments, ms } = work(shape)
  expect(segments).toBeGreaterThan(500)
  expect(segments).toBeLessThan(25_000)
  expect(ms).toBeLessThan(1_500)
})

test('hatching of a normal size keeps its line spacing', () => {
  const [small, large] = [
    work(box(2_500, { fill: 'red', pattern: 'hachure' })),
    work(box(5_000, { fill: 'red', pattern: 'hachure' })),
  ]
  expect(large.segments / small.segments).toBeCloseTo(2, 1)
})

test.each([
  ['a square', box(1e8, { dash: 'dotted', width: 0.1 })],
  ['a zigzag line', zigzag(1e8, { dash: 'dashed', width: 0.1 })],
  ['a shape of an unknown kind', { ...box(1e8, {}), kind: 'unknown', was: '' } as Shape],
])('%s that is huge and dashed has at most 10,000 dashes', (_, shape) => {
  for (const item of drawn(shape, options)) {
    if (item.type !== 'path' || !item.dash) continue
    expect(item.path.length / item.dash.reduce((sum, each) => sum + each, 0)).toBeLessThan(10_001)
  }
})

test('2,000 nested frames are clipped once each, and drawn quickly', () => {
  const shapes = Array.from({ length: 2_000 }, (_, index): Shape => {
    const frame = index > 0 ? { frame: `f${index - 1}` as ShapeId } : {}
    const at = { x: index, y: index, w: 10_000, h: 10_000, rotation: 0 }
    return { ...box(1, {}, `f${index}`), kind: 'frame', name: '', at, ...frame }
  })
  let [scene, svg] = [new Scene([], plain), '']
  const ms = cpuMs(() => {
    scene = new Scene(shapes, plain)
    scene.apply({ origin: 'remote', added: [], changed: shapes.slice(0, 1), removed: [], regrouped: false })
    ;({ svg } = svgOf(shapes, options))
  })
  expect(ms).toBeLessThan(3_000)
  expect(svg.match(/<clipPath [^>]*>/g)?.length).toBe(1_999)
  expect(svg).not.toMatch(/<g clip-path[^>]*>(?:(?!<\/g>).)*<g clip-path/)
  expect(scene.get('f1999' as ShapeId)?.clips).toHaveLength(32)
})

test('the contents of one frame share a clip, also in nested rotated frames', () => {
  const frames = Array.from({ length: 8 }, (_, index): Shape => {
    const frame = index > 0 ? { frame: `f${index - 1}` as ShapeId } : {}
    return {
      ...box(400, {}, `f${index}`),
      at: { x: 0, y: 0, w: 400, h: 400, rotation: index / 8 },
      kind: 'frame',
      name: '',
      ...frame,
    }
  })
  const inside = Array.from({ length: 100 }, (_, index) => ({ ...box(10, {}, `s${index}`), frame: 'f7' as ShapeId }))
  const { svg } = svgOf([...frames, ...inside], options)
  expect(svg.match(/<clipPath /g)?.length).toBe(8)
  expect(svg.match(/<g clip-path/g)?.length).toBe(8)
})

test('a picture that would be too long is aborted early', () => {
  const shapes = Array.from({ length: 100_000 }, (_, index) => box(5_000, sketchedCross, `s${index}`))
  const draw = () => svgOf(shapes, { ...options, maxLength: 1_000_000 })
  expect(cpuMs(() => expect(draw).toThrow(PictureTooLong))).toBeLessThan(5_000)
})

test('a hatched fill that is too intricate for recursion is tinted instead', () => {
  const count = 9_000
  const [x, y] = [new Float64Array(count), new Float64Array(count)]
  for (let index = 0; index < count; index += 1) {
    x[index] = index / 1_000
    y[index] = (index % 2 === 0 ? 1 : -1) * (1.3 - index / 1e5)
  }
  const original = { x: 0, y: -1.3, w: 9, h: 2.6 }
  const style: Style = { color: 'ink', width: 0.1, nib: 'even', streamline: 0, fill: 'red', pattern: 'hachure' }
  const shape: Shape = {
    ...box(1, style),
    style,
    kind: 'ink',
    at: { ...original, rotation: 0 },
    original,
    points: { length: count, x, y, pressure: null, time: Float64Array.from(x, (each) => each * 10_000) },
  }
  const [inside] = drawn(shape, options)
  expect(inside?.type === 'path' && [inside.fill, inside.stroke]).toEqual([expect.stringMatching(/33$/), undefined])
})

test('10,000 lines of formatted text are laid out quickly', async () => {
  const layout = await countingLayout()
  const text: RichText = [
    {
      runs: Array.from({ length: 10_000 }, (_, index) =>
        index % 2 === 0 ? { text: '\n' } : { text: 'a', bold: true },
      ),
    },
  ]
  const shape: Shape = { ...box(300, {}), text }
  expect(cpuMs(() => svgOf([shape], { ...options, layout }))).toBeLessThan(3_000)
})
