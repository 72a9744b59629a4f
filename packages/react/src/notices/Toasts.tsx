import type { Editor, Offer } from '@inkbridge/canvas'
import { useEffect } from 'react'
import { type BoardWords, useWords } from '../locale/locale.ts'
import { useEditorState, useOpenBoard, useUi } from '../ui/ui.ts'

/** How long an offer to convert pasted text stays, ms; an offer of the rest stays until it is answered. */
const offerMs = 20_000
/** How long a message stays, ms. */
const messageMs = 8_000

/** Messages above the toolbar, and the offer after a paste. */
export function Toasts() {
  const { editor } = useOpenBoard()
  return (
    <div className="ink-toasts">
      <PasteOffer editor={editor} />
      <Message />
    </div>
  )
}

function Message() {
  const { ui } = useOpenBoard()
  const { toast } = useUi(({ toast }) => ({ toast }))
  const words = useWords()
  useEffect(() => {
    if (!toast) return
    const timer = setTimeout(() => ui.change({ toast: null }), messageMs)
    return () => clearTimeout(timer)
  }, [ui, toast])
  return <div role="status">{toast && <div className="ink-card ink-toast">{toast(words)}</div>}</div>
}

/** Tells how text was pasted, and offers a follow-up. */
function PasteOffer({ editor }: { readonly editor: Editor }) {
  const words = useWords()
  const { t } = words
  const { offer, writing } = useEditorState(editor, ({ offer, writing }) => ({ offer, writing: writing !== null }))
  useEffect(() => {
    if (offer?.type !== 'notes') return
    const timer = setTimeout(() => editor.answerOffer(false), offerMs)
    return () => clearTimeout(timer)
  }, [editor, offer])
  if (!offer || (writing && offer.type === 'notes')) return null
  const { says, label } = wordsFor(offer, words)
  return (
    <section className="ink-card ink-toast" aria-label={t('paste.label')}>
      <p role="status">{says}</p>
      <button type="button" className="ink-button ink-primary" onClick={() => editor.answerOffer(true)}>
        {label}
      </button>
      <button type="button" className="ink-button" onClick={() => editor.answerOffer(false)}>
        {t('paste.dismiss')}
      </button>
    </section>
  )
}

function wordsFor(offer: Offer, { t, format }: BoardWords): { readonly says: string; readonly label: string } {
  if (offer.type === 'notes') return { says: t('paste.asText'), label: t('paste.makeNotes') }
  const counts = { done: format.number(offer.done), all: format.number(offer.all) }
  return offer.type === 'more-notes'
    ? { says: t('paste.someNotes', counts), label: t('paste.moreNotes') }
    : { says: t('paste.someText', counts), label: t('paste.moreText') }
}
