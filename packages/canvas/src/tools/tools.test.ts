import { defaultStyle, type Shape, type ShapeId } from '@inkbridge/types'
import { describe, expect, test } from 'vitest'
import { selectionBox } from '../shapes/extents.ts'
import { editing } from '../testing/editing.ts'
import { plain } from '../testing/plain.ts'
import { inkAt, play, rectAt } from '../testing/script.ts'
import { bucket } from './bucket.ts'
import { eraser } from './eraser.ts'
import { eyedropper } from './eyedropper.ts'
import { hand } from './hand.ts'
import { laser } from './laser-tool.ts'
import { lasso } from './lasso.ts'
import { line } from './line-tool.ts'
import { partEraser } from './part-eraser.ts'
import { pen, shapePen } from './pen.ts'
import { select } from './select/select.ts'
import { boxTool } from './shape.ts'

const [a, b] = [rectAt('a', 0, 0), rectAt('b', 300, 0, 100, 100, 'a1')]
const shapes = [a, b]
const [rect, ellipse] = [boxTool('rect'), boxTool('ellipse')]

function placed(id: string, x: number, y: number, w = 100, h = 100) {
  return { type: 'place', id, at: { x, y, w, h, rotation: 0 } }
}

describe('pen', () => {
  test('a stroke begins, grows once a move, and is sealed', () => {
    const style = { color: 'ink', width: 4 }
    expect(play(pen, 'down 1,2 · move 3,4 · up 3,4').edits).toEqual([
      [
        {
          type: 'ink-begin',
          id: 'new',
          style,
          pressure: false,
          quantum: 0.25,
          points: [{ x: 1, y: 2, pressure: null, time: 0 }],
        },
      ],
      [{ type: 'ink-extend', id: 'new', points: [{ x: 3, y: 4, pressure: null, time: 100 }] }],
      [{ type: 'ink-seal', id: 'new' }],
    ])
  })

  test('a pen has pressure, and points are finer when zoomed in', () => {
    const [[begin] = []] = play(pen, 'down 1,2 pen', { zoom: 4 }).edits
    expect(begin).toMatchObject({ pressure: true, quantum: 0.0625, points: [{ pressure: 0.5 }] })
  })

  test('a cancelled stroke is dropped', () => {
    expect(play(pen, 'down 0,0 · move 5,5 · cancel').edits.at(-1)).toEqual([{ type: 'ink-drop', id: 'new' }])
  })
})

describe('shapes', () => {
  const made = (kind: string, x: number, y: number, w: number, h: number) => [
    [{ type: 'create', shape: { id: 'new', kind, at: { x, y, w, h, rotation: 0 }, style: defaultStyle } }],
  ]

  test.each([
    ['from corner to corner', 'down 10,10 · move 50,30 · up 50,40', [10, 10, 40, 30]],
    ['to the left and up', 'down 50,40 · move 30,30 · up 10,10', [10, 10, 40, 30]],
    ['with shift: equal sides', 'down 0,0 · move 40,20 · up 40,20 shift', [0, 0, 40, 40]],
    ['with alt: from the centre', 'down 50,50 · move 60,60 · up 60,70 alt', [40, 30, 20, 40]],
    ['by a click: of the default size', 'down 100,100 · up 101,101', [20, 50, 160, 100]],
  ] as const)('a rectangle is drawn %s', (_name, script, [x, y, w, h]) => {
    const { edits, selection, done } = play(rect, script)
    expect({ edits, selection, done }).toEqual({ edits: made('rect', x, y, w, h), selection: ['new'], done: true })
  })

  test('an ellipse is a draft until it is created', () => {
    const { edits, drafts } = play(ellipse, 'down 0,0 · move 20,20 · up 30,20')
    expect(drafts).toMatchObject([{ shape: { kind: 'ellipse', at: { x: 0, y: 0, w: 20, h: 20 } } }])
    expect(edits).toEqual(made('ellipse', 0, 0, 30, 20))
  })

  test('a line keeps its direction; with shift in steps of 15 degrees', () => {
    const [[up] = []] = play(line, 'down 0,50 · move 50,0 · up 100,0').edits
    expect(up).toMatchObject({ shape: { kind: 'line', at: { x: 0, y: 0, w: 100, h: 50 }, points: [0, 1, 1, 0] } })
    const [[level] = []] = play(line, 'down 0,0 · move 50,0 · up 100,5 shift').edits
    expect(level).toMatchObject({ shape: { at: { y: 0, h: 0 } } })
  })

  test.each(['down 0,0 · move 50,50 · cancel', 'down 0,0 · cancel'])('nothing is created by: %s', (script) => {
    expect(play(rect, script).edits).toEqual([])
  })

  test('on a grid a rectangle goes from dot to dot', () => {
    expect(play(rect, 'down 10,13 · move 50,50 · up 70,61', { grid: 24 }).edits).toEqual(made('rect', 0, 24, 72, 48))
  })
})

