import type { CloseCode } from './close.ts'
import type { RefusalReason } from './refusals.ts'

/** The reason for refusing external input: for a program (`code`, `reason`), for a person (`message`). */
export interface Rejection {
  /** From the table in `close.ts`; the range determines the reaction. */
  readonly code: CloseCode
  /**
   * Which of the refusals that share a code this is, such as `board-full`; a WebSocket close frame has no room for it.
   */
  readonly reason: RefusalReason
  /** What happened, what is safe, what to do, in English. Never contains a secret or content. */
  readonly message: string
}

export type Result<Value, Problem = Rejection> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem }

export function ok<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value }
}

export function no<Problem>(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem }
}
