import { inputRules } from 'prosemirror-inputrules'
import type { EditorState, Transaction } from 'prosemirror-state'
import { rules } from './text-commands.ts'

/** Applies the input rules. */
export const typedRules = inputRules({ rules: [...rules] })

interface SplitRule {
  /** Range that was replaced, and the typed text. */
  readonly from: number
  readonly to: number
  readonly text: string
}

/**
 * Splits the transaction of an input rule into two, so that each can be undone: the typed letters, and the format.
 * Null: no rule made the transaction.
 */
export function splitRule(
  state: EditorState,
  transaction: Transaction,
): { readonly typed: Transaction; rule(after: EditorState): Transaction } | null {
  const ruled = transaction.getMeta(typedRules) as SplitRule | undefined
  if (!ruled || ruled.from !== ruled.to) return null
  const { to, text } = ruled
  const typed = text === '' ? state.tr : state.tr.insertText(text, to)
  return {
    typed,
    rule(after) {
      // The rule expects the text without these letters.
      const rule = text === '' ? after.tr : after.tr.delete(to, to + text.length)
      for (const step of transaction.steps) rule.step(step)
      if (transaction.storedMarksSet) rule.setStoredMarks(transaction.storedMarks)
      return rule
    },
  }
}
