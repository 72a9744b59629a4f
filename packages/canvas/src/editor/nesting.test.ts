import { defaultStyle, type Shape, type ShapeId } from '@inkbridge/types'
import { describe, expect, test } from 'vitest'
import { placeBox } from '../geometry/box.ts'
import { editing } from '../testing/editing.ts'
import { rectAt } from '../testing/script.ts'

const idOf = (name: string) => name as ShapeId

function frameAt(id: string, x: number, y: number, w: number, h: number, order = 'a0'): Shape {
  return { id: idOf(id), kind: 'frame', at: { x, y, w, h, rotation: 0 }, style: defaultStyle, order, name: id }
}

/** Returns a board with the select tool, and functions to read its nesting. */
function started(shapes: readonly Shape[], parents: Readonly<Record<string, string>> = {}) {
  const edited = editing('select', shapes)
  const { board, commits } = edited
  const edits = Object.entries(parents).map(([id, parent]) => ({ type: 'parent', id: idOf(id), parent: idOf(parent) }))
  if (edits.length > 0) board.apply(edits as never)
  return {
    ...edited,
    select: (...ids: readonly string[]) => commits.dispatch({ selection: ids.map(idOf) }),
    /** The frame that each shape is in. */
    frames: () => Object.fromEntries(board.shapes().map(({ id, frame = null }) => [id, frame])),
    places: () => Object.fromEntries(board.shapes().map(({ id, at }) => [id, [at.x, at.y, at.w, at.h]])),
  }
}

describe('a frame in a frame', () => {
  const outer = frameAt('outer', 0, 0, 600, 500)

  test('drawn in another is in it, above it, below its own contents, and moves with it', () => {
    const inside = rectAt('inside', 120, 120, 50, 50, 'a5')
    const { board, commits, play, frames, places } = started([outer, inside], { inside: 'outer' })
    commits.dispatch({ tool: 'frame' })
    play('down 100,100 · move 300,300 · up 300,300')
    const inner = board.shapes().find(({ id, kind }) => kind === 'frame' && id !== 'outer')?.id ?? ''
    expect(frames()).toEqual({ outer: null, [inner]: 'outer', inside: inner })
    expect(board.shapes().map(({ id }) => id)).toEqual(['outer', inner, 'inside'])
    play('down 400,0 · move 430,40 · move 450,60 · up 450,60')
    expect(places()).toEqual({
      outer: [50, 60, 600, 500],
      [inner]: [150, 160, 200, 200],
      inside: [170, 180, 50, 50],
    })
  })

  test('contains the frame it is drawn around, with that one’s contents', () => {
    const [inner, inside] = [frameAt('inner', 100, 100, 200, 200), rectAt('inside', 120, 120, 50, 50, 'a1')]
    const { board, commits, play, frames } = started([inner, inside], { inside: 'inner' })
    commits.dispatch({ tool: 'frame' })
    play('down 50,50 · move 500,400 · up 500,400')
    const around = board.shapes()[0]?.id ?? ''
    expect(frames()).toEqual({ [around]: null, inner: around, inside: 'inner' })
  })

  test('that extends beyond the one it is drawn over is not in it', () => {
    const { board, commits, play } = started([outer])
    commits.dispatch({ tool: 'frame' })
    play('down 400,100 · move 700,300 · up 700,300')
    expect(board.shapes().map(({ frame = null }) => frame)).toEqual([null, null])
  })

  test('receives a dropped shape even if the outer frame is above it', () => {
    const [high, inner] = [frameAt('high', 0, 0, 600, 500, 'a5'), frameAt('inner', 100, 100, 200, 200, 'a0')]
    const { play, frames } = started([high, inner, rectAt('a', 700, 100, 50, 50, 'a9')], { inner: 'high' })
    play('down 700,120 · move 400,160 · move 180,180 · up 180,180')
    expect(frames()).toEqual({ high: null, inner: 'high', a: 'inner' })
  })

  test('moves with its contents into the one it is dragged over, and out again', () => {
    const inner = frameAt('inner', 700, 0, 200, 200, 'a1')
    const { play, frames } = started([outer, inner, rectAt('a', 750, 50, 50, 50, 'a9')], { a: 'inner' })
    play('down 700,100 · move 400,120 · move 200,120 · up 200,120')
    expect(frames()).toEqual({ outer: null, inner: 'outer', a: 'inner' })
    play('down 200,160 · move 400,160 · move 800,160 · up 800,160')
    expect(frames()).toEqual({ outer: null, inner: null, a: 'inner' })
  })

  test('around the selection contains only that', () => {
    const { act, select, frames } = started([outer, rectAt('a', 100, 100), rectAt('b', 220, 100, 100, 100, 'a1')], {
      a: 'outer',
      b: 'outer',
    })
    select('a')
    act('frame-selection')
    const [made = ''] = Object.keys(frames()).filter((id) => !['outer', 'a', 'b'].includes(id))
    expect(frames()).toEqual({ outer: null, [made]: 'outer', a: made, b: 'outer' })
  })
})

