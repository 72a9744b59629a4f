import { awaitText } from './fonts.ts'

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

/** What knows where lines break and how wide text is. It is large, and is there only once there is text. */
export interface TextEngine {
  /** Lines no wider than this, as a browser breaks them where `white-space: pre-wrap; overflow-wrap: break-word`. */
  lines(items: readonly TextItem[], width: number): readonly FragmentLine[]
  /** Embedding levels of each UTF-16 code unit (Unicode UAX 9), and that of the paragraph: odd ones are read from right to left. */
  levels(text: string): { readonly levels: Uint8Array; readonly base: number }
  width(text: string, font: string): number
  /** Widths that were measured before are wrong. */
  forget(): void
}

let engine: TextEngine | null = null

/** Tries to load it, and how long after the first; each rest is twice as long as the one before, ms. */
const [tries, firstRestMs] = [6, 1_000]

/** Null: it is on its way, and text is laid out again when it is there; or there is nothing that measures text. */
export function textEngine(): TextEngine | null {
  if (!engine && canMeasure()) awaitText('engine', loadTextEngine)
  return engine
}

/** Resolves when text can be laid out. */
export async function loadTextEngine(): Promise<void> {
  for (let turn = 0; !engine; turn += 1) {
    try {
      const { createTextEngine } = await import('./pretext.ts')
      engine ??= createTextEngine()
    } catch (error) {
      if (turn + 1 >= tries) throw error
      await new Promise((resolve) => setTimeout(resolve, firstRestMs * 2 ** turn))
    }
  }
}

function canMeasure(): boolean {
  return typeof OffscreenCanvas !== 'undefined' || typeof document !== 'undefined'
}
