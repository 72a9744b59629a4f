import type { IncomingMessage, ServerResponse } from 'node:http'
import { bearerOf, isRead, provenanceOf } from '../admission/admission.ts'
import { guarded } from '../boundary.ts'
import { BoardFull, RoomClosed, ServerFull } from '../rooms.ts'
import { Gone } from '../threads.ts'
import { accountRoutes } from './account-routes.ts'
import { administrationRoutes } from './administration.ts'
import { assetRoutes } from './asset-routes.ts'
import { auditRoutes } from './audit.ts'
import { boardListRoutes } from './board-lists.ts'
import { lockRoutes } from './board-lock.ts'
import { peopleRoutes } from './board-people.ts'
import { boardRoutes } from './boards.ts'
import { eventRoutes } from './event-routes.ts'
import { startAgain } from './failure.ts'
import { attachmentOf } from './file-name.ts'
import { fileRoutes } from './file-routes.ts'
import { folderRoutes } from './folders.ts'
import { answerPolicy } from './headers.ts'
import { historyRoutes } from './history.ts'
import { linkRoutes } from './links.ts'
import { deviceRoutes, meRoutes } from './me.ts'
import { describedRoute } from './openapi.ts'
import { failed, foreign, HttpProblem, retryAfterSeconds } from './problem.ts'
import { joinRequestRoutes } from './requests.ts'
import {
  type Answer,
  type AnswerFile,
  type ApiParts,
  type Call,
  follow,
  noBoard,
  type Route,
  signedOut,
  stillMay,
} from './route.ts'
import { createDispatch } from './routing.ts'

/** The most that an answer counts for, so that a single large one does not exceed the share of an address; bytes. */
const maxAnswerBytes = 32 * 1_048_576
/** The memory for a file that is read while it is sent, bytes. */
const streamedBytes = 262_144

/** Every route of the API. */
export const routes: readonly Route[] = [
  ...meRoutes,
  ...boardListRoutes,
  ...boardRoutes,
  ...folderRoutes,
  ...eventRoutes,
  ...linkRoutes,
  ...peopleRoutes,
  ...lockRoutes,
  ...joinRequestRoutes,
  ...auditRoutes,
  ...fileRoutes,
  ...assetRoutes,
  ...deviceRoutes,
  ...historyRoutes,
  ...accountRoutes,
  ...administrationRoutes,
  describedRoute(() => routes),
]

const dispatch = createDispatch(routes)

/** Everything under `/api`. */
export function createApi(parts: ApiParts): (request: IncomingMessage, response: ServerResponse) => void {
  const unsharedBytes = unshared()
  return (request, response) => {
    guarded(
      parts.logger,
      { entry: 'answer', bytes: Number(request.headers['content-length'] ?? 0) },
      async () => {
        const address = parts.addressOf(request)
        const account = parts.limits.account(request, response, address)
        const result = await answer(request, response, address, parts).catch((error) => refused(error, response))
        if (response.destroyed) return
        // Answers with an ETag share their bytes.
        account.add(Math.min(unsharedBytes(result), maxAnswerBytes))
        send(response, result)
      },
      () => startAgain(response) && send(response, problemAnswer(failed)),
    )
  }
}

/** Returns a function that counts the bytes of an answer which no other pending answer shares. */
function unshared(): (answer: Answer) => number {
  const known = new WeakSet<Uint8Array>()
  return ({ file }) => {
    if (!file || file.etag) return 0
    const { content } = file
    // Read while it is sent, so that some of it is in memory.
    if (typeof content === 'object' && 'stream' in content)
      return Math.min(content.bytes, streamedBytes) + (file.heldBytes ?? 0)
    if (typeof content !== 'string') {
      if (known.has(content)) return 0
      known.add(content)
    }
    return Buffer.byteLength(content)
  }
}

/** The answer to a request that failed: its problem, or 500 for an unexpected error. */
function refused(error: unknown, response: ServerResponse): Answer {
  // The client is gone.
  if (error instanceof Gone) return { status: 499 }
  const problem = problemOf(error)
  if (!(problem instanceof HttpProblem)) throw error
  const { status, retryAfterMs } = problem
  if (status === 429 || retryAfterMs !== null) response.setHeader('Retry-After', retryAfterSeconds(retryAfterMs))
  if (ends.has(status) && !response.req.complete) response.setHeader('Connection', 'close')
  return problemAnswer(problem)
}

