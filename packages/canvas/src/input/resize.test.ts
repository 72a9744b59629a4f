import { afterEach, expect, test, vi } from 'vitest'
import { observeSize } from './resize.ts'

afterEach(() => vi.unstubAllGlobals())

test('a change of the pixel ratio is reported, each time, and not after disposal', () => {
  const queries: (EventTarget & { readonly media: string })[] = []
  const matchMedia = (media: string) => {
    const query = Object.assign(new EventTarget(), { media })
    queries.push(query)
    return query
  }
  const window = Object.assign(new EventTarget(), { devicePixelRatio: 1, visualViewport: null })
  vi.stubGlobal('window', window)
  vi.stubGlobal('matchMedia', matchMedia)
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  )
  const element = { getBoundingClientRect: () => ({ width: 800, height: 600 }) } as unknown as HTMLElement
  let reports = 0
  const stop = observeSize(element, { resize: () => (reports += 1), keyboard: () => undefined })
  const moveTo = (density: number) => {
    window.devicePixelRatio = density
    queries.at(-1)?.dispatchEvent(new Event('change'))
  }
  moveTo(2)
  window.devicePixelRatio = 1.5
  window.dispatchEvent(new Event('resize'))
  window.dispatchEvent(new Event('resize'))
  expect({ reports, media: queries.map(({ media }) => media) }).toEqual({
    reports: 3,
    media: ['(resolution: 1dppx)', '(resolution: 2dppx)', '(resolution: 1.5dppx)'],
  })
  stop()
  moveTo(1)
  expect(reports).toBe(3)
})
