import type { IncomingMessage, ServerResponse } from 'node:http'
import { atLeast, closeCodes, type DeviceId, no, ok, type PrincipalId, type Result, type Role } from '@inkbridge/types'
import type { Logger } from 'pino'
import type { z } from 'zod'
import type { AddressOf } from '../admission/address.ts'
import { type Admission, type Admitted, bearerOf, forbidden } from '../admission/admission.ts'
import type { Identity } from '../admission/identity.ts'
import type { Config } from '../config.ts'
import type { Files } from '../files/files.ts'
import type { UpdateLog } from '../log/update-log.ts'
import type { Pictures } from '../pictures/pictures.ts'
import { plainWords } from '../plain-words.ts'
import type { Registry } from '../rooms/registry.ts'
import type { Devices } from '../storage/devices.ts'
import type { Directory } from '../storage/directory.ts'
import { HttpProblem } from './body.ts'
import type { HttpLimits } from './gate.ts'

export interface ApiParts {
  readonly directory: Directory
  readonly log: Pick<UpdateLog, 'changedAt'>
  readonly admission: Admission
  readonly identity: Identity
  readonly devices: Devices
  readonly registry: Registry
  readonly pictures: Pick<Pictures, 'draw' | 'thumbnails' | 'forget'>
  readonly files: Pick<Files, 'write' | 'read'>
  readonly limits: HttpLimits
  readonly addressOf: AddressOf
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
  /** The browser itself; null for a program. */
  readonly device: DeviceId | null
  /** The client's address, as limits count it. */
  readonly address: string
  /** The rights that `enter` found, which `stillMay` looks at again. */
  readonly entered: Entered[]
}

/** A right that a request uses. */
interface Entered {
  readonly admitted: Admitted
  readonly needed: Role
  /** What `Admission.revocations` was when it was last looked at. */
  asOf: number
  /** When it ends by itself, ms since 1970. */
  until: number | null
}

export interface Answer {
  readonly status: number
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as it is. */
  readonly file?: AnswerFile
  /** When it is worth asking again, ms. */
  readonly retryAfterMs?: number | null
  /** What was asked for may have ended the asker's own right: the answer leaves nonetheless. */
  readonly endsOwnRight?: true
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
async function enter({ parts, params, request, entered }: Call, needed: Role): Promise<Admitted> {
  const admitted = await parts.admission.admit(params[0], request, { token: bearerOf(request) })
  if (!admitted.ok && admitted.problem.code === closeCodes.crowded)
    throw new HttpProblem(429, 'crowded', admitted.problem.message, { reason: admitted.problem.reason })
  if (!admitted.ok) throw noBoard()
  const { role, asOf, until } = admitted.value
  mustHold(role, needed)
  entered.push({ admitted: admitted.value, needed, asOf, until })
  return admitted.value
}

/**
 * Throws unless the rights that `enter` found are held still. To be asked after a wait and before a change; it is asked
 * by itself when an answer leaves.
 */
export async function stillMay({ parts, device, entered }: Call): Promise<void> {
  const { admission, devices } = parts
  for (const right of entered) {
    while (right.asOf !== admission.revocations || (right.until !== null && right.until <= Date.now())) {
      right.asOf = admission.revocations
      const now = await admission.standing(right.admitted.board.id, right.admitted)
      if (!now) throw noBoard()
      mustHold(now.role, right.needed)
      right.until = now.until
    }
  }
  if (device !== null && devices.isRevoked(device)) throw signedOut
}

const signedOut = new HttpProblem(401, 'signed-out', 'This device was signed out. Nothing was changed.')

function mustHold(role: Role, needed: Role): void {
  if (atLeast(role, needed)) return
  throw new HttpProblem(403, 'role', `This requires the role ${needed}; yours is ${role}. Nothing was changed.`)
}

/** Missing, forbidden and revoked in the same words. */
export function noBoard(): HttpProblem {
  return new HttpProblem(404, 'no-board', forbidden.message)
}

export function parse<Value>(shape: z.ZodType<Value>, input: unknown): Value {
  const parsed = shape.safeParse(input, { error: plainWords })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new HttpProblem(
    400,
    'bad-body',
    `${issue?.path.join('.') || 'The request'} ${issue?.message ?? 'cannot be used'}. Nothing was changed.`,
  )
}
