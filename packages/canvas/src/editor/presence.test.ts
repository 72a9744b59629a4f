import { expect, test } from 'vitest'
import { editing } from '../testing/editing.ts'
import { presenceOf } from './presence.ts'

test('others see the pointer where it is after the board was panned and zoomed under it, and none after it left', () => {
  const { scene, viewport, commits } = editing('select')
  const seen = (pointer: { x: number; y: number } | null) =>
    presenceOf(commits.state, { scene, viewport, pointer: pointer as never, caret: null }).cursor
  expect(seen({ x: 300, y: 200 })).toEqual({ x: 300, y: 200 })
  commits.dispatch({ camera: { type: 'pan', dx: 0, dy: 3_000 } })
  expect(seen({ x: 300, y: 200 })).toEqual({ x: 300, y: 3_200 })
  commits.dispatch({ camera: { type: 'jump', to: { x: 1_000, y: 0, zoom: 2 } } })
  expect(seen({ x: 300, y: 200 })).toEqual({ x: 1_150, y: 100 })
  expect(seen(null)).toBe(null)
})