function problemOf(error: unknown): unknown {
  if (error instanceof BoardFull) return new HttpProblem('board-full', error.message)
  if (error instanceof ServerFull) return new HttpProblem('server-full', error.message, { retryAfterMs: 60_000 })
  return error
}

/** Statuses after which the rest of a body is not read. */
const ends: ReadonlySet<number> = new Set([408, 429, 507])

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  address: string,
  parts: ApiParts,
): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'http://server')
  const found = dispatch(request.method, url.pathname)
  if (!found.ok && found.problem === 'no-address') throw new HttpProblem('unknown', 'Not found.')
  if (!found.ok) throw new HttpProblem('method', `Method not allowed: ${request.method}.`)
  const { route, params } = found.value
  const provenance = provenanceOf(request, parts.config)
  if (provenance === 'foreign') throw foreign
  const reads = isRead(request)
  const byCookie = bearerOf(request) === null && (provenance === 'own' || (reads && provenance === 'unknown'))
  if (byCookie && !reads && parts.identity.isSignedOut(request)) throw signedOut
  const visitor = byCookie ? parts.identity.ensure(request, response, false) : null
  const counts = visitor && (route.beforeSignIn || parts.admission.mayEnter(visitor.principal))
  const { principal: guest = null, device = null } = counts ? visitor : {}
  const call: Call = { request, response, parts, params, search: url.searchParams, guest, device, address, entered: [] }
  return leave(call, follow(route, call))
}

/** Checks the rights again before an answer is sent, and while it is being sent. */
async function leave(call: Call, running: Promise<Answer>): Promise<Answer> {
  const answer = await running.catch(async (error: unknown) => {
    await stillMay(call)
    throw error instanceof RoomClosed ? noBoard() : error
  })
  if (answer.endsOwnRight) return answer
  await stillMay(call)
  if (call.entered.length > 0) cutWhenRevoked(call)
  return answer
}

function cutWhenRevoked(call: Call): void {
  const { response, parts } = call
  if (response.closed) return
  const forget = parts.admission.onRevocation(() => void stillMay(call).catch(() => response.destroy()))
  response.once('close', forget)
}

function problemAnswer({ status, body, retryAfterMs }: HttpProblem): Answer {
  return { status, body, retryAfterMs }
}

function send(response: ServerResponse, { status, body, file, stream, retryAfterMs = null }: Answer): void {
  response.statusCode = status
  if (retryAfterMs !== null) response.setHeader('Retry-After', Math.ceil(retryAfterMs / 1_000))
  if (file) return sendFile(response, file)
  if (stream) return stream(response)
  response.setHeader('Cache-Control', 'no-store')
  if (body === undefined) return void response.end()
  response.setHeader('Content-Type', 'application/json; charset=utf-8')
  response.end(JSON.stringify(body))
}

function sendFile(response: ServerResponse, answer: AnswerFile): void {
  const { content, type, name, etag, encoding, caching, report } = answer
  response.setHeader('Content-Type', type)
  // Drawn content must not run scripts when opened at our origin.
  response.setHeader('Content-Security-Policy', `${answerPolicy}; style-src 'unsafe-inline'; font-src data:; sandbox`)
  response.setHeader('Cache-Control', caching ?? (etag ? 'private, no-cache' : 'no-store'))
  if (etag) {
    response.setHeader('ETag', etag)
    response.setHeader('Vary', 'Accept-Encoding, Origin')
  }
  if (encoding) response.setHeader('Content-Encoding', encoding)
  if (name) response.setHeader('Content-Disposition', attachmentOf(name))
  if (report) response.setHeader('Export-Report', JSON.stringify(report))
  if (typeof content === 'string' || content instanceof Uint8Array) return void response.end(content)
  response.setHeader('Content-Length', content.bytes)
  // A file that cannot be read to its end breaks the connection: its answer must not look complete.
  content.stream.on('error', () => response.destroy()).pipe(response)
}