describe('select', () => {
  test.each([
    ['on an outline', 'down 0,50 · up 0,50', ['a']],
    ['inside an empty shape with nothing else there', 'down 50,50 · up 50,50', ['a']],
    ['on nothing', 'down 200,50 · up 200,50', []],
    ['with shift: adds', 'down 0,50 · up 0,50 · down 300,50 shift · up 300,50 shift', ['a', 'b']],
    ['with shift again: removes', 'down 0,50 · up 0,50 · down 0,50 shift · up 0,50 shift', []],
  ])('a click %s', (_name, script, selection) => {
    expect(play(select, script, { shapes })).toMatchObject({ selection, edits: [] })
  })

  test('a marquee selects the shapes it touches while dragging', () => {
    const { selection, drafts, edits } = play(select, 'down 150,150 · move 50,90 · up 20,20', { shapes })
    expect({ selection, drafts, edits }).toEqual({
      selection: ['a'],
      drafts: [{ marquee: { minX: 50, minY: 90, maxX: 150, maxY: 150 } }],
      edits: [],
    })
  })

  test('selected shapes move together from their places', () => {
    const { edits } = play(select, 'down 0,50 · move 10,60 · up 30,50', {
      shapes,
      selection: ['a', 'b'].map((id) => id as never),
    })
    expect(edits).toEqual([
      [placed('a', 10, 10), placed('b', 310, 10)],
      [placed('a', 30, 0), placed('b', 330, 0)],
    ])
  })

  test('with shift a move is horizontal or vertical', () => {
    expect(play(select, 'down 0,50 · move 40,60 · up 40,60 shift', { shapes }).edits.at(-1)).toEqual([
      placed('a', 40, 0),
    ])
  })

  test('a cancelled move ends where it began', () => {
    expect(play(select, 'down 0,50 · move 40,60 · cancel', { shapes }).edits).toEqual([
      [placed('a', 40, 10)],
      [placed('a', 0, 0)],
    ])
  })

  test.each([
    ['a corner', 'down 108,108 · move 150,160 · up 158,208', [0, 0, 150, 200]],
    ['a side', 'down 50,108 · move 60,120 · up 60,158', [0, 0, 100, 150]],
    [
      'a corner with shift: keeping its proportions',
      'down 108,108 · move 150,160 · up 208,158 shift',
      [0, 0, 200, 200],
    ],
    ['a corner with alt: about the centre', 'down 108,108 · move 110,110 · up 118,128 alt', [-10, -20, 120, 140]],
  ] as const)('dragging %s resizes', (_name, script, [x, y, w, h]) => {
    expect(play(select, script, { shapes, selection: ['a' as never] }).edits.at(-1)).toEqual([placed('a', x, y, w, h)])
  })

  test('more than 200 shapes are moved once, at the end', () => {
    const many = Array.from({ length: 201 }, (_, index) => rectAt(`s${index}`, index * 10, 0))
    const { edits, drafts } = play(select, 'down 0,50 · move 10,50 · move 20,50 · up 20,50', {
      shapes: many,
      selection: many.map(({ id }) => id),
    })
    expect([edits.length, edits[0]?.length, drafts.length]).toEqual([1, 201, 2])
  })

  test('viewers select but cannot move shapes', () => {
    expect(play(select, 'down 0,50 · move 50,50 · up 60,60', { shapes, readOnly: true })).toMatchObject({
      selection: ['a'],
      edits: [],
    })
  })
})

