import { expect, test } from 'vitest'
import { isMouseWheel, wheelAction } from './wheel.ts'

test.each<readonly [string, number, number, number, boolean]>([
  ['lines are a mouse’s', 1, 0, 3, true],
  ['a notch of a hundred or of a hundred and twenty', 0, 0, -120, true],
  ['a few pixels are a trackpad’s', 0, 0, 4, false],
  ['as are parts of pixels', 0, 0, 101.5, false],
  ['and what goes sideways, too', 0, 12, 120, false],
])('%s', (_name, deltaMode, deltaX, deltaY, mouse) => {
  expect(isMouseWheel({ deltaMode, deltaX, deltaY })).toBe(mouse)
})

test.each([
  ['a notch away from oneself zooms in by a tenth', -100, 1.1],
  ['a notch towards oneself takes that back', 120, 1 / 1.1],
])('%s', (_name, deltaY, factor) => {
  const wheel = { deltaMode: 0, deltaX: 0, deltaY, ctrlKey: true, metaKey: false, shiftKey: false }
  expect(wheelAction(wheel)).toEqual({ type: 'zoom', factor })
})
