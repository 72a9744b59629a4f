import { expect, test } from 'vitest'
import { isMouseWheel, wheelAction } from './wheel.ts'

test.each<readonly [string, number, number, number, boolean]>([
  ['lines come from a mouse', 1, 0, 3, true],
  ['a notch of a hundred or of a hundred and twenty', 0, 0, -120, true],
  ['a few pixels come from a trackpad', 0, 0, 4, false],
  ['so do fractions of pixels', 0, 0, 101.5, false],
  ['and horizontal movement', 0, 12, 120, false],
])('%s', (_name, deltaMode, deltaX, deltaY, mouse) => {
  expect(isMouseWheel({ deltaMode, deltaX, deltaY })).toBe(mouse)
})

test.each([
  ['a notch forwards zooms in by a tenth', -100, 1.1],
  ['a notch backwards reverts that', 120, 1 / 1.1],
])('%s', (_name, deltaY, factor) => {
  const wheel = { deltaMode: 0, deltaX: 0, deltaY, ctrlKey: true, metaKey: false, shiftKey: false }
  expect(wheelAction(wheel)).toEqual({ type: 'zoom', factor })
})
