import type { TextMeasure } from '../text/engine.ts'
import { loadedFonts } from '../text/font-resources.ts'
import { createTextLayout, type TextLayout } from '../text/layout.ts'

/** Every letter has the same width, in sizes, whatever it is: text is laid out by numbers one can count. */
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

/** Lays text out by a measure that counts letters, at once. */
export async function countingLayout(): Promise<TextLayout> {
  const layout = createTextLayout({ measure: countingMeasure(), fonts: loadedFonts })
  await layout.load()
  return layout
}
