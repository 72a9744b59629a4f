import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  type ApiErrorCode,
  atLeast,
  closeCodes,
  type DeviceId,
  limits,
  type PrincipalId,
  type Role,
} from '@inkbridge/types'
import type { Logger } from 'pino'
import { z } from 'zod'
import {
  type AddressOf,
  type Admission,
  type Admitted,
  bearerOf,
  forbidden,
  type Identity,
} from '../admission/admission.ts'
import type { Config } from '../config.ts'
import type { Files } from '../files/files.ts'
import type { UpdateLog } from '../log.ts'
import type { Pictures } from '../pictures/pictures.ts'
import { plainWords } from '../plain-words.ts'
import type { Registry } from '../rooms.ts'
import type { Devices, Directory } from '../storage/storage.ts'
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
  readonly params: Readonly<Record<string, string>>
  readonly search: URLSearchParams
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
  /** When it expires, ms since 1970. */
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
  /** The request may have ended the client's own right: the answer is sent nonetheless. */
  readonly endsOwnRight?: true
}

export interface AnswerFile {
  readonly content: string | Uint8Array
  readonly type: string
  /** The name that a browser saves it under; without it, it is shown. */
  readonly name?: string
  /** Identifies the content, so that a browser need not download it twice. */
  readonly etag?: string
  /** How the content is compressed. */
  readonly encoding?: 'gzip'
}

/** An answer whose content is a file of one of some types. */
export interface FileAnswer {
  readonly types: readonly string[]
  readonly description: string
}

/** Answers of a route by status: JSON of a schema, a file, or nothing. */
export type Answers = Readonly<Record<number, z.ZodType | FileAnswer | null>>

/** An answer of JSON. */
export function json<Status extends number, Body>(status: Status, body: Body) {
  return { status, body }
}

export function file<Status extends number>(status: Status, content: AnswerFile) {
  return { status, file: content }
}

/** An answer without content. */
export function done<Status extends number>(status: Status) {
  return { status }
}

/** An answer that is sent even though the request may have ended the client's own right. */
export function endsOwnRight<Given extends Answer>(answer: Given) {
  return { ...answer, endsOwnRight: true } as const
}

type AnswerOf<Given extends Answers> = {
  [Status in keyof Given & number]: { readonly status: Status } & ContentOf<Given[Status]>
}[keyof Given & number] &
  Pick<Answer, 'retryAfterMs' | 'endsOwnRight'>

type ContentOf<Given> = Given extends z.ZodType
  ? { readonly body: z.output<Given> }
  : Given extends FileAnswer
    ? { readonly file: AnswerFile }
    : unknown

/** A route as the description of the API has it. */
export interface RouteDescription extends Address {
  /** Names the route in clients that are made of the description. */
  readonly id: string
  readonly summary: string
  /** The role it needs on the board its path names; null: it decides alone, by who the guest is. */
  readonly role: Role | null
  readonly query?: z.ZodObject
  /** JSON, read by `readBody`. */
  readonly body?: z.ZodType
  /** JSON of up to `limits.maxImportBytes`, which the route parses beside the main thread. */
  readonly file?: z.ZodType
  readonly answers: Answers
  /** Codes of errors beside those that follow from its role, query and body. */
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

/** A call whose parts are typed by the description of its route. */
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

/** Makes a route of its description, which its query and body are parsed by and its answers are typed by. */
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

/** Runs a route for a client that may. */
export async function follow(found: Route, call: Call): Promise<Answer> {
  return found.run(call, found.role === null ? null : await enter(call, found.role))
}

/** Lets a request into the board its path names, if it holds at least the role. */
async function enter({ parts, params, request, entered }: Call, needed: Role): Promise<Admitted> {
  const admitted = await parts.admission.admit(params.board, request, { token: bearerOf(request) })
  if (!admitted.ok && admitted.problem.code === closeCodes.crowded)
    throw new HttpProblem('crowded', admitted.problem.message, { reason: admitted.problem.reason })
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

/** The cookie of a request is that of a device that was signed out. */
export const signedOut = new HttpProblem('signed-out', 'This device was signed out. Nothing was changed.')

function mustHold(role: Role, needed: Role): void {
  if (atLeast(role, needed)) return
  throw new HttpProblem('role', `This requires the role ${needed}; yours is ${role}. Nothing was changed.`)
}

/** Missing, forbidden and revoked in the same words. */
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
