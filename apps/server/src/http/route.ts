import type { IncomingMessage, ServerResponse } from 'node:http'
import { atLeast, closeCodes, no, ok, type PrincipalId, type Result, type Role } from '@inkbridge/types'
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
  readonly pictures: Pick<Pictures, 'ask'>
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

/** A call to a route of a board, by somebody who holds at least the route's role. */
export type BoardCall = Call & Admitted

interface Address {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** A segment that begins with a colon stands for any one segment; the first of them is the board. */
  readonly path: string
}

/** A route of one board names the role it needs. One that names none decides by itself, by who the guest is. */
export type Route = Address &
  (
    | { readonly role: Role; readonly run: (call: BoardCall) => Promise<Answer> }
    | { readonly role: null; readonly run: (call: Call) => Promise<Answer> }
  )

/** The route of a request, and the segments its path left open; otherwise what is wrong. */
export function dispatch<Named extends Address>(
  routes: readonly Named[],
  method: string | undefined,
  path: string,
): Result<{ readonly route: Named; readonly params: readonly string[] }, 'no-address' | 'no-method'> {
  const matching = routes.flatMap((route) => {
    const params = segmentsOf(route.path, path)
    return params ? [{ route, params }] : []
  })
  const found = matching.find(({ route }) => route.method === method)
  if (found) return ok(found)
  return no(matching.length === 0 ? 'no-address' : 'no-method')
}

function segmentsOf(template: string, path: string): readonly string[] | null {
  const names = template.split('/')
  const segments = path.split('/')
  if (names.length !== segments.length) return null
  const pairs = names.map((name, index) => ({ open: name.startsWith(':'), name, segment: segments[index] ?? '' }))
  if (pairs.some(({ open, name, segment }) => (open ? segment === '' : segment !== name))) return null
  return pairs.filter(({ open }) => open).map(({ segment }) => segment)
}

/** Runs a route for somebody who may. */
export async function follow(route: Route, call: Call): Promise<Answer> {
  return route.role === null ? route.run(call) : route.run({ ...call, ...(await enter(call, route.role)) })
}

/** Lets a request into the board its path names, if it holds at least the role. */
async function enter({ parts, params, request }: Call, needed: Role): Promise<Admitted> {
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
