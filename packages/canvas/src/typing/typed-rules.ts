import { inputRules } from 'prosemirror-inputrules'
import type { EditorState, Transaction } from 'prosemirror-state'
import { rules } from './text-commands.ts'

/** Makes lists, headings and marks of what is typed. */
export const typedRules = inputRules({ rules: [...rules] })

interface Ruled {
  /** Where letters were typed, instead of what, and which. */
  readonly from: number
  readonly to: number
  readonly text: string
}

/**
 * What a rule makes of what is typed, in two transactions: the letters as they were typed, and what becomes of them, so
 * that each can be undone. Null: no rule made this transaction.
 */
export function ruledApart(
  state: EditorState,
  transaction: Transaction,
): { readonly typed: Transaction; rule(after: EditorState): Transaction } | null {
  const ruled = transaction.getMeta(typedRules) as Ruled | undefined
  if (!ruled || ruled.from !== ruled.to) return null
  const { to, text } = ruled
  const typed = text === '' ? state.tr : state.tr.insertText(text, to)
  return {
    typed,
    rule(after) {
      // The rule was made for the text without these letters.
      const rule = text === '' ? after.tr : after.tr.delete(to, to + text.length)
      for (const step of transaction.steps) rule.step(step)
      if (transaction.storedMarksSet) rule.setStoredMarks(transaction.storedMarks)
      return rule
    },
  }
}
