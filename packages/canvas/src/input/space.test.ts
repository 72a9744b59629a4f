import { afterEach, expect, test, vi } from 'vitest'
import { listenToKeys } from './keyboard.ts'

afterEach(() => vi.unstubAllGlobals())

/** The board handles all keys of the page. */
const everywhere = { root: null, owns: () => true, focusBoard: () => {} }

test('space is held until it is released, or another window has the focus', () => {
  const window = new EventTarget()
  vi.stubGlobal('window', window)
  vi.stubGlobal('HTMLElement', class {})
  const told: boolean[] = []
  const stop = listenToKeys(everywhere, { key: () => false, space: (held) => told.push(held) })
  const tell = (type: string) => window.dispatchEvent(Object.assign(new Event(type), { code: 'Space' }))
  tell('keydown')
  tell('keyup')
  tell('keydown')
  tell('blur')
  expect(told).toEqual([true, false, true, false])
  stop()
  tell('blur')
  expect(told).toHaveLength(4)
})
