import type { Asked, HostId } from '@inkbridge/canvas'
import { useEffect } from 'react'

/** Requests of the editor to the interface that change something around the board. */
export type BoardDialog = Exclude<Asked, 'theme' | 'zen' | HostId>

/** Requests that open a dialog, which closes itself. */
const lasting: readonly BoardDialog[] = ['help', 'palette']

/** Answers requests that are done at once; some are also seen by a component of their own. */
export function useAnswers(
  dialog: BoardDialog | null,
  onDialog: (dialog: null) => void,
  answers: { readonly [Name in BoardDialog]?: () => void },
): void {
  useEffect(() => {
    if (!dialog || lasting.includes(dialog)) return
    onDialog(null)
    answers[dialog]?.()
  }, [dialog, onDialog, answers])
}
