import type { Editor } from '@inkbridge/canvas'
import { parseLink, type ShapeId } from '@inkbridge/types'
import { type FormEvent, useState } from 'react'
import { useWords } from './locale/context.tsx'
import { Modal, type OpenProps } from './Modal.tsx'

interface LinkDialogProps extends OpenProps {
  readonly editor: Editor
  /** The link that is there. */
  readonly link: string
  readonly ids: readonly ShapeId[]
}

/** Where a click on the mark of what is selected leads. */
export function LinkDialog({ editor, link, ids, open, onOpenChange }: LinkDialogProps) {
  const { t } = useWords()
  return (
    <Modal title={t('link.title')} className="ink-link-dialog" open={open} onOpenChange={onOpenChange}>
      <LinkForm
        link={link}
        onDone={(to) => {
          onOpenChange(false)
          editor.setLink(ids, to)
        }}
      />
    </Modal>
  )
}

function LinkForm({ link, onDone }: { readonly link: string; readonly onDone: (link: string | null) => void }) {
  const { t } = useWords()
  const [text, setText] = useState(link)
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
        // The dialog was opened to type it.
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
