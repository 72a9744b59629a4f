import type { ShapeId, StyleChange } from '@inkbridge/types'
import { describe, expect, test } from 'vitest'
import { Repeats } from '../commands/repeats.ts'
import { editing } from '../testing/editing.ts'
import { rectAt } from '../testing/script.ts'

const [a, b] = [rectAt('a', 0, 0), rectAt('b', 300, 0)]
const ids = (...names: string[]) => names as ShapeId[]

describe('undo while a line through many points is drawn', () => {
  const taps = 'down 0,200 · up 0,200 · down 100,200 · up 100,200 · down 200,300 · up 200,300'

  test('removes the last point, redo adds it again, and nothing else changes', () => {
    const { board, act, play, commits } = editing('arrow', [a])
    play(taps)
    act('undo')
    act('undo')
    act('redo')
    expect(board.shapes().map(({ id }) => id)).toEqual(['a'])
    commits.dispatch({ end: 'finish' })
    const line = board.shapes().find(({ kind }) => kind === 'line')
    expect(line?.at).toMatchObject({ x: 0, y: 200, w: 100, h: 0 })
  })

  test('finally removes the first point, and then undoes the previous step', () => {
    const { board, act, play, commits } = editing('line', [a])
    play(taps)
    for (let point = 0; point < 3; point += 1) act('undo')
    expect({ shapes: board.shapes().length, draft: commits.state.draft }).toEqual({ shapes: 1, draft: {} })
    act('undo')
    expect(board.shapes()).toEqual([])
    act('redo')
    expect(board.shapes().map(({ id }) => id)).toEqual(['a'])
  })

  test('updates the preview', () => {
    const { act, play, commits } = editing('line', [])
    play(taps)
    act('undo')
    expect(commits.state.draft.shape?.at).toMatchObject({ w: 100, h: 0 })
  })

  test('after a new point nothing can be redone', () => {
    const { act, play, commits, board } = editing('line', [])
    play(taps)
    act('undo')
    play('down 100,400 · up 100,400')
    act('redo')
    commits.dispatch({ end: 'finish' })
    expect(board.shapes()[0]?.at).toMatchObject({ w: 100, h: 200 })
  })
})

test.each([
  ['select', 'down 50,0 · move 80,40 · move 120,80'],
  ['pen', 'down 50,300 · move 80,340'],
  ['rect', 'down 500,300 · move 580,340'],
] as const)('undo during a gesture with %s reverts the gesture, and not the previous step', (tool, script) => {
  const { board, act, play, commits } = editing(tool, [a])
  play(script)
  act('redo')
  expect(commits.state.gesture).toBe(true)
  act('undo')
  expect(board.shapes().map(({ id, at }) => ({ id, x: at.x, y: at.y }))).toEqual([{ id: 'a', x: 0, y: 0 }])
  expect(commits.state.gesture).toBe(false)
})

describe('a style that is set repeatedly', () => {
  const styled = (...styles: readonly (readonly [at: number, style: StyleChange])[]) => {
    const started = editing('select', [a])
    const repeats = new Repeats()
    started.commits.dispatch({ selection: ids('a') })
    for (const [at, style] of styles) started.commits.dispatch(repeats.styled(style, at))
    started.act('undo')
    return started.board.get('a' as ShapeId)?.style
  }

  test('by a slider or a colour picker without a pause is one undo step', () => {
    expect(styled([0, { opacity: 0.9 }], [50, { opacity: 0.8 }], [100, { opacity: 0.5 }])).toEqual(a.style)
    expect(styled([0, { color: '#102030' }], [900, { color: '#203040' }])).toEqual(a.style)
  })

  test('after a pause, for another part, or from a list of choices is a separate step', () => {
    expect(styled([0, { opacity: 0.9 }], [2_000, { opacity: 0.5 }])).toEqual({ ...a.style, opacity: 0.9 })
    expect(styled([0, { opacity: 0.9 }], [50, { color: '#102030' }])).toEqual({ ...a.style, opacity: 0.9 })
    expect(styled([0, { color: 'red' }], [50, { color: 'blue' }])).toEqual({ ...a.style, color: 'red' })
  })
})

describe('a key that is held', () => {
  const heldKey = (
    ...[id, repeats]: Parameters<ReturnType<typeof editing>['act']> extends [infer Id, ...unknown[]]
      ? [Id, number]
      : never
  ) => {
    const started = editing('select', [a, b])
    started.commits.dispatch({ selection: ids('a') })
    started.act(id)
    for (let repeat = 0; repeat < repeats; repeat += 1) started.act(id, true)
    return started
  }

  test('moves as one undo step', () => {
    const { board, act } = heldKey('nudge-right', 30)
    expect(board.get('a' as ShapeId)?.at.x).toBe(31)
    act('undo')
    expect(board.get('a' as ShapeId)?.at.x).toBe(0)
  })

  test('turns as one undo step', () => {
    const { board, act } = heldKey('turn-right', 5)
    expect(board.get('a' as ShapeId)?.at.rotation).toBeCloseTo(Math.PI / 2)
    act('undo')
    expect(board.get('a' as ShapeId)?.at.rotation).toBe(0)
  })

  test('and pressed again is another step', () => {
    const { board, act } = heldKey('nudge-right', 4)
    act('nudge-right')
    act('undo')
    expect(board.get('a' as ShapeId)?.at.x).toBe(5)
  })

  test('undoes a step each time it repeats', () => {
    const { board, act } = editing('select', [a, b])
    act('undo')
    expect(board.shapes()).toEqual([])
    act('redo')
    act('redo', true)
    expect(board.shapes()).toHaveLength(2)
  })

  test('switches, locks and duplicates once', () => {
    expect(heldKey('lock', 3).board.get('a' as ShapeId)?.locked).toBe(true)
    expect(heldKey('grid', 3).commits.state.settings.grid).toBe(true)
    expect(heldKey('duplicate', 3).board.shapes()).toHaveLength(3)
  })
})
