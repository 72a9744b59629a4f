import { type ApiError, type ApiErrorCode, apiErrors, type RefusalReason } from '@inkbridge/types'

interface ProblemDetails {
  readonly reason?: RefusalReason | undefined
  readonly retryAfterMs?: number
}

/** An error answer: a code for programs, and a message in English that can be shown. */
export class HttpProblem extends Error {
  readonly code: ApiErrorCode
  readonly reason: RefusalReason | undefined
  /** When to retry, ms; sent as `Retry-After`. */
  readonly retryAfterMs: number | null

  constructor(code: ApiErrorCode, message: string, more: ProblemDetails = {}) {
    super(message)
    this.code = code
    this.reason = more.reason
    this.retryAfterMs = more.retryAfterMs ?? null
  }

  get status(): number {
    return apiErrors[this.code][0]
  }

  get body(): ApiError {
    const { code, reason, message } = this
    return { error: { code, reason: reason ?? code, message } }
  }
}

/** The value of `Retry-After`; default: a few seconds. */
export function retryAfterSeconds(ms: number | null): string {
  return String(Math.max(1, Math.ceil((ms ?? 5_000) / 1_000)))
}

export const failed = new HttpProblem(
  'failed',
  'Something went wrong on the server. Nothing was changed; try again in a moment.',
)

export const foreign = new HttpProblem('foreign', 'This request comes from a page of another site and was refused.')

export const badAddress = new HttpProblem('bad-address', 'The address of this request is malformed.')
