import type { TextMeasure } from './engine.ts'
import { createFonts } from './font-resources.ts'
import { createTextLayout, type TextLayout } from './layout.ts'

/** Measures with a canvas, in a page or a worker. */
export const canvasMeasure: TextMeasure = {
  load: async () => undefined,

  context() {
    const canvas = typeof OffscreenCanvas === 'undefined' ? document.createElement('canvas') : new OffscreenCanvas(1, 1)
    const context = canvas.getContext('2d') as CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null
    if (!context) throw new Error('This browser has no canvas to measure text with.')
    return context
  },
}

/** Creates the text layout of a page: a canvas and the fonts of its style sheets. `locale` as in `createTextLayout`. */
export function createPageLayout(locale?: string): TextLayout {
  const fonts = createFonts(document.fonts, { substitutes: true })
  return createTextLayout({ measure: canvasMeasure, fonts, locale })
}