describe('pen, with shift and held', () => {
  test('with shift a segment is straight: previewed while shift is held, and drawn at its end', () => {
    const { edits, drafts } = play(pen, 'down 0,0 · move 40,30 shift · move 16,0 shift · move 16,20 · up 16,20')
    expect(edits.map((some) => some.map(({ type }) => type))).toEqual([['ink-begin'], ['ink-extend'], ['ink-seal']])
    const [, [extend]] = edits as [unknown, [{ points: readonly { x: number; y: number }[] }]]
    // From where shift was pressed to where it was released, and on from there.
    expect(extend.points.at(-1)).toMatchObject({ x: 16, y: 20 })
    expect(drafts[1]?.ink?.predicted).toMatchObject([{ x: 40, y: 30 }])
  })

  test('a stroke held still at its end becomes the recognized shape, in a step after the ink', () => {
    const { edits } = play(pen, 'down 0,0 · move 60,1 · move 120,0 · move 200,2 · hold 200,2 · move 250,90 · up 250,90')
    expect(edits.slice(-2)).toEqual([
      [{ type: 'ink-seal', id: 'new' }],
      [
        { type: 'delete', id: 'new' },
        { type: 'create', shape: expect.objectContaining({ kind: 'line' }) },
      ],
    ])
  })

  test('an unrecognized one continues', () => {
    const { edits } = play(pen, 'down 0,0 · move 60,80 · move 120,0 · hold 120,0 · move 200,2 · up 200,2')
    expect(edits.at(-1)).toEqual([{ type: 'ink-seal', id: 'new' }])
  })
})

describe('eraser', () => {
  test('crossed shapes fade, and are deleted at the end in one edit', () => {
    const { edits, drafts } = play(eraser, 'down -20,50 · move 20,50 · move 310,50 · up 310,50', { shapes })
    expect(drafts.map(({ faint = [] }) => faint.map(({ id }) => id))).toEqual([[], ['a'], ['a', 'b']])
    expect(edits).toEqual([
      [
        { type: 'delete', id: 'a' },
        { type: 'delete', id: 'b' },
      ],
    ])
  })

  test('a larger one reaches farther', () => {
    const erasedBy = (eraserPx: number) =>
      play(eraser, 'down -20,50 · move -20,60 · up -20,60', { shapes, eraserPx }).edits.flat().length
    expect([8, 32, 64].map(erasedBy)).toEqual([0, 0, 1])
  })

  test('nothing is deleted when it is cancelled, nor inside empty shapes', () => {
    expect(play(eraser, 'down -20,50 · move 20,50 · cancel', { shapes }).edits).toEqual([])
    expect(play(eraser, 'down 40,50 · move 60,50 · up 60,50', { shapes }).edits).toEqual([])
  })
})

test('the hand pans the board by its own movement', () => {
  expect(play(hand, 'down 5,5 · move 15,2 · up 15,2').pans).toEqual([{ dx: -10, dy: 3 }])
})