describe('the name of a frame', () => {
  test('that is selected moves it, and its corner resizes it', () => {
    const { play, select, places } = started([frameAt('one', 100, 100, 300, 200)])
    select('one')
    play('down 112,90 · move 140,120 · move 162,140 · up 162,140')
    expect(places()).toEqual({ one: [150, 150, 300, 200] })
    play('down 458,358 · move 480,380 · move 508,408 · up 508,408')
    expect(places()).toEqual({ one: [150, 150, 350, 250] })
  })
})

describe('a frame that is removed', () => {
  const all = [
    frameAt('outer', 0, 0, 600, 500),
    frameAt('inner', 50, 50, 300, 300, 'a1'),
    rectAt('a', 60, 60, 40, 40, 'a2'),
    rectAt('b', 160, 60, 40, 40, 'a3'),
    rectAt('c', 260, 60, 40, 40, 'a4'),
  ]
  const parents = { inner: 'outer', a: 'inner', b: 'inner', c: 'inner' }
  const grouped = () => {
    const made = started(all, parents)
    made.board.apply([{ type: 'group', id: idOf('g'), members: [idOf('a'), idOf('b')] }])
    return made
  }

  test('reparents its contents, groups included, and selects them, in one step', () => {
    const { board, act, select, frames, commits } = grouped()
    select('inner')
    act('remove-frame')
    expect(frames()).toEqual({ outer: null, a: 'outer', b: 'outer', c: 'outer' })
    expect(board.membersOf(idOf('g'))).toEqual(['a', 'b'])
    expect(commits.state.selection.toSorted()).toEqual(['a', 'b', 'c'])
    act('undo')
    expect(frames()).toEqual({ outer: null, inner: 'outer', a: 'inner', b: 'inner', c: 'inner' })
  })

  test('together with the one around it leaves everything on the board', () => {
    const { act, select, frames } = grouped()
    select('outer', 'inner')
    act('remove-frame')
    expect(frames()).toEqual({ a: null, b: null, c: null })
  })

  test('by the eraser reparents its contents', () => {
    const { frames, play, commits } = grouped()
    commits.dispatch({ tool: 'eraser' })
    play('down 40,200 · move 55,200 · up 55,200')
    expect(frames()).toEqual({ outer: null, a: 'outer', b: 'outer', c: 'outer' })
  })

  test('by Delete is deleted with its contents, and one undo step restores all', () => {
    const { board, act, select, frames } = grouped()
    select('outer')
    act('delete')
    expect(board.shapes()).toEqual([])
    act('undo')
    expect(frames()).toEqual({ outer: null, inner: 'outer', a: 'inner', b: 'inner', c: 'inner' })
  })
})

