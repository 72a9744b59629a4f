import type { IncomingMessage, ServerResponse } from 'node:http'
import { exportJson, foundBoard, importJson, parseJson } from '@inkbridge/board'
import {
  type ApiError,
  atLeast,
  type BoardLink,
  type BoardSummary,
  type CreatedBoard,
  cleanTitle,
  closeCodes,
  limits,
  type Me,
  type PrincipalId,
  type Rejection,
  type Role,
  roles,
} from '@inkbridge/types'
import type { Logger } from 'pino'
import { z } from 'zod'
import { type Admission, type Admitted, bearerOf, forbidden } from '../admission/admission.ts'
import type { Identity } from '../admission/identity.ts'
import { provenanceOf } from '../admission/origin.ts'
import { guestPerson } from '../admission/person.ts'
import type { Config } from '../config.ts'
import type { Registry } from '../rooms/registry.ts'
import type { Directory, LinkRow } from '../store/directory.ts'
import { HttpProblem, readJson } from './body.ts'

export interface ApiParts {
  readonly directory: Directory
  readonly admission: Admission
  readonly identity: Identity
  readonly registry: Registry
  readonly config: Config
  readonly logger: Logger
}

/** One request to the API, with what its path named. */
interface Call {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly parts: ApiParts
  readonly params: readonly string[]
  readonly query: URLSearchParams
  /** The browser's guest; null for a program, which comes with a token. */
  readonly guest: PrincipalId | null
}

interface Answer {
  readonly status: number
  readonly body?: unknown
  /** Text that is sent as it is, with a name to save it under. */
  readonly file?: { readonly text: string; readonly type: string; readonly name: string }
}

type Route = readonly [method: string, path: RegExp, run: (call: Call) => Promise<Answer>]

/** Everything under `/api`. */
export function createApi(parts: ApiParts): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    answer(request, response, parts).then(
      (result) => send(response, result),
      (error: unknown) => {
        if (error instanceof HttpProblem) return send(response, problemAnswer(error))
        parts.logger.error({ error: error instanceof Error ? error.stack : String(error) }, 'a request failed')
        send(
          response,
          problemAnswer(
            new HttpProblem(
              500,
              'failed',
              'Something went wrong on the server. Nothing was changed; try again in a moment.',
            ),
          ),
        )
      },
    )
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, parts: ApiParts): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'http://server')
  const matching = routes.filter(([, path]) => path.test(url.pathname))
  if (matching.length === 0) throw new HttpProblem(404, 'unknown', 'There is nothing at this address.')
  const route = matching.find(([method]) => method === request.method)
  if (!route) throw new HttpProblem(405, 'method', `This address does not take ${request.method}.`)
  const provenance = provenanceOf(request, parts.config)
  if (provenance === 'foreign')
    throw new HttpProblem(403, 'foreign', 'This request comes from a page of another site and was refused.')
  const reads = request.method === 'GET'
  const byCookie = bearerOf(request) === null && (provenance === 'own' || (reads && provenance === 'unknown'))
  const guest = byCookie ? parts.identity.ensure(request, response) : null
  const params = route[1].exec(url.pathname)?.slice(1) ?? []
  return route[2]({ request, response, parts, params, query: url.searchParams, guest })
}

const boardPath = '/api/boards/([^/]+)'

const routes: readonly Route[] = [
  ['GET', /^\/api\/me$/, me],
  ['GET', /^\/api\/boards$/, listBoards],
  ['POST', /^\/api\/boards$/, createBoard],
  ['GET', new RegExp(`^${boardPath}$`), getBoard],
  ['PATCH', new RegExp(`^${boardPath}$`), renameBoard],
  ['DELETE', new RegExp(`^${boardPath}$`), deleteBoard],
  ['POST', new RegExp(`^${boardPath}/join$`), joinBoard],
  ['GET', new RegExp(`^${boardPath}/links$`), listLinks],
  ['POST', new RegExp(`^${boardPath}/links$`), createLink],
  ['GET', new RegExp(`^${boardPath}/export$`), exportBoard],
  ['POST', new RegExp(`^${boardPath}/import$`), importBoard],
]

async function me({ guest }: Call): Promise<Answer> {
  if (!guest) throw new HttpProblem(401, 'no-guest', 'This address is for browsers.')
  return { status: 200, body: { you: guestPerson(guest) } satisfies Me }
}

async function listBoards({ guest, parts }: Call): Promise<Answer> {
  const rows = guest ? await parts.directory.boardsOf(guest) : []
  return { status: 200, body: { boards: rows.map((row) => summary(row, row.role, parts.registry)) } }
}

const title = z
  .string()
  .transform((text) => cleanTitle(text))
  .optional()

async function createBoard({ request, guest, parts }: Call): Promise<Answer> {
  const body = parse(
    z.object({ title, document: z.unknown().optional() }),
    await readJson(request, limits.maxImportBytes),
  )
  const file = body.document === undefined ? null : readFile(body.document)
  const name = body.title ?? cleanTitle(file?.title) ?? 'Untitled board'
  const { id, tokens } = await parts.directory.create(name, guest)
  const room = await parts.registry.room({ id, title: name })
  await room.change(guest, (doc, origin) => {
    foundBoard(doc, origin)
    if (file) importJson(doc, file, origin)
  })
  return { status: 201, body: { id, url: `/b/${id}`, tokens } satisfies CreatedBoard }
}

async function getBoard(call: Call): Promise<Answer> {
  const { board, role } = await enter(call, 'viewer')
  return { status: 200, body: summary(board, role, call.parts.registry) }
}

