/** A file of a font, as style sheets tell of it. */
export interface FontFile {
  readonly family: string
  /** Where it is: an address, or a path. */
  readonly url: string
  readonly descriptors: { readonly weight: string; readonly style: string; readonly unicodeRange?: string }
}

/** The ranges of a `unicode-range` (CSS Fonts 4, section 4.5); without one, all there is. */
export function rangesOf(unicodeRange = 'U+0-10FFFF'): readonly (readonly [from: number, to: number])[] {
  return unicodeRange.split(',').map((each) => {
    const [from = '0', to] = each.trim().replace(/^U\+/i, '').split('-')
    const low = Number.parseInt(from.replaceAll('?', '0'), 16)
    return [low, Number.parseInt(to ?? from.replaceAll('?', 'F'), 16)]
  })
}

/** Font files that a style sheet tells of; addresses as they stand there. */
export function fontFilesIn(css: string): readonly FontFile[] {
  return [...css.matchAll(/@font-face\s*\{([^}]*)\}/g)].flatMap(([, body = '']) => {
    const value = (name: string) => new RegExp(`${name}:\\s*([^;]+)`).exec(body)?.[1]?.trim() ?? ''
    const url = /url\(["']?([^"')]+)["']?\)/.exec(value('src'))?.[1]
    const unicodeRange = value('unicode-range')
    if (!url) return []
    const descriptors = { weight: value('font-weight') || 'normal', style: value('font-style') || 'normal' }
    return [
      {
        family: value('font-family').replace(/["']/g, ''),
        url,
        descriptors: unicodeRange ? { ...descriptors, unicodeRange } : descriptors,
      },
    ]
  })
}
