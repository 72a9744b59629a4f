import type { Editor } from '@inkbridge/canvas'
import { limits, type ShapeId } from '@inkbridge/types'
import { useEffect, useState } from 'react'
import { useWords } from '../locale/locale.ts'
import { closeField, useEditorState, useOpenBoard, useUi } from '../ui/ui.ts'

/** A field for the name of a frame, at the frame. */
export function FrameName() {
  const { editor, ui } = useOpenBoard()
  const { frame } = useUi(({ field }) => ({ frame: field?.type === 'frame-name' ? field.frame : null }))
  return frame && <NameField key={frame} editor={editor} frame={frame} onDone={() => closeField(ui, 'frame-name')} />
}

interface NameFieldProps {
  readonly editor: Editor
  readonly frame: ShapeId
  readonly onDone: () => void
}

/** Minimum font size while editing, CSS pixels. */
const leastSize = 13

function NameField({ editor, frame, onDone }: NameFieldProps) {
  // Rendered on every change: the field moves with the board and with the frame.
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
    // Rotate about the corner where the name starts.
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
