import { defaultStyle, type ShapeId, type WorldPoint } from '@inkbridge/types'
import { seeded } from '@inkbridge/types/testing'
import { expect, test } from 'vitest'
import { recognize } from './recognize.ts'

const id = 'new' as ShapeId

/** Corners joined as by hand: a point every 4 units with a tremble, and ends that do not quite meet. */
function drawn(corners: readonly (readonly [number, number])[], tremble: number, seed: number): WorldPoint[] {
  const random = seeded(seed)
  return corners.slice(1).flatMap(([x, y], index) => {
    const [fromX, fromY] = corners[index] ?? [x, y]
    const count = Math.ceil(Math.hypot(x - fromX, y - fromY) / 4)
    return Array.from({ length: count }, (_, at) => ({
      x: fromX + ((x - fromX) * at) / count + (random() - 0.5) * tremble,
      y: fromY + ((y - fromY) * at) / count + (random() - 0.5) * tremble,
    }))
  })
}

function oval(rx: number, ry: number, turn: number, until: number): (readonly [number, number])[] {
  return Array.from({ length: 49 }, (_, at) => {
    const angle = 0.4 + (at / 48) * until
    const [x, y] = [rx * Math.cos(angle), ry * Math.sin(angle)]
    return [300 + x * Math.cos(turn) - y * Math.sin(turn), 200 + x * Math.sin(turn) + y * Math.cos(turn)] as const
  })
}

const seeds = [1, 2, 3, 4, 5]

test.each(seeds)(
  'a line, a rectangle, an ellipse, a triangle and an arrow drawn by hand become one (seed %i)',
  (seed) => {
    const line = drawn(
      [
        [0, 0],
        [200, 40],
      ],
      5,
      seed,
    )
    expect(recognize(line, id, defaultStyle, 1)).toMatchObject({ kind: 'line', points: [0, 0, 1, 1] })
    const rect = drawn(
      [
        [10, 5],
        [215, 0],
        [210, 118],
        [0, 122],
        [4, 14],
      ],
      6,
      seed,
    )
    const at = recognize(rect, id, defaultStyle, 1)
    expect(at).toMatchObject({ kind: 'rect', at: { rotation: 0 } })
    expect(Math.abs((at?.at.w ?? 0) - 212)).toBeLessThan(12)
    const ellipse = drawn(oval(120, 60, 0, 2 * Math.PI * 0.97), 5, seed)
    expect(recognize(ellipse, id, defaultStyle, 1)).toMatchObject({ kind: 'ellipse', at: { rotation: 0 } })
    const triangle = drawn(
      [
        [100, 0],
        [200, 160],
        [0, 165],
        [96, 8],
      ],
      6,
      seed,
    )
    const three = recognize(triangle, id, defaultStyle, 1)
    expect(three?.kind === 'line' && three.points.length).toBe(8)
    const arrow = drawn(
      [
        [0, 0],
        [250, 10],
        [205, -20],
        [249, 9],
        [208, 42],
      ],
      5,
      seed,
    )
    expect(recognize(arrow, id, defaultStyle, 1)).toMatchObject({
      kind: 'line',
      points: [0, 0, 1, 1],
      style: { endHead: 'arrow' },
    })
  },
)

test('rectangles and ellipses drawn at an angle keep it', () => {
  const turn = ([x, y]: readonly [number, number]) =>
    [x * Math.cos(0.5) - y * Math.sin(0.5), x * Math.sin(0.5) + y * Math.cos(0.5)] as const
  const rect = drawn(
    (
      [
        [0, 0],
        [200, 0],
        [200, 90],
        [0, 90],
        [0, 6],
      ] as const
    ).map(turn),
    4,
    1,
  )
  expect(Math.abs((recognize(rect, id, defaultStyle, 1)?.at.rotation ?? 0) - 0.5)).toBeLessThan(0.1)
  const ellipse = recognize(drawn(oval(150, 50, 0.6, 2 * Math.PI), 3, 2), id, defaultStyle, 1)
  expect(ellipse?.kind).toBe('ellipse')
  expect(ellipse?.at.rotation).toBeCloseTo(0.6, 1)
})

test.each<readonly [string, readonly (readonly [number, number])[]]>([
  ['a wave', Array.from({ length: 40 }, (_, at) => [at * 8, 40 * Math.sin(at / 3)] as const)],
  ['an open arc', oval(100, 100, 0, Math.PI * 1.2)],
  ['a spiral', Array.from({ length: 60 }, (_, at) => [at * 2 * Math.cos(at / 4), at * 2 * Math.sin(at / 4)] as const)],
  [
    'a star',
    [
      [100, 0],
      [160, 190],
      [0, 70],
      [200, 70],
      [40, 190],
      [100, 0],
    ],
  ],
  [
    'a dot',
    [
      [0, 0],
      [5, 5],
    ],
  ],
])('%s stays ink', (_name, corners) => {
  expect(recognize(drawn(corners, 3, 7), id, defaultStyle, 1)).toBeNull()
})

test('a recognized shape has the colour and width of the pen, and no styles of ink only', () => {
  const style = { color: 'red', width: 8, nib: 'even', streamline: 0.8 } as const
  expect(
    recognize(
      drawn(
        [
          [0, 0],
          [200, 40],
        ],
        4,
        1,
      ),
      id,
      style,
      1,
    )?.style,
  ).toEqual({ color: 'red', width: 8 })
})
