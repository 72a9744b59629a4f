import type { TextPlace } from '@inkbridge/board'
import type { Node } from 'prosemirror-model'
import { type EditorState, Plugin } from 'prosemirror-state'
import { relativePositionToAbsolutePosition, ySyncPluginKey } from 'y-prosemirror'
import type * as Y from 'yjs'
import type { Composition } from '../text.ts'
import { ownSelection } from './bound-text.ts'

interface Begun {
  /** Before the letters, also when others move them. */
  readonly start: Y.RelativePosition
  readonly length: number
}

/**
 * Reports the composed text, and its end (null).
 *
 * @param onBegun composing begins or ends: true until it ends
 */
export function watchComposition(
  text: Y.XmlFragment,
  onComposing: (composition: Composition | null) => void,
  onBegun: (isComposing: boolean) => void,
): Plugin {
  let begun: Begun | null = null
  return new Plugin({
    props: {
      handleDOMEvents: {
        compositionstart: ({ state }) => {
          const selection = ownSelection(state, text)
          const { anchor, head } = state.selection
          if (selection) begun = { start: anchor < head ? selection.anchor : selection.head, length: 0 }
          onBegun(true)
          return false
        },
        compositionupdate: (_view, { data }) => {
          // The letters are inserted after this event.
          begun = begun && { ...begun, length: data.length }
          if (data.length === 0) onComposing(null)
          return false
        },
        compositionend: () => {
          begun = null
          onBegun(false)
          onComposing(null)
          return false
        },
      },
    },
    view: () => ({
      update({ state }) {
        if (begun && begun.length > 0) onComposing(compositionIn(state, text, begun))
      },
    }),
  })
}

function compositionIn(state: EditorState, text: Y.XmlFragment, { start, length }: Begun): Composition | null {
  const { binding } = ySyncPluginKey.getState(state) ?? {}
  const absolute = binding && text.doc && relativePositionToAbsolutePosition(text.doc, text, start, binding.mapping)
  if (typeof absolute !== 'number') return null
  const end = state.doc.content.size
  const from = Math.min(absolute, end)
  const to = Math.min(from + length, state.doc.resolve(from).end(), end)
  const within = (pos: number) => placeOf(state.doc, Math.max(from, Math.min(to, pos)))
  const { selection } = state
  return {
    from: placeOf(state.doc, from),
    to: placeOf(state.doc, to),
    clause: { from: within(selection.from), to: within(selection.to) },
  }
}

function placeOf(doc: Node, pos: number): TextPlace {
  const $pos = doc.resolve(pos)
  return { paragraph: $pos.index(0), offset: $pos.parentOffset }
}
