import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  type ApiErrorCode,
  atLeast,
  closeCodes,
  type DeviceId,
  limits,
  type PrincipalId,
  type Rejection,
  type Role,
} from '@inkbridge/types'
import type { ImportReport } from '@inkbridge/types/rest'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Accounts } from '../accounts/accounts.ts'
import {
  type AddressOf,
  type Admission,
  type Admitted,
  bearerOf,
  forbidden,
  type Identity,
} from '../admission/admission.ts'
import type { AssetContent, Assets } from '../assets/assets.ts'
import type { Config } from '../config.ts'
import type { EventStreams } from '../events/events.ts'
import type { Files } from '../files/files.ts'
import type { UpdateLog } from '../log.ts'
import type { Pictures } from '../pictures/pictures.ts'
import { plainWords } from '../plain-words.ts'
import type { Registry } from '../rooms.ts'
import type { Devices, Directory, KnownAccounts, Secrets, Trash } from '../storage/storage.ts'
import { readJson } from './body.ts'
import type { HttpLimits } from './gate.ts'
import { HttpProblem } from './problem.ts'
import type { Address, ParamsOf } from './routing.ts'

export interface ApiParts {
  readonly directory: Directory
  readonly log: Pick<UpdateLog, 'changedAt'>
  readonly admission: Admission
  readonly identity: Identity
  readonly devices: Devices
  readonly accounts: Accounts
  readonly known: KnownAccounts
  readonly secrets: Pick<Secrets, 'seal' | 'unseal'>
  readonly registry: Registry
  readonly pictures: Pick<Pictures, 'draw' | 'write' | 'thumbnails' | 'forget'>
  readonly files: Pick<Files, 'write' | 'read'>
  readonly assets: Pick<
    Assets,
    'check' | 'read' | 'receive' | 'find' | 'uploaded' | 'version' | 'copy' | 'discardUploads' | 'digest' | 'hasRoom'
  >
  readonly streams: EventStreams
  readonly trash: Pick<Trash, 'sweepSoon'>
  readonly limits: HttpLimits
  readonly addressOf: AddressOf
  readonly config: Config
  readonly logger: Logger
}

/** One request to the API, with its path parameters. */
export interface Call {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly parts: ApiParts
  readonly params: Readonly<Record<string, string>>
  readonly search: URLSearchParams
  /** The browser's guest or account; null for a program with a token. */
  readonly guest: PrincipalId | null
  /** The browser's device; null for a program. */
  readonly device: DeviceId | null
  /** The client's address, as limits count it. */
  readonly address: string
  /** The rights that `enter` found; `stillMay` checks them again. */
  readonly entered: Entered[]
}

/** A right that a request uses. */
interface Entered {
  readonly admitted: Admitted
  readonly needed: Role
  /** `Admission.revocations` at the last check. */
  asOf: number
  /** When it expires, ms since 1970. */
  until: number | null
}

export interface Answer {
  readonly status: number
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent unchanged. */
  readonly file?: AnswerFile
  /** Writes the answer piece by piece, and ends it. */
  readonly stream?: (response: ServerResponse) => void
  /** When to retry, ms. */
  readonly retryAfterMs?: number | null
  /** The request may have ended the client's own right: the answer is sent nonetheless. */
  readonly endsOwnRight?: true
}

export interface AnswerFile {
  readonly content: string | Uint8Array | AssetContent
  readonly type: string
  /** The file name of a download; without one a browser shows the content. */
  readonly name?: string
  /** Identifies the content, so that a browser need not download it twice. */
  readonly etag?: string
  /** `Cache-Control`; default: asks the server each time. */
  readonly caching?: string
  /** How the content is compressed. */
  readonly encoding?: 'gzip'
  /** How closely it corresponds to the board; sent as JSON in the header `Export-Report`. */
  readonly report?: ImportReport
  /** Bytes of streamed content that are in memory all the time. */
  readonly heldBytes?: number
}

/** An answer whose content is a file of one of the given types. */
export interface FileAnswer {
  readonly types: readonly string[]
  readonly description: string
}

/** An answer that is written piece by piece. */
interface StreamAnswer extends FileAnswer {
  readonly streamed: true
}

/** Answers of a route by status: JSON of a schema, a file, a stream, or nothing. */
export type Answers = Readonly<Record<number, z.ZodType | FileAnswer | StreamAnswer | null>>

/** Returns a JSON answer. */
export function json<Status extends number, Body>(status: Status, body: Body) {
  return { status, body }
}

export function file<Status extends number>(status: Status, content: AnswerFile) {
  return { status, file: content }
}

/** Returns an answer that is written by a function, which has to end it. */
export function stream<Status extends number>(status: Status, write: NonNullable<Answer['stream']>) {
  return { status, stream: write }
}

/** Returns an answer without content. */
export function done<Status extends number>(status: Status) {
  return { status }
}

/** Marks an answer that is sent even if the request ended the client's own right. */
export function endsOwnRight<Given extends Answer>(answer: Given) {
  return { ...answer, endsOwnRight: true } as const
}

type AnswerOf<Given extends Answers> = {
  [Status in keyof Given & number]: { readonly status: Status } & ContentOf<Given[Status]>
}[keyof Given & number] &
  Pick<Answer, 'retryAfterMs' | 'endsOwnRight'>

type ContentOf<Given> = Given extends z.ZodType
  ? { readonly body: z.output<Given> }
  : Given extends StreamAnswer
    ? { readonly stream: NonNullable<Answer['stream']> }
    : Given extends FileAnswer
      ? { readonly file: AnswerFile }
      : unknown

