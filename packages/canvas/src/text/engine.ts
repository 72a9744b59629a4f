/** The part of a canvas context that measures text. */
export interface MeasuringContext {
  /** In CSS syntax. */
  font: string
  measureText(text: string): { readonly width: number }
}

/** Measures text: a browser's canvas, or a substitute. */
export interface TextMeasure {
  /** Resolves when ready. */
  load(): Promise<void>
  /** Returns a new context. */
  context(): MeasuringContext
}

/** A part of a line: an item, and a range of its text. */
interface Fragment {
  readonly item: number
  readonly from: number
  readonly to: number
  /** World units. */
  readonly width: number
}

export interface FragmentLine {
  readonly fragments: readonly Fragment[]
  /** World units, without trailing spaces. */
  readonly width: number
}

/** Text in one font, in CSS syntax. */
export interface TextItem {
  readonly text: string
  readonly font: string
}

/** Breaks lines and measures text. It is large, and loaded only when there is text. */
export interface TextEngine {
  /**
   * Breaks text into lines of at most this width, as browsers do with `white-space: pre-wrap; overflow-wrap: break-
   * word`.
   */
  lines(items: readonly TextItem[], width: number): readonly FragmentLine[]
  /**
   * Returns the embedding level of each UTF-16 code unit (Unicode UAX 9) and of the paragraph; odd levels are right-to-
   * left.
   */
  levels(text: string): { readonly levels: Uint8Array; readonly base: number }
  width(text: string, font: string): number
  /** Clears cached widths, after fonts have loaded. */
  forget(): void
}
