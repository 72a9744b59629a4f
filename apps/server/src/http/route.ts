import type { IncomingMessage, ServerResponse } from 'node:http'
import { atLeast, closeCodes, type PrincipalId, type Role } from '@inkbridge/types'
import type { Logger } from 'pino'
import type { z } from 'zod'
import { type Admission, type Admitted, bearerOf, forbidden } from '../admission/admission.ts'
import type { Identity } from '../admission/identity.ts'
import type { Config } from '../config.ts'
import type { Pictures } from '../pictures/pictures.ts'
import type { Registry } from '../rooms/registry.ts'
import type { Directory } from '../store/directory.ts'
import { HttpProblem } from './body.ts'

export interface ApiParts {
  readonly directory: Directory
  readonly admission: Admission
  readonly identity: Identity
  readonly registry: Registry
  readonly pictures: Pictures
  readonly config: Config
  readonly logger: Logger
}

/** One request to the API, with what its path named. */
export interface Call {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly parts: ApiParts
  readonly params: readonly string[]
  readonly query: URLSearchParams
  /** The browser's guest; null for a program, which comes with a token. */
  readonly guest: PrincipalId | null
}

export interface Answer {
  readonly status: number
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as it is. */
  readonly file?: AnswerFile
}

export interface AnswerFile {
  readonly content: string | Uint8Array
  readonly type: string
  /** What a browser saves it as; without it, it is shown. */
  readonly name?: string
  /** Names this very content: a browser that has it need not be sent it again. */
  readonly etag?: string
  /** How the content is compressed. */
  readonly encoding?: 'gzip'
}

export type Route = readonly [method: string, path: RegExp, run: (call: Call) => Promise<Answer>]

export const boardPath = '/api/boards/([^/]+)'

/** Lets a request into the board its path names, if it holds at least the role. */
export async function enter({ parts, params, request }: Call, needed: Role): Promise<Admitted> {
  const admitted = await parts.admission.admit(params[0], request, { token: bearerOf(request) })
  if (!admitted.ok && admitted.problem.code === closeCodes.crowded)
    throw new HttpProblem(429, 'crowded', admitted.problem.message)
  if (!admitted.ok) throw noBoard()
  if (!atLeast(admitted.value.role, needed)) {
    throw new HttpProblem(
      403,
      'role',
      `This needs the role ${needed}; yours is ${admitted.value.role}. Nothing was changed.`,
    )
  }
  return admitted.value
}

/** Missing, forbidden and revoked in the same words. */
export function noBoard(): HttpProblem {
  return new HttpProblem(404, 'no-board', forbidden.message)
}

export function parse<Value>(shape: z.ZodType<Value>, input: unknown): Value {
  const parsed = shape.safeParse(input)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new HttpProblem(
    400,
    'bad-body',
    `${issue?.path.join('.') || 'The request'}: ${issue?.message ?? 'not valid'}. Nothing was changed.`,
  )
}
