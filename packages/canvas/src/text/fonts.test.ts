import { beforeEach, describe, expect, it, vi } from 'vitest'

/** A shelf on which fonts come when they are told to. */
function shelfOf() {
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

describe('fonts', () => {
  // What was asked for and what came is known to the module: each test has its own.
  let fonts: typeof import('./fonts.ts')
  beforeEach(async () => {
    vi.useFakeTimers()
    vi.resetModules()
    fonts = await import('./fonts.ts')
  })

  it('are not used beside a page before they have come for all of a text, and then are', async () => {
    const shelf = shelfOf()
    fonts.setShelf(shelf)
    expect(fonts.wantFont(face, 'boats')).toBe(false)
    expect(fonts.isTextPending()).toBe(true)
    shelf.coming[0]?.bring()
    await vi.runAllTimersAsync()
    expect(fonts.wantFont(face, 'boats')).toBe(true)
    expect(fonts.wantFont(face, 'boats ю')).toBe(false)
    expect(fonts.isTextPending()).toBe(true)
    expect(shelf.asked).toEqual(["500 1px 'Shantell Sans': abost", "500 1px 'Shantell Sans':  ю"])
  })

  it('a thousand texts that wait for some of them are laid out once when they come', async () => {
    const shelf = shelfOf()
    fonts.setShelf(shelf)
    let laidOut = 0
    fonts.observeText(() => {
      laidOut += 1
    })
    const before = fonts.textEpoch()
    for (const character of 'abcdefgh') fonts.wantFont(face, character)
    for (const { bring } of shelf.coming) bring()
    await vi.runAllTimersAsync()
    expect([laidOut, fonts.textEpoch() - before, fonts.isTextPending()]).toEqual([1, 1, false])
  })

  it('that cannot be had are done without, and not asked for again', async () => {
    const shelf = shelfOf()
    fonts.setShelf(shelf)
    fonts.wantFont(face, 'boats')
    shelf.coming[0]?.fail()
    await vi.runAllTimersAsync()
    expect(fonts.wantFont(face, 'boats')).toBe(true)
    expect([shelf.asked.length, fonts.isTextPending()]).toEqual([1, false])
  })

  it('are asked about a character once, at whatever size', async () => {
    const shelf = shelfOf()
    fonts.setShelf(shelf)
    fonts.wantFont(face, 'boats')
    shelf.coming[0]?.bring()
    await vi.runAllTimersAsync()
    shelf.checked.length = 0
    for (const size of [12, 20, 33.5]) fonts.wantFont(`500 ${size}px 'Shantell Sans'`, 'bast')
    expect(shelf.checked).toEqual(["500 1px 'Shantell Sans': abst"])
  })
})
