import type { RichText } from '@inkbridge/types'
import { type ShapeLabels, shapeLabels } from '../locale.ts'
import type { TextEngine, TextMeasure } from './engine.ts'
import { type Fonts, loadedFonts } from './font-resources.ts'
import { cssFont, type Face } from './fonts.ts'
import { faceOf, type LaidText, laidOut, type Setting, sizeOf } from './lines.ts'
import { Loader } from './resources.ts'

/** Lays text out in lines. Measuring and fonts are passed in. */
export interface TextLayout {
  /** Returns the positions of the parts of a text; null: the engine is loading or missing. */
  layOut(text: RichText, setting: Setting): LaidText | null
  /** Returns a width, world units; 0 if it cannot be measured yet. */
  widthOf(text: string, face: Face): number
  /** Resolves when text can be laid out. */
  load(): Promise<void>
  readonly fonts: Fonts
  /** Texts that shapes draw themselves. */
  readonly labels: ShapeLabels
  /** The engine or fonts are being loaded. */
  readonly isPending: boolean
  /** Calls the listener when earlier layouts may be wrong. */
  observe(listener: () => void): () => void
}

interface LayoutOptions {
  readonly measure: TextMeasure
  readonly fonts: Fonts
  /** A BCP 47 tag: the language of texts that shapes draw. Default: English. */
  readonly locale?: string | undefined
}

/** Attempts to load the engine, and the time before the second one, ms; it doubles each time. */
const [attempts, firstRestMs] = [6, 1_000]

/** Creates a text layout. The engine is loaded when there is text. */
export function createTextLayout({ measure, fonts, locale = 'en' }: LayoutOptions): TextLayout {
  const loader = new Loader()
  const listeners = new Set<() => void>()
  let engine: TextEngine | null = null
  let kept = new WeakMap<RichText, Map<string, LaidText>>()

  const load = () =>
    loader.load('engine', async () => {
      const [make] = await Promise.all([loadedEngine(), measure.load()])
      engine = make(measure)
    })
  const changed = () => {
    engine?.forget()
    kept = new WeakMap()
    for (const listener of [...listeners]) listener()
  }
  loader.observe(changed)
  fonts.observe(changed)

  return {
    layOut(text, setting) {
      if (!engine) {
        if (!loader.isMissing('engine')) void load()
        return null
      }
      const known = kept.get(text) ?? new Map<string, LaidText>()
      kept.set(text, known)
      const key = `${setting.font} ${setting.size} ${setting.width}`
      const laid = known.get(key) ?? (hasFonts(text, setting, fonts) ? laidOut(text, setting, engine) : null)
      if (laid) known.set(key, laid)
      return laid
    },

    widthOf: (text, face) => engine?.width(text, cssFont(face)) ?? 0,
    load,
    fonts,
    labels: shapeLabels(locale),

    get isPending() {
      return loader.isPending || fonts.isPending
    },

    observe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

async function loadedEngine(): Promise<(measure: TextMeasure) => TextEngine> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return (await import('./pretext.ts')).createTextEngine
    } catch (error) {
      if (attempt === attempts) throw error
      await new Promise((resolve) => setTimeout(resolve, firstRestMs * 2 ** (attempt - 1)))
    }
  }
}

/** Draws shapes without text, where nothing measures it. */
export const wordless: TextLayout = {
  layOut: () => null,
  widthOf: () => 0,
  load: async () => undefined,
  fonts: loadedFonts,
  labels: shapeLabels('en'),
  isPending: false,
  observe: () => () => undefined,
}

/** Whether all fonts of a text are ready; requests all of them at once. */
function hasFonts(text: RichText, setting: Setting, fonts: Fonts): boolean {
  let all = true
  for (const paragraph of text) {
    const own = { ...setting, size: sizeOf(paragraph, setting.size) }
    for (const run of paragraph.runs)
      all = fonts.ready({ css: cssFont(faceOf(run, paragraph, own)), text: run.text }) && all
  }
  return all
}
