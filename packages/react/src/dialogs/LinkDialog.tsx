import type { Editor } from '@inkbridge/canvas'
import { parseLink } from '@inkbridge/types'
import { type FormEvent, useState } from 'react'
import { Modal } from '../controls/controls.ts'
import { useWords } from '../locale/locale.ts'
import type { BoardSession } from '../session.ts'
import { useDialog, useOpenBoard } from '../ui/ui.ts'

/** Edits the link of the selected shapes. */
export function LinkDialog() {
  const { t } = useWords()
  const dialog = useDialog('link')
  return (
    <Modal title={t('link.title')} className="ink-link-dialog" {...dialog}>
      <LinkForm onClose={() => dialog.onOpenChange(false)} />
    </Modal>
  )
}

function LinkForm({ onClose }: { readonly onClose: () => void }) {
  const { session, editor } = useOpenBoard()
  const { t } = useWords()
  const [{ ids, link }] = useState(() => linkOf(session, editor))
  const [text, setText] = useState(link)
  const onDone = (to: string | null) => {
    onClose()
    editor.setLink(ids, to)
  }
  const [wrong, setWrong] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const to = text.trim() === '' ? null : parseLink(text)
    if (text.trim() !== '' && !to) setWrong(true)
    else onDone(to)
  }
  return (
    <form className="ink-link-form" onSubmit={submit} noValidate>
      <input
        className="ink-input"
        aria-label={t('link.address')}
        aria-invalid={wrong}
        placeholder={t('link.placeholder')}
        value={text}
        // Focus the field.
        ref={(element) => element?.focus()}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setWrong(false)
        }}
      />
      {wrong && (
        <p className="ink-card-text" role="alert">
          {t('link.invalid')}
        </p>
      )}
      <div className="ink-link-foot">
        {link !== '' && (
          <button type="button" className="ink-button" onClick={() => onDone(null)}>
            {t('action.remove')}
          </button>
        )}
        <button type="submit" className="ink-button ink-primary">
          {t('action.save')}
        </button>
      </div>
    </form>
  )
}

/** The selected shapes, and the link of the first. */
function linkOf({ board }: BoardSession, { selection }: Editor) {
  const [first] = selection
  return { ids: selection, link: (first && board.get(first)?.link) ?? '' }
}
