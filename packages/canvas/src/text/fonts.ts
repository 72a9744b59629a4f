import type { Font } from '@inkbridge/types'

/** A font of text on a board, by what font files say of themselves. */
export interface Family {
  /** As style sheets and canvases name it, with what is used for what it has not. */
  readonly names: string
  readonly weight: number
  readonly bold: number
  /** Above and below the line it stands on, in sizes: `ascender` and `descender` of its `hhea` table. */
  readonly ascent: number
  readonly descent: number
}

/** The fonts of text on a board. */
export const families: { readonly [Name in Font | 'hand']: Family } = {
  hand: {
    names: "'Shantell Sans Variable', 'Shantell Sans', 'Shantell Sans Light', 'Inter Variable', Inter, sans-serif",
    weight: 500,
    bold: 750,
    ascent: 1.02,
    descent: 0.32,
  },
  sans: {
    names: "'Inter Variable', Inter, sans-serif",
    weight: 450,
    bold: 700,
    ascent: 0.96875,
    descent: 0.2412109375,
  },
  serif: {
    names: "'Source Serif 4 Variable', 'Source Serif 4', serif",
    weight: 400,
    bold: 700,
    ascent: 1.036,
    descent: 0.335,
  },
  mono: {
    names: "'JetBrains Mono Variable', 'JetBrains Mono', monospace",
    weight: 400,
    bold: 700,
    ascent: 1.02,
    descent: 0.3,
  },
}

/** What a piece of text is set in. */
export interface Face {
  readonly font: Font | 'hand'
  /** World units. */
  readonly size: number
  readonly bold: boolean
  readonly italic: boolean
}

/** As CSS says it, in CSS pixels. */
export function cssFont({ font, size, bold, italic }: Face): string {
  const { names, weight, bold: heavy } = families[font]
  return `${italic ? 'italic ' : ''}${bold ? heavy : weight} ${size}px ${names}`
}

/** What a page or a worker has of fonts; a page's `FontFaceSet` is it. */
export interface Shelf {
  check(font: string, text: string): boolean
  load(font: string, text: string): Promise<unknown>
}

let shelf: Shelf | null = null

/** Where there is no page: where fonts are to be had. */
export function setShelf(to: Shelf): void {
  shelf = to
  layOutAnew()
}

/** Called when text is to be laid out again: a font has come, or what lays it out. */
type Listener = () => void

const listeners = new Set<Listener>()
const waiting = new Set<string>()
let epoch = 0

/** Rises when all that was laid out before may be wrong. */
export function textEpoch(): number {
  return epoch
}

/** Whether something is on its way that text needs. */
export function isTextPending(): boolean {
  return waiting.size > 0 || due !== null
}

export function observeText(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** What could not be had is not waited for again. */
const missed = new Set<string>()

/** Waits for something that text needs, once; text is laid out again when it has come, and when it cannot be had. */
export function awaitText(name: string, comes: () => Promise<unknown>): void {
  if (waiting.has(name) || missed.has(name)) return
  waiting.add(name)
  void comes()
    .catch(() => missed.add(name))
    .then(() => {
      waiting.delete(name)
      // A thousand texts that waited for one font are laid out once.
      due ??= setTimeout(() => {
        due = null
        layOutAnew()
      }, 0)
    })
}

let due: ReturnType<typeof setTimeout> | null = null

/** All that was laid out before may be wrong. */
function layOutAnew(): void {
  epoch += 1
  seen.clear()
  for (const listener of [...listeners]) listener()
}

/** Fonts that could not be had are not asked for again. */
const asked = new Set<string>()

/** The characters each font was seen to have; a shelf takes long to say so, and is asked about every line. */
const seen = new Map<string, Set<string>>()

/**
 * Sees to it that a font has come for all of a text; false: it must not be used before. A page shows text in another
 * until then. A worker must not: Chromium keeps the first font it found there for a name, whatever comes later.
 */
export function wantFont(font: string, text: string): boolean {
  const from = shelf ?? (globalThis as { readonly document?: { readonly fonts?: Shelf } }).document?.fonts
  if (!from) return true
  // A font file has all its sizes.
  const face = font.replace(/[\d.]+px/, '1px')
  const known = seen.get(face) ?? new Set()
  seen.set(face, known)
  const rest = [...new Set(text)].filter((character) => !known.has(character)).sort()
  if (rest.length === 0) return true
  const characters = rest.join('')
  if (from.check(face, characters)) {
    for (const character of rest) known.add(character)
    return true
  }
  const name = `${face} ${characters}`
  if (!asked.has(name)) {
    asked.add(name)
    awaitText(name, () => from.load(face, characters))
  }
  return shelf === null || missed.has(name)
}
