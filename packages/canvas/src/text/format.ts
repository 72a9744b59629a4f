import type { Color, List } from '@inkbridge/types'

/** What may be said of text by a switch. */
type MarkName = 'bold' | 'italic' | 'underline' | 'strike' | 'code' | 'highlight'

/** What a button or a key asks of the text that is selected. */
export type Format =
  | { readonly type: 'mark'; readonly name: MarkName }
  | { readonly type: 'list'; readonly list: List }
  | { readonly type: 'heading'; readonly level: 1 | 2 | 3 }
  | { readonly type: 'color' | 'highlight'; readonly color: Color | null }
  | { readonly type: 'link'; readonly href: string | null }

/** What is said of the text that is selected. */
export interface TextFacts {
  readonly marks: readonly MarkName[]
  readonly list: List | null
  readonly heading: 1 | 2 | 3 | null
  readonly link: string | null
}
