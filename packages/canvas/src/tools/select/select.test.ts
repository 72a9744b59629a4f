import type { LineShape, Place, Shape, ShapeId } from '@inkbridge/types'
import { defaultStyle } from '@inkbridge/types'
import { describe, expect, test } from 'vitest'
import { play, rectAt } from '../../testing/script.ts'
import { select } from './select.ts'

const [a, b, c, d] = [
  rectAt('a', 0, 0),
  rectAt('b', 200, 0, 100, 100, 'a1'),
  rectAt('c', 400, 0, 100, 100, 'a2'),
  rectAt('d', 600, 0, 100, 100, 'a3'),
]
const shapes = [a, b, c, d]
const ids = (...names: string[]) => names as ShapeId[]

function turned(shape: Shape, rotation: number): Shape {
  return { ...shape, at: { ...shape.at, rotation } }
}

function rounded({ x, y, w, h, rotation, mirrored }: Place) {
  const near = (value: number) => Math.round(value * 100) / 100 + 0
  return { x: near(x), y: near(y), w: near(w), h: near(h), rotation: near(rotation), ...(mirrored ? { mirrored } : {}) }
}

/** Returns the place of each shape after a script. */
function places(script: string, given: Parameters<typeof play>[2]) {
  const last = play(select, script, { shapes, ...given }).edits.at(-1) ?? []
  return last.map((edit) => (edit.type === 'place' ? [edit.id, rounded(edit.at)] : edit))
}

describe('groups', () => {
  const groups = { inner: ['a', 'b'], outer: ['inner', 'c'] }

  test.each([
    ['a click selects the outermost group', 'down 0,50 · up 0,50', ids('a', 'b', 'c'), null],
    ['a second click enters it', 'down 0,50 · up 0,50 · down 0,50 · up 0,50', ids('a', 'b'), 'outer'],
    [
      'and two more the group in it',
      'down 0,50 · up 0,50 · down 0,50 · up 0,50 · down 0,50 · up 0,50',
      ids('a'),
      'inner',
    ],
    [
      'but not one that is dragged',
      'down 0,50 · up 0,50 · down 0,50 · move 20,90 · up 20,90',
      ids('a', 'b', 'c'),
      null,
    ],
    ['with mod a shape is selected alone inside all of them', 'down 0,50 mod · up 0,50', ids('a'), 'inner'],
    ['a click beside it leaves it', 'down 0,50 mod · up 0,50 · down 50,300 · up 50,300', [], null],
    ['a marquee that touches one selects all', 'down -20,-20 · move 5,5 · up 5,5', ids('a', 'b', 'c'), null],
    [
      'with shift a group is added',
      'down 600,50 · up 600,50 · down 0,50 shift · up 0,50',
      ids('a', 'b', 'c', 'd'),
      null,
    ],
    ['and removed', 'down 0,50 · up 0,50 · down 400,50 shift · up 400,50', [], null],
  ])('%s', (_name, script, selection, entered) => {
    const played = play(select, script, { shapes, groups })
    expect([played.selection.toSorted(), played.entered]).toEqual([selection, entered])
  })

  test('within an entered group clicks select its members', () => {
    const { selection, entered } = play(select, 'down 400,50 · up 400,50', { shapes, groups, entered: 'outer' })
    expect([selection, entered]).toEqual([['c'], 'outer'])
  })
})

describe('locked', () => {
  const locked: Shape = { ...a, locked: true }

  test('clicks and marquees ignore locked shapes', () => {
    const given = { shapes: [locked, b] }
    expect(play(select, 'down 0,50 · up 0,50', given).selection).toEqual([])
    expect(play(select, 'down -20,-20 · move 250,50 · up 250,50', given).selection).toEqual(['b'])
  })

  test('selected from a menu it has no handles, and is not moved with others', () => {
    expect(
      play(select, 'down 108,108 · move 150,150 · up 150,150', { shapes: [locked], selection: ids('a') }).edits,
    ).toEqual([])
    expect(places('down 200,50 · move 210,60 · up 210,60', { shapes: [locked, b], selection: ids('a', 'b') })).toEqual([
      ['b', { x: 210, y: 10, w: 100, h: 100, rotation: 0 }],
    ])
  })
})

describe('resizing', () => {
  test('a corner dragged past the other flips a shape', () => {
    expect(places('down 108,108 · move 50,50 · up -92,158', { selection: ids('a') })).toEqual([
      ['a', { x: -100, y: 0, w: 100, h: 150, rotation: 0, mirrored: true }],
    ])
  })

  test('a rotated one is resized along its own sides, and its opposite side stays', () => {
    const given = { shapes: [turned(rectAt('a', 0, 0, 100, 60), Math.PI / 2)], selection: ids('a') }
    // Rotated by a quarter turn its right side is below: x from 20 to 80, y from -20 to 80.
    expect(places('down 50,88 · move 50,100 · up 50,138', given)).toEqual([
      ['a', { x: -25, y: 25, w: 150, h: 60, rotation: 1.57 }],
    ])
  })

  test('several of which one is rotated keep their proportions', () => {
    const given = { shapes: [turned(a, 0.5), b], selection: ids('a', 'b') }
    const [[, first] = [], [, second] = []] = places('down 308,50 · move 400,50 · up 500,50', given) as [
      string,
      Place,
    ][]
    expect([first?.w, first?.rotation, (second?.w ?? 0) / (second?.h ?? 1)]).toEqual([first?.h, 0.5, 1])
    expect(first?.w).toBeGreaterThan(150)
  })

  test('a side snaps to those of others', () => {
    const given = { selection: ids('a'), snaps: true }
    expect(places('down 108,50 · move 150,50 · up 203,50', given)).toEqual([
      ['a', { x: 0, y: 0, w: 200, h: 100, rotation: 0 }],
    ])
  })
})

