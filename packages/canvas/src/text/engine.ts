/** The part of a canvas' context that text is measured with. */
export interface MeasuringContext {
  /** As CSS says it. */
  font: string
  measureText(text: string): { readonly width: number }
}

/** What measures text: a browser's canvas, or what stands in for one elsewhere. */
export interface TextMeasure {
  /** Resolves when it can measure. */
  load(): Promise<void>
  /** A context of its own for each call. */
  context(): MeasuringContext
}

/** A piece of a line: which item it is of, and from where to where in that item's text. */
interface Fragment {
  readonly item: number
  readonly from: number
  readonly to: number
  /** World units. */
  readonly width: number
}

export interface FragmentLine {
  readonly fragments: readonly Fragment[]
  /** World units, without the spaces it ends in. */
  readonly width: number
}

/** Text in one font, as CSS says it. */
export interface TextItem {
  readonly text: string
  readonly font: string
}

/** What knows where lines break and how wide text is. It is large, and is loaded only when there is text. */
export interface TextEngine {
  /** Lines no wider than this, as a browser breaks them where `white-space: pre-wrap; overflow-wrap: break-word`. */
  lines(items: readonly TextItem[], width: number): readonly FragmentLine[]
  /** Embedding levels of each UTF-16 code unit (Unicode UAX 9), and that of the paragraph: odd ones are read from right to left. */
  levels(text: string): { readonly levels: Uint8Array; readonly base: number }
  width(text: string, font: string): number
  /** Widths that were measured before are wrong. */
  forget(): void
}
