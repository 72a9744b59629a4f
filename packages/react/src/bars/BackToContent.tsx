import type { Editor } from '@inkbridge/canvas'
import { useWords } from '../locale/locale.ts'
import { useEditorState } from '../ui/ui.ts'

/** A button back to the content, when none of it is in view. */
export function BackToContent({ editor }: { readonly editor: Editor }) {
  const { t } = useWords()
  const { lost, gesture } = useEditorState(editor, ({ lost, gesture }) => ({ lost, gesture }))
  if (!lost || gesture) return null
  return (
    <div className="ink-bar ink-back ink-late">
      <button type="button" className="ink-button" onClick={() => editor.zoomToFit()}>
        {t('content.back')}
      </button>
    </div>
  )
}