describe('turning', () => {
  test('the handle above the selection box rotates it; with shift in steps of 15 degrees', () => {
    const script = (more: string) => `down 50,-32 · move 100,-30 · up 132,48${more}`
    const [[, free] = []] = places(script(''), { selection: ids('a') }) as [string, Place][]
    expect(free?.rotation).toBeCloseTo(Math.PI / 2 - Math.atan2(2, 82), 2)
    expect(places(script(' shift'), { selection: ids('a') })).toEqual([
      ['a', { x: 0, y: 0, w: 100, h: 100, rotation: 1.57 }],
    ])
  })

  test('several rotate about their common centre', () => {
    expect(places('down 150,-32 · move 200,0 · up 232,50 shift', { selection: ids('a', 'b') })).toEqual([
      ['a', { x: 100, y: -100, w: 100, h: 100, rotation: 1.57 }],
      ['b', { x: 100, y: 100, w: 100, h: 100, rotation: 1.57 }],
    ])
  })
})

describe('moving', () => {
  test('with alt copies are moved, and cancelling deletes them', () => {
    const script = 'down 0,50 alt · move 40,50 alt · move 40,90 alt'
    const { edits, selection } = play(select, script, { shapes })
    expect([edits[0], selection]).toEqual([
      [{ type: 'copy', ids: ['a'], copies: ['new'], by: { x: 40, y: 0 } }],
      ['new'],
    ])
    expect(play(select, `${script} · cancel`, { shapes }).edits.at(-1)).toEqual([{ type: 'delete', id: 'new' }])
  })

  test('a shape near alignment snaps, with guides; with mod it does not', () => {
    const given = { shapes: [a, b], selection: ids('b'), snaps: true }
    const { drafts } = play(select, 'down 200,50 · move 195,250', given)
    expect(places('down 200,50 · move 195,250 · up 5,250', given)).toEqual([
      ['b', { x: 0, y: 200, w: 100, h: 100, rotation: 0 }],
    ])
    expect(places('down 200,50 · move 195,250 · up 5,250 mod', given)).toEqual([
      ['b', { x: 5, y: 200, w: 100, h: 100, rotation: 0 }],
    ])
    expect(drafts).toEqual([])
    expect(play(select, 'down 200,50 · move 5,250 · move 5,250', given).drafts.at(-1)?.guides).toContainEqual({
      from: { x: 0, y: 0 },
      to: { x: 0, y: 300 },
    })
  })

  test('with a grid the corner of the moved shapes snaps to dots', () => {
    expect(places('down 0,50 · move 20,60 · up 30,62', { grid: 24, selection: ids('a') })).toEqual([
      ['a', { x: 24, y: 24, w: 100, h: 100, rotation: 0 }],
    ])
  })
})

describe('a line', () => {
  const line: LineShape = {
    id: 'l' as ShapeId,
    kind: 'line',
    at: { x: 0, y: 0, w: 100, h: 50, rotation: 0 },
    style: defaultStyle,
    order: 'a0',
    points: [0, 0, 1, 0, 1, 1],
  }
  const given = { shapes: [line], selection: ids('l') }
  const bent = (script: string) => play(select, script, given).edits.at(-1)

  test('is bent by its points', () => {
    expect(bent('down 100,50 · move 150,60 · up 200,80')).toEqual([
      {
        type: 'props',
        id: 'l',
        props: { points: [0, 0, 0.5, 0, 1, 1] },
        at: { x: 0, y: 0, w: 200, h: 80, rotation: 0 },
      },
    ])
  })

  test('gets a point where it is dragged between two', () => {
    expect(bent('down 50,0 · move 50,-20 · up 50,-50')).toEqual([
      {
        type: 'props',
        id: 'l',
        props: { points: [0, 0.5, 0.5, 0, 1, 0.5, 1, 1] },
        at: { x: 0, y: -50, w: 100, h: 100, rotation: 0 },
      },
    ])
  })

  test('loses the point that is dragged onto its neighbour', () => {
    expect(bent('down 100,50 · move 100,20 · up 101,2')).toEqual([
      { type: 'props', id: 'l', props: { points: [0, 0, 1, 0] }, at: { x: 0, y: 0, w: 100, h: 0, rotation: 0 } },
    ])
  })

  test('cancelled it is as it was', () => {
    expect(bent('down 100,50 · move 150,60 · cancel')).toEqual([
      { type: 'props', id: 'l', props: { points: line.points }, at: line.at },
    ])
  })
})

test('a marquee that selects only fully enclosed shapes leaves those it touches', () => {
  const script = 'down -20,-20 · move 250,120 · up 250,120'
  expect(play(select, script, { shapes }).selection).toEqual(['a', 'b'])
  expect(play(select, script, { shapes, wholly: true }).selection).toEqual(['a'])
})
