import { no, ok, type RefusalReason, type Rejection, type Result } from '@inkbridge/types'
import { parseJsonText } from '../json-text.ts'
import { refusal as rejectionOf } from '../refusal.ts'
import { isRaw, type Raw } from './raw.ts'

/** Refuses a file, with what is wrong with it as a sentence. */
export function refusal(reason: RefusalReason, message: string): { readonly ok: false; readonly problem: Rejection } {
  return no(rejectionOf(reason, message))
}

/** Parses JSON whose outermost value is an object. */
export function parseObject(text: string): Result<Raw> {
  const parsed = parseJsonText(text)
  if (!parsed.ok) return parsed
  return isRaw(parsed.value) ? ok(parsed.value) : refusal('not-a-board', 'This file is not an Excalidraw drawing.')
}
