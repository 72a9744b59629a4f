import { maxAltLength } from '@inkbridge/types'
import { type FormEvent, useState } from 'react'
import { Modal } from '../controls/controls.ts'
import { useWords } from '../locale/locale.ts'
import { useDialog, useOpenBoard } from '../ui/ui.ts'

/** Edits the description of the selected image. */
export function AltTextDialog() {
  const { t } = useWords()
  const dialog = useDialog('alt-text')
  return (
    <Modal title={t('altText.title')} className="ink-link-dialog" {...dialog}>
      <AltTextForm onClose={() => dialog.onOpenChange(false)} />
    </Modal>
  )
}

function AltTextForm({ onClose }: { readonly onClose: () => void }) {
  const { session, editor } = useOpenBoard()
  const { t } = useWords()
  const [text, setText] = useState(() => {
    const [id] = editor.selection
    const image = id && session.board.get(id)
    return image && 'alt' in image ? (image.alt ?? '') : ''
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onClose()
    editor.setProps({ alt: text.trim() })
  }
  return (
    <form className="ink-link-form" onSubmit={submit}>
      <p className="ink-card-text">{t('altText.purpose')}</p>
      <textarea
        className="ink-input ink-alt-text"
        aria-label={t('altText.label')}
        rows={3}
        maxLength={maxAltLength}
        value={text}
        // Focus the field.
        ref={(element) => element?.focus()}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className="ink-link-foot">
        <button type="submit" className="ink-button ink-primary">
          {t('action.save')}
        </button>
      </div>
    </form>
  )
}
