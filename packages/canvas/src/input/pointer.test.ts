import type { ScreenPoint } from '@inkbridge/types'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { ToolName } from '../plan/tool-name.ts'
import { editing } from '../testing/editing.ts'
import { HandledElement, type PointerProps } from '../testing/handled-element.ts'
import { rectAt } from '../testing/script.ts'
import type { Input } from '../tools/tool.ts'
import { listen } from './pointer.ts'

afterEach(() => vi.unstubAllGlobals())

/** A board with a pointer: events pass through the tools to the document. */
function started(tool: ToolName = 'pen') {
  const element = new HandledElement()
  const { board, commits, toolbox } = editing(tool)
  const told = { pans: 0, menus: [] as ScreenPoint[], inputs: [] as Input[] }
  const held = { isSpaceHeld: () => false, isPenMode: () => commits.state.penMode }
  const listening = listen(element as unknown as HTMLElement, (at) => at as never, held, {
    pending: () => undefined,
    input: (input, temporary) => {
      told.inputs.push(input)
      commits.dispatch(() => toolbox.next(input, temporary, commits.view()))
    },
    pan: () => (told.pans += 1),
    zoom: () => undefined,
    pen: () => commits.dispatch({ penMode: true }),
    menu: (at) => told.menus.push(at),
    hover: () => undefined,
    press: () => undefined,
  })
  const drag = (count: number, from: PointerProps, everyMs = 8) => {
    for (let at = 1; at <= count; at += 1) {
      const move = { ...from, x: (from.x ?? 0) + at * 3, y: from.y ?? 0, at: (from.at ?? 0) + at * everyMs }
      element.dispatch('pointermove', move)
      listening.flush()
    }
  }
  const points = () => board.shapes().map((shape) => (shape.kind === 'ink' ? shape.points.length : null))
  const ends = () =>
    board
      .shapes()
      .map((shape) => (shape.kind === 'ink' ? [...shape.points.x.slice(-1), ...shape.points.y.slice(-1)] : null))
  return { element, board, commits, told, listening, drag, points, ends }
}

const finger = { type: 'touch', id: 1 } as const
const other = { type: 'touch', id: 2, x: 500, y: 400 } as const

describe('a second finger', () => {
  test('keeps a long stroke of the first, sealed, and both pan the board', () => {
    const { element, board, told, drag, points } = started()
    element.dispatch('pointerdown', finger)
    drag(120, finger)
    element.dispatch('pointerdown', { ...other, at: 961 })
    element.dispatch('pointermove', { ...other, x: 520, at: 970 })
    element.dispatch('pointerup', { ...other, at: 1_020 })
    drag(3, { ...finger, x: 360, at: 1_020 })
    element.dispatch('pointerup', { ...finger, at: 1_100 })
    expect(points()).toEqual([121])
    expect(board.shapes()[0]).not.toHaveProperty('wet', true)
    expect(told.pans).toBeGreaterThan(0)
  })

  test.each([
    ['a press that was held', 0, 320],
    ['a few points that took long', 3, 320],
    ['a quick, wide stroke', 17, 100],
  ])('keeps %s', (_name, moves, at) => {
    const { element, drag, points } = started()
    element.dispatch('pointerdown', finger)
    drag(moves, finger, 5)
    element.dispatch('pointerdown', { ...other, at })
    expect(points()).toEqual([moves + 1])
  })

  test('right after the first reverts what came before the pinch', () => {
    const { element, drag, points, commits } = started()
    element.dispatch('pointerdown', finger)
    drag(4, finger)
    element.dispatch('pointerdown', { ...other, at: 60 })
    expect(points()).toEqual([])
    expect(commits.state.gesture).toBe(false)
  })

  test('leaves dragged shapes where they are, in one step', () => {
    const { element, board, commits, drag } = started('select')
    board.apply([{ type: 'create', shape: rectAt('a', 0, 0) as never }])
    element.dispatch('pointerdown', { ...finger, x: 50, y: 0 })
    drag(40, { ...finger, x: 50 })
    element.dispatch('pointerdown', { ...other, at: 400 })
    expect(board.shapes()[0]?.at.x).toBe(120)
    commits.dispatch({ document: { type: 'undo' } })
    expect(board.shapes()[0]?.at.x).toBe(0)
  })

  test.each(['rect', 'text', 'note', 'frame', 'select'] as const)(
    'makes nothing with %s of a press that only rested',
    (tool) => {
      const { element, board } = started(tool)
      element.dispatch('pointerdown', finger)
      element.dispatch('pointerdown', { ...other, at: 900 })
      expect(board.shapes()).toEqual([])
    },
  )

  test('of a pinch keeps the points of a line tapped before', () => {
    const { element, board, commits } = started('line')
    for (const [x, at] of [
      [0, 0],
      [100, 500],
      [200, 1_000],
    ] as const) {
      element.dispatch('pointerdown', { ...finger, x, at })
      element.dispatch('pointerup', { ...finger, x, at: at + 50 })
    }
    element.dispatch('pointerdown', { ...finger, x: 400, y: 300, at: 2_000 })
    element.dispatch('pointerdown', { ...other, at: 2_040 })
    element.dispatch('pointermove', { ...other, x: 600, at: 2_060 })
    element.dispatch('pointerup', { ...other, x: 600, at: 2_100 })
    element.dispatch('pointerup', { ...finger, x: 400, y: 300, at: 2_110 })
    commits.dispatch({ end: 'finish' })
    const [line] = board.shapes()
    expect(line?.kind === 'line' && { points: line.points.length / 2, w: line.at.w }).toEqual({ points: 3, w: 200 })
  })
})

