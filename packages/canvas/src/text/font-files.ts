/** A font file, as described in a style sheet. */
export interface FontFile {
  readonly family: string
  /** URL or path. */
  readonly url: string
  readonly descriptors: { readonly weight: string; readonly style: string; readonly unicodeRange?: string }
}

/** Parses a `unicode-range` (CSS Fonts 4, section 4.5); default: everything. */
export function rangesOf(unicodeRange = 'U+0-10FFFF'): readonly (readonly [from: number, to: number])[] {
  return unicodeRange.split(',').map((each) => {
    const [from = '0', to] = each.trim().replace(/^U\+/i, '').split('-')
    const low = Number.parseInt(from.replaceAll('?', '0'), 16)
    return [low, Number.parseInt(to ?? from.replaceAll('?', 'F'), 16)]
  })
}

/** Returns the font files in a style sheet, with URLs as written there. */
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
