import type { SyncStatus } from '@inkbridge/sync'
import type { Rejection } from '@inkbridge/types'
import { ApiProblem } from '../api.ts'
import type { BoardWords } from './context.tsx'

/** Describes an error: by its code or reason in the user's language, else by its own message. */
export function problemText(error: unknown, words: BoardWords): string {
  if (error instanceof ApiProblem) {
    const { code, reason, message } = error
    // Without a specific reason it equals the code, which has its own texts.
    const finer = reason === code ? undefined : words.find(`refusal.${reason}`)
    return finer ?? words.find(`error.${code}`) ?? message
  }
  return error instanceof Error ? error.message : String(error)
}

/**
 * Describes why a file was not read. Readers describe that in English, in more detail than there is in other languages:
 * a sentence for each format that cannot be read at all, else for each reason.
 */
export function refusedFileText(format: string, { reason, message }: Rejection, { locale, find }: BoardWords): string {
  const text = find(`import.refused.${format}`) ?? (locale === 'en' ? null : find(`import.refused.${reason}`))
  return text ?? message
}

/** Describes why the server ended a connection. */
export function refusalText(problem: SyncStatus['problem'], words: BoardWords): string {
  if (!problem) return words.t('stopped.ended')
  return words.find(`refusal.${problem.reason}`) ?? problem.message
}
