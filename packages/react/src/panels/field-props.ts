import type { Editor, Theme } from '@inkbridge/canvas'
import type { Style, StyleKey } from '@inkbridge/types'

/** The props of a control in the style panel. */
export interface FieldProps {
  readonly editor: Editor
  /** The style, completed with the defaults of the kind. */
  readonly style: Style
  readonly theme: Theme
  /** Whether the selected shapes differ in it. */
  readonly mixed: (key: StyleKey) => boolean
}
