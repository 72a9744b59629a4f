import { Loader, type Resources } from './resources.ts'

/** The letters of a text in one font. */
interface FontWish {
  /** As CSS says it, such as `italic 500 20px 'Inter Variable'`. */
  readonly css: string
  readonly text: string
}

/** Fonts as resources. */
export type Fonts = Resources<FontWish>

/** Where fonts are loaded from; a page's `FontFaceSet` is one. */
export interface FontSource {
  check(font: string, text: string): boolean
  load(font: string, text: string): Promise<unknown>
}

interface FontOptions {
  /**
   * A text may be shown in another font until its own has been loaded, as a page does. A worker must wait: Chromium
   * keeps the first font it found there for a name, whatever is loaded later.
   */
  readonly substitutes: boolean
}

/** The fonts of a source. */
export function createFonts(source: FontSource, { substitutes }: FontOptions): Fonts {
  const loader = new Loader()
  /** The characters each font was seen to have; a source takes long to answer, and is asked about every line. */
  const seen = new Map<string, Set<string>>()
  loader.observe(() => seen.clear())

  /** The characters of a text that a font was not seen to have yet. */
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

/** A font without its size: a file has all sizes. */
function faceOf(css: string): string {
  return css.replace(/[\d.]+px/, '1px')
}

/** Where all fonts there are have been loaded before anything is drawn. */
export const loadedFonts: Fonts = {
  ready: () => true,
  load: async () => undefined,
  observe: () => () => undefined,
  isPending: false,
}