describe('the system cancels a pointer', () => {
  test.each(['pen', 'touch', 'mouse'] as const)('and the ink of a %s ends there', (type) => {
    const { element, drag, points, commits } = started()
    element.dispatch('pointerdown', { type })
    drag(200, { type })
    element.dispatch('pointercancel', { type, x: 0, y: 0, at: 1_700 })
    expect(points()).toEqual([201])
    expect(commits.state.gesture).toBe(false)
  })

  test('and a pen that had just begun keeps what it drew', () => {
    const { element, drag, points } = started()
    element.dispatch('pointerdown', { type: 'pen' })
    drag(2, { type: 'pen' })
    element.dispatch('pointercancel', { type: 'pen', at: 30 })
    expect(points()).toEqual([3])
  })
})

describe('a pointer that is lifted elsewhere than it was last seen', () => {
  test('draws to where it was lifted', () => {
    const { element, ends } = started()
    element.dispatch('pointerdown', { x: 300, y: 300 })
    element.dispatch('pointermove', { x: 340, y: 300, at: 10 })
    element.dispatch('pointerup', { x: 400, y: 300, at: 20 })
    expect(ends()).toEqual([[400, 300]])
  })

  test('is not a dot if no move was reported, and keeps its pressure', () => {
    const { element, board } = started()
    element.dispatch('pointerdown', { type: 'pen', pressure: 0.8 })
    element.dispatch('pointerup', { type: 'pen', x: 60, y: 30, pressure: 0, at: 20 })
    const [ink] = board.shapes()
    const { x, pressure } = ink?.kind === 'ink' ? ink.points : { x: [], pressure: [] }
    expect({ x: [...x], pressure: [...(pressure ?? [])].map((each) => each.toFixed(1)) }).toEqual({
      x: [0, 60],
      pressure: ['0.8', '0.8'],
    })
  })

  test('erases along the path there', () => {
    const { element, board } = started('eraser')
    board.apply([{ type: 'create', shape: rectAt('a', 100, -50) as never }])
    element.dispatch('pointerdown', { x: 0 })
    element.dispatch('pointerup', { x: 300, at: 20 })
    expect(board.shapes()).toEqual([])
  })
})

describe('a missed release', () => {
  test('ends the gesture at the first move without buttons, at the previous position', () => {
    const { element, drag, ends, listening, commits } = started()
    element.dispatch('pointerdown')
    drag(3, {})
    element.dispatch('pointermove', { x: 700, y: 400, buttons: 0, at: 900 })
    listening.flush()
    expect(ends()).toEqual([[9, 0]])
    expect(commits.state.gesture).toBe(false)
  })

  test('is detected for a hovering pen, too', () => {
    const { element, drag, ends } = started()
    element.dispatch('pointerdown', { type: 'pen' })
    drag(3, { type: 'pen' })
    element.dispatch('pointermove', { type: 'pen', x: 700, buttons: 0, pressure: 0, at: 900 })
    expect(ends()).toEqual([[9, 0]])
  })

  test('does not swallow the next press', () => {
    const { element, drag, points } = started()
    element.dispatch('pointerdown')
    drag(3, {})
    element.dispatch('pointerdown', { x: 200, at: 500 })
    element.dispatch('pointerup', { x: 240, at: 520 })
    expect(points()).toEqual([4, 2])
  })
})

test('the side button of a pen opens the menu and draws nothing, however the browser reports it', () => {
  for (const told of [
    { button: 2, buttons: 2 },
    { button: 0, buttons: 3 },
  ]) {
    const { element, board, told: asked } = started()
    element.dispatch('pointerdown', { type: 'pen', x: 20, y: 30, ...told })
    element.dispatch('pointermove', { type: 'pen', x: 21, y: 30, buttons: told.buttons, at: 10 })
    element.dispatch('pointerup', { type: 'pen', x: 21, y: 30, at: 20 })
    expect({ menus: asked.menus, shapes: board.shapes() }).toEqual({ menus: [{ x: 20, y: 30 }], shapes: [] })
  }
})

test('the eraser end of a pen erases, and the right button of a mouse waits for its menu', () => {
  const { element, board, told } = started()
  board.apply([{ type: 'create', shape: rectAt('a', 0, 0) as never }])
  element.dispatch('pointerdown', { button: 2, buttons: 2 })
  expect(told.inputs).toEqual([])
  element.dispatch('pointerdown', { type: 'pen', id: 7, button: 5, buttons: 32, x: 50 })
  element.dispatch('pointerup', { type: 'pen', id: 7, x: 50, at: 10 })
  expect(board.shapes()).toEqual([])
})

test('a resting pointer is reported once, again after it has moved, and not after it was lifted', () => {
  vi.useFakeTimers()
  const { element, told } = started('select')
  const holds = () => told.inputs.flatMap((input) => (input.type === 'hold' ? [input.screen.x] : []))
  element.dispatch('pointerdown', { x: 10 })
  element.dispatch('pointermove', { x: 12, at: 100 })
  vi.advanceTimersByTime(2_000)
  expect(holds()).toEqual([10])
  element.dispatch('pointermove', { x: 60, at: 2_100 })
  vi.advanceTimersByTime(2_000)
  element.dispatch('pointermove', { x: 100, at: 4_100 })
  element.dispatch('pointerup', { x: 100, at: 4_200 })
  vi.advanceTimersByTime(2_000)
  expect(holds()).toEqual([10, 60])
  vi.useRealTimers()
})
