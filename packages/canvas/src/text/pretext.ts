import { clearCache } from '@chenglou/pretext'
import {
  materializeRichInlineLineRange,
  prepareRichInline,
  walkRichInlineLineRanges,
} from '@chenglou/pretext/rich-inline'
import bidiFactory from 'bidi-js'
import type { FragmentLine, TextEngine } from './engine.ts'

/** Widths of text that are kept. */
const maxKept = 5_000
/** A width that no line has. */
const endless = 1e7

/** Lines by pretext, which breaks them as browsers do; directions by bidi-js (Unicode UAX 9). */
export function createTextEngine(): TextEngine {
  const bidi = bidiFactory()
  const canvas = typeof OffscreenCanvas === 'undefined' ? document.createElement('canvas') : new OffscreenCanvas(1, 1)
  const context = canvas.getContext('2d') as Pick<CanvasRenderingContext2D, 'font' | 'measureText'> | null
  const widths = new Map<string, number>()

  return {
    lines(items, width) {
      const prepared = prepareRichInline([...items], { whiteSpace: 'pre-wrap' })
      const lines: FragmentLine[] = []
      walkRichInlineLineRanges(prepared, Math.min(width, endless), (range) => {
        const line = materializeRichInlineLineRange(prepared, range)
        lines.push({
          width: line.width,
          fragments: line.fragments.map(({ itemIndex, sourceStart, sourceEnd, occupiedWidth }) => ({
            item: itemIndex,
            from: sourceStart,
            to: sourceEnd,
            width: occupiedWidth,
          })),
        })
      })
      return lines
    },

    levels(text) {
      const { levels, paragraphs } = bidi.getEmbeddingLevels(text, 'auto')
      return { levels, base: paragraphs[0]?.level ?? 0 }
    },

    width(text, font) {
      const key = `${font}\n${text}`
      const known = widths.get(key)
      if (known !== undefined) return known
      if (!context) return 0
      if (widths.size > maxKept) widths.clear()
      context.font = font
      const { width } = context.measureText(text)
      widths.set(key, width)
      return width
    },

    forget() {
      widths.clear()
      clearCache()
    },
  }
}
