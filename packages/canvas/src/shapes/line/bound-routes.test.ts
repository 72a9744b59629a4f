import { type Binding, type BoxedKind, defaultStyle, type LineShape, type Shape, type ShapeId } from '@inkbridge/types'
import { describe, expect, test } from 'vitest'
import { Scene } from '../../scene/scene.ts'
import { plain } from '../../testing/plain.ts'
import { rectAt } from '../../testing/script.ts'
import { worldPoints } from './line-points.ts'

const style = { ...defaultStyle, endHead: 'arrow' } as const
const id = (name: string) => name as ShapeId
const at = (name: string, x: number, y: number): Binding => ({ to: id(name), at: [x, y], outline: true })

function arrow(name: string, start: Binding | null, end: Binding | null, more: Partial<LineShape> = {}): LineShape {
  return {
    id: id(name),
    kind: 'line',
    at: { x: 0, y: 0, w: 10, h: 10, rotation: 0 },
    points: [0, 0, 1, 1],
    order: `a${name}`,
    style,
    ...(start ? { start } : {}),
    ...(end ? { end } : {}),
    ...more,
  }
}

const elbow = { style: { ...style, route: 'elbow' } } as const

/** Returns the routes of lines, rounded, by id. */
function routes(shapes: readonly Shape[]): Readonly<Record<string, readonly number[]>> {
  return routesOf(new Scene(shapes, plain))
}

function routesOf(scene: Scene): Readonly<Record<string, readonly number[]>> {
  return Object.fromEntries(
    scene.all().flatMap((shape) => (shape.kind === 'line' ? [[shape.id, worldPoints(shape).map(Math.round)]] : [])),
  )
}

/** Whether any segment of a route crosses the inside of a box. */
function passes(route: readonly number[], { at: { x, y, w, h } }: Shape): boolean {
  return route.some((_, index) => {
    if (index % 2 === 1 || index + 3 >= route.length) return false
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = route.slice(index, index + 4)
    return Math.max(x0, x1) > x && Math.min(x0, x1) < x + w && Math.max(y0, y1) > y && Math.min(y0, y1) < y + h
  })
}

describe('an end that is bound to a point of the outline', () => {
  const [a, b] = [rectAt('a', 0, 0), rectAt('b', 300, 0)]

  test('is at that point, wherever the other end is', () => {
    const shapes = [a, b, arrow('1', at('a', 1, 0.25), at('b', 0, 0.75))]
    expect(routes(shapes)).toEqual({ 1: [100, 25, 300, 75] })
    const turned = { ...b, at: { ...b.at, x: 500, y: 400, rotation: Math.PI } }
    expect(routes([a, turned, ...shapes.slice(2)])).toEqual({ 1: [100, 25, 600, 425] })
  })

  test.each<readonly [BoxedKind, readonly number[]]>([
    ['rect', [0, 0, 300, 300]],
    ['diamond', [25, 25, 300, 300]],
  ])('is on the outline of a %s, too', (kind, route) => {
    const shape: Shape = { ...a, kind, style: { ...defaultStyle, corners: 'sharp' } }
    const open = arrow('1', at('a', 0, 0), null, { at: { x: 0, y: 0, w: 300, h: 300, rotation: 0 } })
    expect(routes([shape, open])).toEqual({ 1: route })
  })
})

describe('arrows from center to center of the same two shapes', () => {
  const [a, b] = [rectAt('a', 0, 0), rectAt('b', 300, 0)]
  const [there, back] = [
    [{ to: id('a') }, { to: id('b') }],
    [{ to: id('b') }, { to: id('a') }],
  ] as const

  test('are parallel, upper ones to the right of lower ones', () => {
    expect(routes([a, b, arrow('1', ...there), arrow('2', ...there), arrow('3', ...there)])).toEqual({
      1: [105, 26, 295, 26],
      2: [105, 50, 295, 50],
      3: [105, 74, 295, 74],
    })
  })

  test('are two lines if they have opposite directions', () => {
    expect(routes([a, b, arrow('1', ...there), arrow('2', ...back)])).toEqual({
      1: [105, 38, 295, 38],
      2: [295, 62, 105, 62],
    })
  })

  test('are parallel elbow lines around the same obstacles, and never cross', () => {
    const [c, between] = [rectAt('c', 300, 200), rectAt('d', 170, 100, 60, 60)]
    const shapes = [1, 2, 3].map((name) => arrow(`${name}`, { to: id('a') }, { to: id('c') }, elbow))
    const found = Object.values(routes([a, c, between, ...shapes]))
    expect(new Set(found.map((route) => route.join())).size).toBe(3)
    for (const route of found) expect(passes(route, between)).toBe(false)
  })

  test('return to the centre when they are alone again', () => {
    const scene = new Scene([a, b, arrow('1', ...there), arrow('2', ...there)], plain)
    scene.apply({ origin: 'local', added: [], changed: [], removed: [id('1')], regrouped: false })
    expect(routesOf(scene)).toEqual({ 2: [105, 50, 295, 50] })
  })

  test('are closer together at a small shape, and stay in it', () => {
    const small = rectAt('b', 300, 40, 20, 20)
    const found = Object.values(routes([a, small, ...[1, 2, 3].map((name) => arrow(`${name}`, ...there))]))
    expect(found.map(([, y]) => y)).toEqual([42, 50, 58])
  })
})

