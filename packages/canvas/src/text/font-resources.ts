import { Loader, type Resources } from './resources.ts'

/** A text in one font. */
interface FontWish {
  /** In CSS syntax, such as `italic 500 20px 'Inter Variable'`. */
  readonly css: string
  readonly text: string
}

/** Fonts as resources. */
export type Fonts = Resources<FontWish>

/** A source of fonts, such as a page's `FontFaceSet`. */
export interface FontSource {
  check(font: string, text: string): boolean
  load(font: string, text: string): Promise<unknown>
}

interface FontOptions {
  /**
   * Whether text may be shown in another font until its own has loaded, as in a page. A worker must wait: Chromium
   * caches the first font found for a name there.
   */
  readonly substitutes: boolean
}

/** Returns the fonts of a source. */
export function createFonts(source: FontSource, { substitutes }: FontOptions): Fonts {
  const loader = new Loader()
  /** Characters known to be available in each font: asking the source for every line is slow. */
  const seen = new Map<string, Set<string>>()
  loader.observe(() => seen.clear())

  /** Returns the characters of a text not known to be available in a font. */
  function unseen(face: string, text: string): string {
    const known = seen.get(face) ?? new Set()
    seen.set(face, known)
    const rest = [...new Set(text)].filter((character) => !known.has(character)).sort()
    if (rest.length > 0 && source.check(face, rest.join(''))) {
      for (const character of rest) known.add(character)
      return ''
    }
    return rest.join('')
  }

  function load(face: string, characters: string): Promise<void> {
    return loader.load(`${face} ${characters}`, () => source.load(face, characters))
  }

  return {
    ready({ css, text }) {
      const face = faceOf(css)
      const rest = unseen(face, text)
      if (rest === '') return true
      const isMissing = loader.isMissing(`${face} ${rest}`)
      if (!isMissing) void load(face, rest)
      return substitutes || isMissing
    },

    async load({ css, text }) {
      const face = faceOf(css)
      const rest = unseen(face, text)
      if (rest !== '') await load(face, rest)
    },

    observe: (listener) => loader.observe(listener),

    get isPending() {
      return loader.isPending
    },
  }
}

/** Removes the size from a font: one file has all sizes. */
function faceOf(css: string): string {
  return css.replace(/[\d.]+px/, '1px')
}

/** Fonts for environments where all are loaded in advance. */
export const loadedFonts: Fonts = {
  ready: () => true,
  load: async () => undefined,
  observe: () => () => undefined,
  isPending: false,
}