/** A route in the description of the API. */
export interface RouteDescription extends Address {
  /** The name of the route in generated clients. */
  readonly id: string
  readonly summary: string
  /** The required role on the board of the path; null: the route checks the guest itself. */
  readonly role: Role | null
  /** Guests may use it even where only accounts enter boards (`ACCESS=private`). */
  readonly beforeSignIn?: true
  readonly query?: z.ZodObject
  /** JSON, read by `readBody`. */
  readonly body?: z.ZodType
  /** Request headers, for the description. */
  readonly headers?: z.ZodObject
  /** Bytes of any type, which the route reads. */
  readonly bytes?: true
  /** JSON of up to `limits.maxImportBytes`, which the route parses off the main thread. */
  readonly file?: z.ZodType
  /** Instead of that JSON, a file of any other type. */
  readonly anyFile?: true
  readonly answers: Answers
  /** Error codes besides those that follow from role, query and body. */
  readonly refusals?: readonly ApiErrorCode[]
}

export interface Route extends RouteDescription {
  run(call: Call, admitted: Admitted | null): Promise<Answer>
}

interface Definition<
  Path extends string,
  Needed extends Role | null,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Given extends Answers,
> extends RouteDescription {
  readonly path: Path
  readonly role: Needed
  readonly query?: Query
  readonly body?: Body
  readonly answers: Given
}

/** A call, typed by the description of its route. */
type TypedCall<
  Path extends string,
  Needed extends Role | null,
  Query extends z.ZodObject,
  Body extends z.ZodType,
> = Omit<Call, 'params'> & {
  readonly params: Readonly<Record<ParamsOf<Path>, string>>
  readonly query: z.output<Query>
  /** Reads the body. Rejects with an `HttpProblem`. */
  readBody(): Promise<z.output<Body>>
} & (Needed extends Role ? Admitted : unknown)

const noQuery = z.object({})

/** Creates a route. Its description determines how query and body are parsed, and the types of its answers. */
export function route<
  const Path extends string,
  const Needed extends Role | null,
  Given extends Answers,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
>(
  description: Definition<Path, Needed, Query, Body, Given>,
  run: (call: TypedCall<Path, Needed, Query, Body>) => Promise<AnswerOf<Given>>,
): Route {
  const { query = noQuery, body } = description
  return {
    ...description,
    run(call, admitted) {
      const typed = {
        ...call,
        ...admitted,
        query: parse(query, Object.fromEntries(call.search)),
        async readBody() {
          if (!body) throw new Error(`${description.id} takes no body`)
          return parse(body, await readJson(call.request, limits.maxBodyBytes))
        },
      }
      return run(typed as unknown as TypedCall<Path, Needed, Query, Body>)
    },
  }
}

/** Runs a route after checking the client's role. */
export async function follow(found: Route, call: Call): Promise<Answer> {
  return found.run(call, found.role === null ? null : await enter(call, found.role))
}

/** Admits a request to the board of its path, if it has at least the given role. */
function enter(call: Call, needed: Role): Promise<Admitted> {
  return enterBoard(call, call.params.board, needed)
}

/** Admits a request to a board that it names in any way, if it has at least the given role there. */
export async function enterBoard(
  { parts, request, entered }: Call,
  board: string | undefined,
  needed: Role,
): Promise<Admitted> {
  const admitted = await parts.admission.admit(board, request, { token: bearerOf(request) })
  if (!admitted.ok && admitted.problem.code === closeCodes.crowded)
    throw new HttpProblem('crowded', admitted.problem.message, { reason: admitted.problem.reason })
  if (!admitted.ok) throw refusedLink(admitted.problem) ?? noBoard()
  const { role, asOf, until } = admitted.value
  requireRole(role, needed)
  entered.push({ admitted: admitted.value, needed, asOf, until })
  return admitted.value
}

/**
 * Throws if the rights that `enter` found no longer hold. Call after awaiting and before a change; called automatically
 * before an answer is sent.
 */
export async function stillMay({
  parts,
  guest,
  device,
  entered,
}: Pick<Call, 'parts' | 'guest' | 'device' | 'entered'>): Promise<void> {
  const { admission, identity } = parts
  for (const right of entered) {
    while (right.asOf !== admission.revocations || (right.until !== null && right.until <= Date.now())) {
      right.asOf = admission.revocations
      const now = await admission.rightOf(right.admitted.board.id, right.admitted)
      if (!now) throw noBoard()
      requireRole(now.role, right.needed)
      right.until = now.until
    }
  }
  if (guest && device && !identity.isValid({ principal: guest, device })) throw signedOut
}

/** The cookie of the request belongs to a signed-out device. */
export const signedOut = new HttpProblem('signed-out', 'This device was signed out. Nothing was changed.')

/** The answer to a client that has the secret of a link, which needs more; null: another refusal. */
export function refusedLink({ reason, message }: Rejection): HttpProblem | null {
  return reason === 'password-needed' || reason === 'link-used-up' ? new HttpProblem(reason, message) : null
}

function requireRole(role: Role, needed: Role): void {
  if (atLeast(role, needed)) return
  throw new HttpProblem('role', `This requires the role ${needed}; yours is ${role}. Nothing was changed.`)
}

/** The same answer for missing, forbidden and revoked boards. */
export function noBoard(): HttpProblem {
  return new HttpProblem('no-board', forbidden.message)
}

export function parse<Value>(shape: z.ZodType<Value>, input: unknown): Value {
  const parsed = shape.safeParse(input, { error: plainWords })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new HttpProblem(
    'bad-body',
    `${issue?.path.join('.') || 'The request'} ${issue?.message ?? 'cannot be used'}. Nothing was changed.`,
  )
}
