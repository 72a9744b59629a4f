import type { Color, List } from '@inkbridge/types'

/** Text attributes that are on or off. */
type MarkName = 'bold' | 'italic' | 'underline' | 'strike' | 'code' | 'highlight'

/** A change of the selected text, by a button or a key. */
export type Format =
  | { readonly type: 'mark'; readonly name: MarkName }
  | { readonly type: 'list'; readonly list: List }
  | { readonly type: 'heading'; readonly level: 1 | 2 | 3 }
  | { readonly type: 'color' | 'highlight'; readonly color: Color | null }
  | { readonly type: 'link'; readonly href: string | null }

/** Attributes of the selected text. */
export interface TextFacts {
  readonly marks: readonly MarkName[]
  readonly list: List | null
  readonly heading: 1 | 2 | 3 | null
  readonly link: string | null
}

export type FormatId = MarkId | List | `heading-${1 | 2 | 3}`

type MarkId = Exclude<MarkName, 'highlight'>

interface FormatEntry {
  readonly id: FormatId
  /** As in commands and tools. */
  readonly key: string
  readonly group: 'mark' | 'list' | 'heading'
  readonly format: Format
}

/** Formats with a key or a button; the text bar and the help read them. */
export const formats: readonly FormatEntry[] = [
  { id: 'bold', key: 'Mod+B', group: 'mark', format: { type: 'mark', name: 'bold' } },
  { id: 'italic', key: 'Mod+I', group: 'mark', format: { type: 'mark', name: 'italic' } },
  { id: 'underline', key: 'Mod+U', group: 'mark', format: { type: 'mark', name: 'underline' } },
  { id: 'strike', key: 'Mod+Shift+X', group: 'mark', format: { type: 'mark', name: 'strike' } },
  { id: 'code', key: 'Mod+E', group: 'mark', format: { type: 'mark', name: 'code' } },
  { id: 'bullet', key: 'Mod+Shift+8', group: 'list', format: { type: 'list', list: 'bullet' } },
  { id: 'number', key: 'Mod+Shift+7', group: 'list', format: { type: 'list', list: 'number' } },
  { id: 'check', key: 'Mod+Shift+9', group: 'list', format: { type: 'list', list: 'check' } },
  { id: 'heading-1', key: 'Mod+Alt+1', group: 'heading', format: { type: 'heading', level: 1 } },
  { id: 'heading-2', key: 'Mod+Alt+2', group: 'heading', format: { type: 'heading', level: 2 } },
  { id: 'heading-3', key: 'Mod+Alt+3', group: 'heading', format: { type: 'heading', level: 3 } },
]

/** Whether all of the selected text has a format. */
export function hasFormat(format: Format, { marks, list, heading, link }: TextFacts): boolean {
  switch (format.type) {
    case 'mark':
      return marks.includes(format.name)
    case 'list':
      return list === format.list
    case 'heading':
      return heading === format.level
    case 'highlight':
      return marks.includes('highlight')
    case 'link':
      return link !== null
    case 'color':
      return false
  }
}
