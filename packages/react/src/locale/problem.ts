import type { SyncStatus } from '@inkbridge/sync'
import { ApiProblem } from '../api.ts'
import type { BoardWords } from './context.tsx'

/** Describes an error: by its code or reason in the user's language, else by its own message. */
export function problemText(error: unknown, words: BoardWords): string {
  if (error instanceof ApiProblem) {
    const { code, reason, message } = error
    // Where there is no finer reason it is the code, which has texts of its own.
    const finer = reason === code ? undefined : words.find(`refusal.${reason}`)
    return finer ?? words.find(`error.${code}`) ?? message
  }
  return error instanceof Error ? error.message : String(error)
}

/** Describes why the server ended a connection. */
export function refusalText(problem: SyncStatus['problem'], words: BoardWords): string {
  if (!problem) return words.t('stopped.ended')
  return words.find(`refusal.${problem.reason}`) ?? problem.message
}