test('sticky notes added by key in a frame are all inside: it grows, and the one around it', () => {
  const note: Shape = {
    id: idOf('note'),
    kind: 'note',
    at: { x: 40, y: 40, w: 200, h: 200, rotation: 0 },
    style: { ...defaultStyle, fill: 'amber' },
    order: 'a2',
  }
  const all = [frameAt('outer', 0, 0, 700, 400), frameAt('inner', 20, 20, 300, 300, 'a1'), note]
  const { board, act, select, commits } = started(all, { inner: 'outer', note: 'inner' })
  select('note')
  for (let time = 0; time < 3; time += 1) act('next-right')
  const notes = board.shapes().filter(({ kind }) => kind === 'note')
  expect(notes.map(({ frame, at }) => [frame, at.x, at.y])).toEqual([
    ['inner', 40, 40],
    ['inner', 264, 40],
    ['inner', 488, 40],
    ['inner', 712, 40],
  ])
  expect(board.get(idOf('inner'))?.at).toMatchObject({ x: 20, y: 16, w: 916, h: 304 })
  expect(board.get(idOf('outer'))?.at).toMatchObject({ x: 0, w: 936, h: 400 })
  expect(commits.state.selection).toEqual([notes.at(-1)?.id])
})

describe('a shape added by key in a frame', () => {
  const box = rectAt('box', 20, 20, 100, 100, 'a2')
  const added = (frames: readonly Shape[], parents: Readonly<Record<string, string>> = {}, locked = false) => {
    const made = started([...frames, box], { ...parents, box: 'inner' })
    if (locked) made.board.apply([{ type: 'flags', id: idOf('inner'), locked }])
    made.select('box')
    made.act('next-right')
    const [next] = made.board.shapes().filter(({ id, kind }) => kind === 'rect' && id !== 'box')
    return { ...made, next }
  }

  test('is in the frame that grows to contain it, also when that is rotated', () => {
    const upside = { ...frameAt('inner', 0, 0, 140, 140), at: { x: 0, y: 0, w: 140, h: 140, rotation: Math.PI / 2 } }
    const { board, next } = added([upside])
    expect(next?.frame).toBe('inner')
    expect(next?.at).toMatchObject({ x: 216, y: 20, w: 100, h: 100 })
    const grown = board.get(idOf('inner'))?.at ?? upside.at
    expect(grown.rotation).toBeCloseTo(Math.PI / 2)
    expect(Object.values(placeBox(grown)).map((each) => Math.round(each) + 0)).toEqual([0, -4, 340, 144])
  })

  test('is outside of a locked frame that has no room for it, in the frame around that', () => {
    const frames = [frameAt('outer', -50, -50, 300, 300), frameAt('inner', 0, 0, 140, 140, 'a1')]
    const { next, places } = added(frames, { inner: 'outer' }, true)
    expect(next?.frame).toBe('outer')
    expect(places()).toMatchObject({ outer: [-50, -50, 390, 300], inner: [0, 0, 140, 140] })
  })
})

describe('a member of a group in a frame', () => {
  const all = [frameAt('f', 0, 0, 400, 400), rectAt('a', 50, 50, 100, 100, 'a1'), rectAt('b', 250, 50, 100, 100, 'a2')]
  const entered = () => {
    const made = started(all, { a: 'f', b: 'f' })
    made.board.apply([{ type: 'group', id: idOf('g'), members: [idOf('a'), idOf('b')] }])
    made.commits.dispatch({ selection: [idOf('b')], entered: idOf('g') })
    return made
  }

  test('that is dragged out leaves both, and is visible', () => {
    const { board, play, frames } = entered()
    play('down 250,70 · move 450,70 · move 700,70 · up 700,70')
    expect(frames()).toEqual({ f: null, a: 'f', b: null })
    expect(board.groupsOf(idOf('b'))).toEqual([])
  })

  test('that is dragged within stays in both', () => {
    const { board, play, frames } = entered()
    play('down 250,70 · move 240,100 · move 230,150 · up 230,150')
    expect(frames()).toEqual({ f: null, a: 'f', b: 'f' })
    expect(board.membersOf(idOf('g'))).toEqual(['a', 'b'])
  })
})
