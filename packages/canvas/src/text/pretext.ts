import { clearCache } from '@chenglou/pretext'
import {
  materializeRichInlineLineRange,
  prepareRichInline,
  walkRichInlineLineRanges,
} from '@chenglou/pretext/rich-inline'
import bidiFactory from 'bidi-js'
import type { FragmentLine, MeasuringContext, TextEngine, TextMeasure } from './engine.ts'

/** Maximum number of cached widths. */
const maxKept = 5_000
/** A width larger than any line. */
const endless = 1e7

/** Creates an engine: lines by pretext, which breaks them as browsers do; directions by bidi-js (Unicode UAX 9). */
export function createTextEngine(measure: TextMeasure): TextEngine {
  const bidi = bidiFactory()
  const context = measure.context()
  const widths = new Map<string, number>()

  return {
    lines: (items, width) => loan.during(measure, () => brokenLines(items, width)),

    levels(text) {
      const { levels, paragraphs } = bidi.getEmbeddingLevels(text, 'auto')
      return { levels, base: paragraphs[0]?.level ?? 0 }
    },

    width(text, font) {
      const key = `${font}\n${text}`
      const known = widths.get(key)
      if (known !== undefined) return known
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

function brokenLines(items: Parameters<TextEngine['lines']>[0], width: number): readonly FragmentLine[] {
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
}

/**
 * Lends a measure to pretext, which measures only with a canvas created by the global `OffscreenCanvas` and caches it
 * and all widths for ever. If the measure is not a browser's canvas, that name refers to it while pretext runs, which
 * is synchronous. The cached canvas delegates to the current measure, and widths are cleared when it changes.
 */
class Loan {
  #measure: TextMeasure | null = null
  /** The context of the current measure. */
  #context: MeasuringContext | null = null

  during<Result>(measure: TextMeasure, run: () => Result): Result {
    if (measure !== this.#measure) {
      clearCache()
      this.#measure = measure
      this.#context = measure.context()
    }
    if (this.#context && isCanvasContext(this.#context)) return run()
    const before = Object.getOwnPropertyDescriptor(globalThis, 'OffscreenCanvas')
    const value = this.#canvas()
    Object.defineProperty(globalThis, 'OffscreenCanvas', { configurable: true, value })
    try {
      return run()
    } finally {
      Reflect.deleteProperty(globalThis, 'OffscreenCanvas')
      if (before) Object.defineProperty(globalThis, 'OffscreenCanvas', before)
    }
  }

  #canvas(): new () => { getContext(): MeasuringContext } {
    const measureText = (font: string, text: string) => {
      const context = this.#context
      if (!context) throw new Error('There is nothing to measure text with.')
      context.font = font
      return context.measureText(text)
    }
    return class {
      getContext(): MeasuringContext {
        return {
          font: '',
          measureText(text) {
            return measureText(this.font, text)
          },
        }
      }
    }
  }
}

const loan = new Loan()

/** Whether it is a browser's own context, which pretext finds itself. */
function isCanvasContext(context: MeasuringContext): boolean {
  return 'canvas' in context
}
