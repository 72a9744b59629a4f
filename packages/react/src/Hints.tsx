import type { Editor, EditorState } from '@inkbridge/canvas'
import type { ShapeId } from '@inkbridge/types'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { useEditorState, useMedia } from './hooks.ts'

/** Says once that fingers no longer draw. */
export function PenHint({
  editor,
  onMessage,
}: {
  readonly editor: Editor
  readonly onMessage: (text: string) => void
}) {
  const { penMode } = useEditorState(editor, ({ penMode }) => ({ penMode }))
  useEffect(() => {
    if (penMode) onMessage('The pen draws, and fingers move the board. You can change that under More.')
  }, [penMode, onMessage])
  return null
}

/** What to do on a board on which nothing is yet. */
export function EmptyHint({ editor, loaded }: { readonly editor: Editor; readonly loaded: boolean }) {
  const { empty, gesture, readOnly } = useEditorState(editor, ({ empty, gesture, readOnly }) => ({
    empty,
    gesture,
    readOnly,
  }))
  if (!empty || !loaded || gesture) return null
  return <p className="ink-hint">{readOnly ? 'Nothing is drawn here yet.' : 'Draw anything. Press ? for keys.'}</p>
}

/** CSS pixels between a shape and what is said under it: the button that goes on from it is there, too. */
const hintGap = 40

/** Says under a shape in which nothing is written yet how one writes in it. */
export function WriteHint({ editor }: { readonly editor: Editor }) {
  const { id } = useEditorState(editor, (state) => ({ id: writableIn(editor, state) }))
  const isTouch = useMedia('(pointer: coarse)')
  const hint = useRef<HTMLParagraphElement>(null)
  // It goes along with the board, which moves without React knowing.
  useLayoutEffect(() => {
    if (!id) return
    const put = () => {
      const box = editor.boxOf([id])
      const element = hint.current
      if (!element || !box) return
      const left = (box.minX + box.maxX - element.offsetWidth) / 2
      element.style.transform = `translate(${Math.round(left)}px, ${Math.round(box.maxY + hintGap)}px)`
    }
    put()
    return editor.observeFrames(put)
  }, [editor, id])
  if (!id) return null
  return (
    <p className="ink-write-hint" ref={hint}>
      {isTouch ? 'Double tap to write' : 'Enter or double-click to write'}
    </p>
  )
}

/** The one shape that is selected, where it has room for words and none; null: there is no such. */
function writableIn(
  editor: Editor,
  { selection, tool, writing, gesture, readOnly, facts }: EditorState,
): ShapeId | null {
  const [id, ...more] = selection
  if (!id || more.length > 0 || tool !== 'select' || writing || gesture || readOnly || facts.locked > 0) return null
  return editor.isBlank(id) ? id : null
}