describe('an elbow arrow', () => {
  const [a, b] = [rectAt('a', 0, 0), rectAt('b', 400, 0)]

  test('leaves and enters by the sides it is bound to', () => {
    expect(routes([a, b, arrow('1', at('a', 0.5, 0), at('b', 1, 0.5), elbow)])).toEqual({
      1: [50, 0, 50, -32, 532, -32, 532, 50, 500, 50],
    })
  })

  test('goes around obstacles, and does not cross its own shapes', () => {
    const between = rectAt('c', 200, -100, 100, 300)
    const { 1: route = [] } = routes([a, b, between, arrow('1', at('a', 1, 0.5), at('b', 0, 0.5), elbow)])
    expect([a, b, between].map((shape) => passes(route, shape))).toEqual([false, false, false])
    expect(route.slice(0, 4)).toEqual([100, 50, expect.any(Number), 50])
    expect(route.slice(-2)).toEqual([400, 50])
  })

  test('from a side to the same side keeps a distance from it', () => {
    expect(routes([a, arrow('1', at('a', 1, 0.25), at('a', 1, 0.75), elbow)])).toEqual({
      1: [100, 25, 132, 25, 132, 75, 100, 75],
    })
  })

  test('from a side to the next one goes around the corner', () => {
    expect(routes([a, arrow('1', at('a', 1, 0.5), at('a', 0.5, 1), elbow)])).toEqual({
      1: [100, 50, 132, 50, 132, 132, 50, 132, 50, 100],
    })
  })

  test('is rerouted when an obstacle appears, and back when it goes; other routes stay', () => {
    const [one, other] = [
      arrow('1', at('a', 1, 0.5), at('b', 0, 0.5), elbow),
      arrow('2', at('c', 1, 0.5), at('d', 0, 0.5), elbow),
    ]
    const scene = new Scene([a, b, rectAt('c', 0, 900), rectAt('d', 400, 900), one, other], plain)
    const before = routesOf(scene)
    const far = scene.get(id('2'))
    const box = rectAt('e', 220, 0, 60, 100)
    const change = { origin: 'local', added: [], changed: [], removed: [], regrouped: false } as const
    expect(scene.apply({ ...change, added: [box] }).ids).toEqual(['e', '1'])
    const { 1: around = [] } = routesOf(scene)
    expect([passes(before[1] ?? [], box), passes(around, box)]).toEqual([true, false])
    expect(scene.apply({ ...change, changed: [rectAt('e', 220, 400, 60, 100)] }).ids).toEqual(['e', '1'])
    expect(routesOf(scene)).toEqual(before)
    // A distant shape changes no arrow.
    expect(scene.apply({ ...change, changed: [rectAt('e', 220, 500, 60, 100)] }).ids).toEqual(['e'])
    expect(scene.get(id('2'))).toBe(far)
  })
})

describe('an arrow between shapes that overlap', () => {
  const [under, over] = [rectAt('a', 0, 0, 200, 200), rectAt('b', 150, 0, 200, 200, 'a1')]

  test.each([
    ['straight', {}],
    ['elbow', elbow],
  ])('goes from center to center, and not backwards: %s', (_name, more) => {
    const [first, last] = [
      [{ to: id('a') }, { to: id('b') }],
      [{ to: id('b') }, { to: id('a') }],
    ] as const
    expect(routes([under, over, arrow('1', ...first, more)])).toEqual({ 1: [100, 100, 250, 100] })
    expect(routes([under, over, arrow('1', ...last, more)])).toEqual({ 1: [250, 100, 100, 100] })
  })

  test('goes from its start in one shape to the outline of another inside that', () => {
    const inner = rectAt('b', 120, 60, 60, 60, 'a1')
    const shapes = [under, inner, arrow('1', { to: id('a'), at: [0.25, 0.45] }, { to: id('b') })]
    expect(routes(shapes)).toEqual({ 1: [50, 90, 115, 90] })
    expect(
      routes([
        under,
        inner,
        { ...arrow('1', shapes[2]?.kind === 'line' ? (shapes[2].start ?? null) : null, { to: id('b') }), ...elbow },
      ]),
    ).toEqual({
      1: [50, 90, 115, 90],
    })
  })
})

test('a straight arrow from a side to the same side of a shape leaves it', () => {
  expect(routes([rectAt('a', 0, 0), arrow('1', at('a', 1, 0.25), at('a', 1, 0.75))])).toEqual({
    1: [100, 25, 132, 25, 132, 75, 100, 75],
  })
})
