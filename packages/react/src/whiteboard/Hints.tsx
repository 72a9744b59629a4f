import type { Editor, EditorState } from '@inkbridge/canvas'
import type { ShapeId } from '@inkbridge/types'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { useWords } from '../locale/locale.ts'
import { showToast, useEditorState, useHasKeys, useMedia, useOpenBoard, useSyncStatus } from '../ui/ui.ts'

/** A progress bar at the top; with the amount loaded once the total is known. */
export function LoadingBar() {
  const { sync } = useOpenBoard().session
  const { t, format } = useWords()
  const { loaded, progress } = useSyncStatus(sync, ({ loaded, progress }) => ({ loaded, progress }))
  if (loaded) return null
  if (!progress) return <div className="ink-progress" role="progressbar" aria-label={t('board.loading')} />
  const part = progress.received / progress.total
  return (
    <>
      <div
        className="ink-progress ink-progress-known"
        role="progressbar"
        aria-label={t('board.loading')}
        aria-valuenow={Math.round(part * 100)}
        style={{ transform: `scaleX(${part})` }}
      />
      <p className="ink-hint ink-late">
        {t('board.loaded', { received: format.megabytes(progress.received), total: format.megabytes(progress.total) })}
      </p>
    </>
  )
}

/** Tells once that fingers no longer draw. */
export function PenHint() {
  const { editor, ui } = useOpenBoard()
  const { penMode } = useEditorState(editor, ({ penMode }) => ({ penMode }))
  useEffect(() => {
    if (penMode) showToast(ui, ({ t }) => t('hint.penMode'))
  }, [penMode, ui])
  return null
}

/** A hint on an empty board. */
export function EmptyHint() {
  const { session, editor } = useOpenBoard()
  const { t } = useWords()
  const { loaded } = useSyncStatus(session.sync, ({ loaded }) => ({ loaded }))
  const hasKeys = useHasKeys()
  const { empty, gesture, readOnly } = useEditorState(editor, ({ empty, gesture, readOnly }) => ({
    empty,
    gesture,
    readOnly,
  }))
  if (!empty || !loaded || gesture) return null
  return <p className="ink-hint">{t(readOnly ? 'hint.emptyViewer' : hasKeys ? 'hint.empty' : 'hint.emptyTouch')}</p>
}

/** CSS pixels between a shape and the hint below it, which leaves room for the connect handle. */
const hintGap = 40

/** Says below a selected shape without text how to add some. */
export function WriteHint({ editor }: { readonly editor: Editor }) {
  const { t } = useWords()
  const { id } = useEditorState(editor, (state) => ({ id: writableIn(editor, state) }))
  const isTouch = useMedia('(pointer: coarse)')
  const hint = useRef<HTMLParagraphElement>(null)
  // Moves with the board, which moves without React rendering.
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
      {t(isTouch ? 'hint.writeTouch' : 'hint.write')}
    </p>
  )
}

/** Returns the only selected shape, if it can have text and has none; else null. */
function writableIn(
  editor: Editor,
  { selection, tool, writing, gesture, readOnly, facts }: EditorState,
): ShapeId | null {
  const [id, ...more] = selection
  if (!id || more.length > 0 || tool !== 'select' || writing || gesture || readOnly || facts.locked > 0) return null
  return editor.isBlank(id) ? id : null
}
