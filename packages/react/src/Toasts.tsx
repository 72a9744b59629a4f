import type { Editor, Offer } from '@inkbridge/canvas'
import { useEffect } from 'react'
import { useEditorState } from './hooks.ts'

/** An offer to do something else with what is there goes after so long, ms; one of what is not there stays. */
const offerMs = 20_000

/** What is said for a while over the tools, and what is offered there. */
export function Toasts({ editor, message }: { readonly editor: Editor; readonly message: string | null }) {
  return (
    <div className="ink-toasts">
      <PasteOffer editor={editor} />
      <div role="status">{message && <div className="ink-card ink-toast">{message}</div>}</div>
    </div>
  )
}

/** What became of what was pasted, and what else may be done with it. */
function PasteOffer({ editor }: { readonly editor: Editor }) {
  const { offer, writing } = useEditorState(editor, ({ offer, writing }) => ({ offer, writing: writing !== null }))
  useEffect(() => {
    if (offer?.type !== 'notes') return
    const timer = setTimeout(() => editor.answerOffer(false), offerMs)
    return () => clearTimeout(timer)
  }, [editor, offer])
  if (!offer || (writing && offer.type === 'notes')) return null
  const { says, label } = wordsFor(offer)
  return (
    <section className="ink-card ink-toast" aria-label="Pasted">
      <p role="status">{says}</p>
      <button type="button" className="ink-button ink-primary" onClick={() => editor.answerOffer(true)}>
        {label}
      </button>
      <button type="button" className="ink-button" onClick={() => editor.answerOffer(false)}>
        Dismiss
      </button>
    </section>
  )
}

function wordsFor(offer: Offer): { readonly says: string; readonly label: string } {
  if (offer.type === 'notes') return { says: 'Pasted as one text.', label: 'Make notes of the lines' }
  const [done, all] = [offer.done, offer.all].map((count) => count.toLocaleString('en'))
  return offer.type === 'more-notes'
    ? { says: `${done} of ${all} became notes.`, label: 'Add more' }
    : { says: `${done} of ${all} characters were pasted.`, label: 'Add the rest as text' }
}
