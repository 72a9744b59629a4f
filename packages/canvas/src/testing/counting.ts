import type { TextMeasure } from '../text/engine.ts'
import { loadedFonts } from '../text/font-resources.ts'
import { createTextLayout, type TextLayout } from '../text/layout.ts'

/**
 * Measures text with the same width for every letter, relative to the size, so that layouts can be computed by hand.
 */
export function countingMeasure(letter = 0.5): TextMeasure {
  return {
    load: async () => undefined,
    context: () => ({
      font: '10px x',
      measureText(text) {
        const [, size = '10'] = /([\d.]+)px/.exec(this.font) ?? []
        return { width: [...text].length * Number(size) * letter }
      },
    }),
  }
}

/** Returns a loaded text layout with such a measure. */
export async function countingLayout(): Promise<TextLayout> {
  const layout = createTextLayout({ measure: countingMeasure(), fonts: loadedFonts })
  await layout.load()
  return layout
}