describe('part eraser', () => {
  const strokes = [inkAt('s', 11), rectAt('r', 0, 200)]
  const cut = (script: string, shapes: readonly Shape[] = strokes) => play(partEraser, script, { shapes }).edits

  test('the crossed part of a stroke is cut, in points of the stroke', () => {
    const [edits = []] = cut('down 50,-30 · move 50,30 · up 50,30')
    expect(edits).toHaveLength(1)
    expect(edits[0]).toMatchObject({ type: 'cut', id: 's' })
    // Eight for the eraser and one for the stroke to either side of its sixth point.
    const { from, to } = edits[0] as { from: number; to: number }
    expect([from, to].map((place) => Math.round(place * 10) / 10)).toEqual([4.1, 5.9])
  })

  test('one gesture is one step, and short remains are erased as well', () => {
    const [edits = []] = cut('down 20,-30 · move 20,30 · move 37,30 · move 37,-30 · up 37,-30')
    expect(edits.map((edit) => edit.type)).toEqual(['cut'])
  })

  test('a stroke with nothing left is deleted; other shapes are erased entirely', () => {
    const [edits = []] = cut('down -20,0 · move 120,0 · up 120,0')
    expect(edits.map((edit) => edit.type)).toEqual(['cut', 'delete'])
    expect(cut('down 50,150 · move 50,220 · up 50,220')).toEqual([[{ type: 'delete', id: 'r' }]])
  })

  test.each([
    ['a dot', 'down 50,0 · up 50,0'],
    ['a dot of several points', 'down 50,0 · move 50,0 · move 50,0 · up 50,0'],
  ])('erases %s entirely, and nothing it does not touch', (_name, dot) => {
    const { board, play, commits } = editing('pen')
    play(dot)
    commits.dispatch({ tool: 'part-eraser' })
    play('down 90,-30 · move 90,30 · up 90,30')
    expect(board.shapes()).toHaveLength(1)
    play('down 50,-30 · move 50,30 · up 50,30')
    expect(board.shapes()).toEqual([])
  })

  test('a rotated stroke is cut where it is', () => {
    const turned = inkAt('s', 11, { at: { x: 0, y: 0, w: 100, h: 0, rotation: Math.PI / 2 } })
    const [edits = []] = cut('down 20,0 · move 80,0 · up 80,0', [turned])
    expect(edits[0]).toMatchObject({ type: 'cut', id: 's' })
    expect(cut('down 10,-30 · move 10,30 · up 10,30', [turned])).toEqual([])
  })

  test('cancelled it changes nothing, and live strokes of others are kept', () => {
    expect(cut('down 50,-30 · move 50,30 · cancel')).toEqual([])
    expect(cut('down 50,-30 · move 50,30 · up 50,30', [inkAt('s', 11, { wet: true })])).toEqual([])
  })
})

describe('lasso', () => {
  const shapes = [rectAt('a', 0, 0), rectAt('b', 300, 0)]

  test('shapes with more than half of their outline in the line are selected', () => {
    const played = play(lasso, 'down -20,-20 · move 200,-20 · move 200,200 · move -20,200 · up -20,200', { shapes })
    expect([played.selection, played.edits]).toEqual([['a'], []])
  })

  test('with shift it adds to the selection; a click selects nothing', () => {
    const around =
      'down 280,-20 shift · move 450,-20 shift · move 450,200 shift · move 280,200 shift · up 280,200 shift'
    expect(play(lasso, around, { shapes, selection: ['a' as ShapeId] }).selection).toEqual(['a', 'b'])
    expect(play(lasso, 'down 50,50 · up 50,50', { shapes, selection: ['a' as ShapeId] }).selection).toEqual([])
  })
})

describe('a stroke that was cut', () => {
  const cut = inkAt('s', 11, {
    visible: [
      [0, 3],
      [6, 10],
    ],
  })

  test('is selected as one by a click, and a double click selects the fragment under it alone', () => {
    expect(play(select, 'down 80,0 · up 80,0', { shapes: [cut] }).selection).toEqual(['s'])
    const { edits } = play(select, 'down 80,0 · up 80,0 · down 80,0 · up 80,0', { shapes: [cut] })
    expect(edits).toEqual([[{ type: 'split', id: 's', from: 6, to: 10 }]])
  })

  test('is not hit where it is cut, and its selection box surrounds the remains', () => {
    expect(play(select, 'down 45,0 · up 45,0', { shapes: [cut] }).selection).toEqual([])
    const half = inkAt('s', 11, { visible: [[6, 10]] })
    expect(selectionBox([half], plain.kinds)).toEqual({ minX: 60, minY: 0, maxX: 100, maxY: 0 })
  })
})

