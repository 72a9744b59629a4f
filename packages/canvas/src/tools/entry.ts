import type { BoxedKind, Style } from '@inkbridge/types'

export type ToolName =
  | 'select'
  | 'lasso'
  | 'hand'
  | 'pen'
  | 'shape-pen'
  | 'highlighter'
  | 'eraser'
  | 'part-eraser'
  | 'line'
  | 'arrow'
  | 'bucket'
  | 'eyedropper'
  | 'laser'
  | 'text'
  | 'note'
  | 'frame'
  | BoxedKind

export interface ToolEntry {
  readonly name: ToolName
  readonly label: string
  /** As in the lists of commands: the first is shown. */
  readonly keys: readonly string[]
  /** Those of `look` change nothing on the board: they are for viewers, too. */
  readonly group: 'look' | 'ink' | 'shapes' | 'words'
  /** Shares a place in the toolbar with the tool of this name, and comes with a second click there. */
  readonly under?: ToolName
  /** What of a style the tool uses. */
  readonly styles: readonly (keyof Style)[]
}