async function renameBoard(call: Call): Promise<Answer> {
  const { board, role } = await enter(call, 'editor')
  const body = parse(
    z.object({ title: z.string().transform((text) => cleanTitle(text)) }),
    await readJson(call.request, limits.maxBodyBytes),
  )
  if (!body.title)
    throw new HttpProblem(400, 'no-title', 'A board needs a title of at least one character. Nothing was changed.')
  await call.parts.directory.rename(board.id, body.title)
  call.parts.registry.retitle(board.id, body.title)
  return { status: 200, body: summary({ ...board, title: body.title }, role, call.parts.registry) }
}

async function deleteBoard(call: Call): Promise<Answer> {
  const { board } = await enter(call, 'owner')
  await call.parts.directory.remove(board.id)
  await call.parts.registry.close(board.id, deleted)
  return { status: 204 }
}

const deleted: Rejection = { code: closeCodes.forbidden, message: 'This board was deleted by its owner.' }

async function joinBoard(call: Call): Promise<Answer> {
  const { guest, parts, params, request } = call
  const { secret } = parse(
    z.object({ secret: z.string().min(16).max(128) }),
    await readJson(request, limits.maxBodyBytes),
  )
  if (!guest) throw new HttpProblem(401, 'no-guest', 'Programs need not join: send the token itself.')
  const admitted = await parts.admission.admit(params[0], request, secret)
  if (!admitted.ok) throw notFound()
  const { board, role, link } = admitted.value
  if (link) await parts.directory.grant(board.id, guest, link, role)
  const held = (await parts.directory.roleOf(board.id, guest)) ?? role
  return { status: 200, body: summary(board, held, parts.registry) }
}

async function listLinks(call: Call): Promise<Answer> {
  const { board } = await enter(call, 'owner')
  const links = await call.parts.directory.links(board.id)
  return { status: 200, body: { links: links.map((link) => linkBody(board.id, link)) } }
}

async function createLink(call: Call): Promise<Answer> {
  const { board } = await enter(call, 'owner')
  const shape = z.object({ role: z.enum(roles), expiresAt: z.iso.datetime({ offset: true }).nullish() })
  const { role, expiresAt } = parse(shape, await readJson(call.request, limits.maxBodyBytes))
  const link = await call.parts.directory.addLink(board.id, role, expiresAt ? Date.parse(expiresAt) : null)
  return { status: 201, body: linkBody(board.id, link) }
}

async function exportBoard(call: Call): Promise<Answer> {
  const { board } = await enter(call, 'viewer')
  const format = call.query.get('format') ?? 'json'
  if (format !== 'json') throw new HttpProblem(400, 'format', 'A board can be exported as format=json.')
  const room = await call.parts.registry.room(board)
  const text = await room.read((doc) => exportJson(doc, board.title))
  return { status: 200, file: { text, type: 'application/json', name: `${fileName(board.title)}.inkbridge.json` } }
}

async function importBoard(call: Call): Promise<Answer> {
  const { board, principal } = await enter(call, 'editor')
  const file = readFile(await readJson(call.request, limits.maxImportBytes))
  const room = await call.parts.registry.room(board)
  const shapes = await room.change(principal, (doc, origin) => importJson(doc, file, origin))
  return { status: 200, body: { shapes } }
}

async function enter({ parts, params, request }: Call, needed: Role): Promise<Admitted> {
  const admitted = await parts.admission.admit(params[0], request, bearerOf(request))
  if (!admitted.ok) throw notFound()
  if (!atLeast(admitted.value.role, needed)) {
    throw new HttpProblem(
      403,
      'role',
      `This needs the role ${needed}; yours is ${admitted.value.role}. Nothing was changed.`,
    )
  }
  return admitted.value
}

function notFound(): HttpProblem {
  return new HttpProblem(404, 'no-board', forbidden.message)
}

function readFile(input: unknown) {
  const file = parseJson(input)
  if (!file.ok) throw new HttpProblem(400, 'bad-file', file.problem.message)
  return file.value
}

function parse<Value>(shape: z.ZodType<Value>, input: unknown): Value {
  const parsed = shape.safeParse(input)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new HttpProblem(
    400,
    'bad-body',
    `${issue?.path.join('.') || 'The body'}: ${issue?.message ?? 'not valid'}. Nothing was changed.`,
  )
}

function summary(board: Admitted['board'], role: Role, registry: Registry): BoardSummary {
  return {
    id: board.id,
    title: board.title,
    role,
    createdAt: new Date(board.createdAt).toISOString(),
    updatedAt: new Date(board.updatedAt).toISOString(),
    here: registry.here(board.id),
  }
}

function linkBody(board: string, link: LinkRow): BoardLink {
  return {
    id: link.id,
    role: link.role,
    createdAt: new Date(link.createdAt).toISOString(),
    expiresAt: link.expiresAt === null ? null : new Date(link.expiresAt).toISOString(),
    revokedAt: link.revokedAt === null ? null : new Date(link.revokedAt).toISOString(),
    ...(link.secret === null ? {} : { url: `/b/${board}#k=${link.secret}` }),
  }
}

function fileName(title: string): string {
  return (
    title
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .trim()
      .slice(0, 60) || 'board'
  )
}

function problemAnswer({ status, code, message }: HttpProblem): Answer {
  return { status, body: { error: { code, message } } satisfies ApiError }
}

function send(response: ServerResponse, { status, body, file }: Answer): void {
  response.statusCode = status
  response.setHeader('Cache-Control', 'no-store')
  response.setHeader('X-Content-Type-Options', 'nosniff')
  if (file) {
    response.setHeader('Content-Type', file.type)
    response.setHeader('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
    response.end(file.text)
  } else if (body === undefined) {
    response.end()
  } else {
    response.setHeader('Content-Type', 'application/json; charset=utf-8')
    response.end(JSON.stringify(body))
  }
}