describe('line', () => {
  const points = (script: string, given = {}) =>
    play(line, script, given).edits.map((edits) => edits.map((edit) => edit.type === 'create' && edit.shape))

  test.each([
    [
      'a click on the last of its points',
      'down 0,0 · up 0,0 · move 50,0 · down 100,0 · up 100,0 · down 100,50 · up 100,50 · down 100,50',
    ],
    ['Enter or Escape', 'down 0,0 · up 0,0 · down 100,0 · up 100,0 · down 100,50 · up 100,50 · finish'],
    [
      'another click that is dragged',
      'down 0,0 · up 0,0 · down 100,0 · up 100,0 · down 90,20 · move 99,40 · up 100,50 · finish',
    ],
  ])('each click adds a point of a line, which ends with %s', (_name, script) => {
    expect(points(script)).toEqual([
      [
        {
          id: 'new',
          kind: 'line',
          style: defaultStyle,
          at: { x: 0, y: 0, w: 100, h: 50, rotation: 0 },
          points: [0, 0, 1, 0, 1, 1],
        },
      ],
    ])
  })

  test('a click on its first point closes it', () => {
    const script = 'down 0,0 · up 0,0 · down 100,0 · up 100,0 · down 100,50 · up 100,50 · down 2,2'
    expect(points(script)).toMatchObject([[{ points: [0, 0, 1, 0, 1, 1, 0, 0] }]])
  })

  test('while it is drawn it is previewed up to the pointer', () => {
    const { drafts, edits } = play(line, 'down 0,0 · up 0,0 · move 40,30')
    expect(edits).toEqual([])
    expect(drafts.at(-1)).toMatchObject({ shape: { kind: 'line', at: { w: 40, h: 30 } } })
  })

  test.each(['down 0,0 · up 0,0 · finish', 'down 0,0 · up 0,0 · move 40,0 · cancel'])(
    'nothing is made of: %s',
    (script) => {
      expect(points(script)).toEqual([])
    },
  )
})

describe('bucket', () => {
  const style = { color: 'red', width: 4, pattern: 'hachure' } as const

  test.each([
    ['fills the clicked shape', 'down 50,50 · up 50,50', { fill: 'red', pattern: 'hachure' }],
    ['with alt empties it', 'down 50,50 alt · up 50,50', { fill: null }],
  ])('%s', (_name, script, change) => {
    expect(play(bucket, script, { shapes, style }).edits).toEqual([[{ type: 'style', id: 'a', style: change }]])
  })

  test('nothing is filled on empty board, or if the shape has no inside', () => {
    expect(play(bucket, 'down 200,50 · up 200,50', { shapes, style }).edits).toEqual([])
    expect(play(bucket, 'down 10,0', { shapes: [inkAt('s', 5)], style }).edits).toEqual([])
  })
})

test('the style picker picks the clicked shape, locked or not', () => {
  expect(play(eyedropper, 'down 0,50', { shapes: [{ ...a, locked: true }] }).picks).toEqual([{ ...a, locked: true }])
  expect(play(eyedropper, 'down 200,50', { shapes }).picks).toEqual([])
})

test('the laser is on while pressed, and creates nothing', () => {
  const { edits, drafts } = play(laser, 'move 0,0 · down 1,1 · move 5,5 · up 5,5 · move 9,9')
  expect([edits, drafts]).toEqual([[], [{ laser: { x: 1, y: 1 } }, { laser: { x: 5, y: 5 } }]])
})

test('a stroke of the shape pen becomes a shape, in a separate step', () => {
  const { edits } = play(shapePen, 'down 0,0 · move 60,0 · move 120,1 · up 200,0')
  expect(edits.map((step) => step.map(({ type }) => type))).toEqual([
    ['ink-begin'],
    ['ink-extend'],
    ['ink-extend'],
    ['ink-seal'],
    ['delete', 'create'],
  ])
  const scribble = play(shapePen, 'down 0,0 · move 90,10 · move 5,40 · move 90,80 · move 3,120 · up 70,30')
  expect(scribble.edits.at(-1)).toEqual([{ type: 'ink-seal', id: 'new' }])
})
