import type { Editor } from '@inkbridge/canvas'
import { parseLink, type ShapeId } from '@inkbridge/types'
import { type FormEvent, useState } from 'react'
import { Modal, type OpenProps } from './Modal.tsx'

interface LinkDialogProps extends OpenProps {
  readonly editor: Editor
  /** The link that is there. */
  readonly link: string
  readonly ids: readonly ShapeId[]
}

/** Where a click on the mark of what is selected leads. */
export function LinkDialog({ editor, link, ids, open, onOpenChange }: LinkDialogProps) {
  return (
    <Modal title="Link" className="ink-link-dialog" open={open} onOpenChange={onOpenChange}>
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
        aria-label="Address"
        aria-invalid={wrong}
        placeholder="https://… or a link to a place on this board"
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
          That is no address of the web or of mail. One looks like https://example.org.
        </p>
      )}
      <div className="ink-link-foot">
        {link !== '' && (
          <button type="button" className="ink-button" onClick={() => onDone(null)}>
            Remove
          </button>
        )}
        <button type="submit" className="ink-button ink-primary">
          Save
        </button>
      </div>
    </form>
  )
}
