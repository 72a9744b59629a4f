import type { Asked, Editor } from '@inkbridge/canvas'
import { limits, type ShapeId } from '@inkbridge/types'
import { useEffect, useState } from 'react'
import { useEditorState } from './hooks.ts'
import { useWords } from './locale/context.tsx'

interface FrameNameProps {
  readonly editor: Editor
  /** What was asked for: the name of the frame that is selected is edited when it is that. */
  readonly dialog: Asked | null
}

/** The name of a frame, edited where it stands. */
export function FrameName({ editor, dialog }: FrameNameProps) {
  const [frame, setFrame] = useState<ShapeId | null>(null)
  useEffect(() => {
    if (dialog === 'frame-name') setFrame(editor.selection.find((id) => editor.nameBox(id)) ?? null)
  }, [dialog, editor])
  return frame && <NameField key={frame} editor={editor} frame={frame} onDone={() => setFrame(null)} />
}

interface NameFieldProps {
  readonly editor: Editor
  readonly frame: ShapeId
  readonly onDone: () => void
}

/** Letters are never smaller while they are edited, CSS pixels. */
const leastSize = 13

function NameField({ editor, frame, onDone }: NameFieldProps) {
  // It goes along with the board, and with the frame when somebody moves that.
  useEditorState(editor)
  const { t } = useWords()
  const box = editor.nameBox(frame)
  const [text, setText] = useState(box?.name ?? '')
  const isThere = box !== null
  useEffect(() => {
    if (!isThere) onDone()
  }, [isThere, onDone])
  if (!box) return null
  const save = () => {
    if (text.trim() !== box.name) editor.rename(frame, text.trim())
    onDone()
  }
  const size = Math.max(leastSize, (box.height * 14) / 20)
  const style = {
    left: box.x,
    top: box.y + box.height,
    fontSize: size,
    // About the corner that the name begins at, above which it grows where it is small.
    transform: `rotate(${box.rotation}rad) translateY(-100%)`,
    width: `${Math.max(8, text.length + 2)}ch`,
  }
  return (
    <input
      className="ink-frame-name"
      aria-label={t('frameName.field')}
      placeholder={t('frameName.placeholder')}
      maxLength={limits.maxTitleLength}
      style={style}
      value={text}
      ref={focusOnce}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter') save()
        if (event.key === 'Escape') onDone()
      }}
    />
  )
}

function focusOnce(field: HTMLInputElement | null): void {
  if (!field || field === document.activeElement) return
  field.focus({ preventScroll: true })
  field.select()
}
