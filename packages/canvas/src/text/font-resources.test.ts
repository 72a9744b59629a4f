import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFonts } from './font-resources.ts'

/** A source whose fonts load when the test says so. */
function sourceOf() {
  const had = new Set<string>()
  const asked: string[] = []
  const checked: string[] = []
  const coming: { readonly bring: () => void; readonly fail: () => void }[] = []
  return {
    asked,
    checked,
    coming,
    check(font: string, text: string) {
      checked.push(`${font}: ${text}`)
      return [...text].every((character) => had.has(character))
    },
    load(font: string, text: string) {
      asked.push(`${font}: ${text}`)
      return new Promise<void>((resolve, reject) => {
        coming.push({
          bring() {
            for (const character of text) had.add(character)
            resolve()
          },
          fail: () => reject(new Error('the file is gone')),
        })
      })
    },
  }
}

const face = "500 20px 'Shantell Sans'"
const boats = { css: face, text: 'boats' }

describe('fonts', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('are not used in a worker before they have loaded for a whole text', async () => {
    const source = sourceOf()
    const fonts = createFonts(source, { substitutes: false })
    expect(fonts.ready(boats)).toBe(false)
    expect(fonts.isPending).toBe(true)
    source.coming[0]?.bring()
    await vi.runAllTimersAsync()
    expect(fonts.ready(boats)).toBe(true)
    expect(fonts.ready({ css: face, text: 'boats ю' })).toBe(false)
    expect(fonts.isPending).toBe(true)
    expect(source.asked).toEqual(["500 1px 'Shantell Sans': abost", "500 1px 'Shantell Sans':  ю"])
  })

  it('are substituted in a page until they have loaded', () => {
    const source = sourceOf()
    const fonts = createFonts(source, { substitutes: true })
    expect([fonts.ready(boats), fonts.isPending, source.asked.length]).toEqual([true, true, 1])
  })

  it('call observers once for all that arrive together', async () => {
    const source = sourceOf()
    const fonts = createFonts(source, { substitutes: false })
    let calls = 0
    fonts.observe(() => {
      calls += 1
    })
    for (const character of 'abcdefgh') fonts.ready({ css: face, text: character })
    for (const { bring } of source.coming) bring()
    await vi.runAllTimersAsync()
    expect([calls, fonts.isPending]).toEqual([1, false])
  })

  it('that cannot be loaded are skipped, and not requested again', async () => {
    const source = sourceOf()
    const fonts = createFonts(source, { substitutes: false })
    fonts.ready(boats)
    source.coming[0]?.fail()
    await vi.runAllTimersAsync()
    expect(fonts.ready(boats)).toBe(true)
    expect([source.asked.length, fonts.isPending]).toEqual([1, false])
  })

  it('that could not be loaded are retried when somebody waits for them', async () => {
    const source = sourceOf()
    const fonts = createFonts(source, { substitutes: false })
    const first = fonts.load(boats)
    source.coming[0]?.fail()
    await Promise.all([expect(first).rejects.toThrow('the file is gone'), vi.runAllTimersAsync()])
    const again = fonts.load(boats)
    source.coming[1]?.bring()
    await Promise.all([again, vi.runAllTimersAsync()])
    expect([fonts.ready(boats), source.asked.length]).toEqual([true, 2])
  })

  it('resolve only after earlier layouts have been discarded', async () => {
    const source = sourceOf()
    const fonts = createFonts(source, { substitutes: true })
    const order: string[] = []
    fonts.observe(() => order.push('observed'))
    const waited = fonts.load(boats).then(() => order.push('loaded'))
    source.coming[0]?.bring()
    await Promise.all([waited, vi.runAllTimersAsync()])
    expect(order).toEqual(['observed', 'loaded'])
  })

  it('are checked for a character once, at any size', async () => {
    const source = sourceOf()
    const fonts = createFonts(source, { substitutes: false })
    fonts.ready(boats)
    source.coming[0]?.bring()
    await vi.runAllTimersAsync()
    source.checked.length = 0
    for (const size of [12, 20, 33.5]) fonts.ready({ css: `500 ${size}px 'Shantell Sans'`, text: 'bast' })
    expect(source.checked).toEqual(["500 1px 'Shantell Sans': abst"])
  })

  it('of one board do not affect another', async () => {
    const [one, other] = [sourceOf(), sourceOf()]
    const [here, there] = [createFonts(one, { substitutes: false }), createFonts(other, { substitutes: false })]
    here.ready(boats)
    expect([one.asked.length, other.asked.length, there.isPending]).toEqual([1, 0, false])
  })
})
