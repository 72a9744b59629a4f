import { foundBoard, importJson } from '@inkbridge/board'
import {
  type BoardSummary,
  type CreatedBoard,
  cleanTitle,
  closeCodes,
  limits,
  type Rejection,
  type Role,
} from '@inkbridge/types'
import { z } from 'zod'
import type { Admitted } from '../admission/admission.ts'
import type { Registry } from '../rooms/registry.ts'
import { HttpProblem, readJson } from './body.ts'
import { readFile } from './files.ts'
import { type Answer, boardPath, type Call, enter, noBoard, parse, type Route } from './route.ts'

/** Boards: made, listed, joined, renamed, deleted and brought back. */
export const boardRoutes: readonly Route[] = [
  ['GET', /^\/api\/boards$/, listBoards],
  ['POST', /^\/api\/boards$/, createBoard],
  ['GET', new RegExp(`^${boardPath}$`), getBoard],
  ['PATCH', new RegExp(`^${boardPath}$`), renameBoard],
  ['DELETE', new RegExp(`^${boardPath}$`), deleteBoard],
  ['POST', new RegExp(`^${boardPath}/restore$`), restoreBoard],
  ['POST', new RegExp(`^${boardPath}/join$`), joinBoard],
]

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

/** Takes a deletion back, for whoever owns the board as this browser. */
async function restoreBoard(call: Call): Promise<Answer> {
  const { guest, parts, params } = call
  if (!guest || !(await parts.directory.restore(params[0] ?? '', guest))) throw noBoard()
  return getBoard(call)
}

async function joinBoard(call: Call): Promise<Answer> {
  const { guest, parts, params, request } = call
  const { secret } = parse(
    z.object({ secret: z.string().min(16).max(128) }),
    await readJson(request, limits.maxBodyBytes),
  )
  if (!guest) throw new HttpProblem(401, 'no-guest', 'Programs need not join: send the token itself.')
  const admitted = await parts.admission.admit(params[0], request, { token: secret })
  if (!admitted.ok) throw noBoard()
  const { board, role, link } = admitted.value
  if (link) await parts.directory.grant(board.id, guest, link, role)
  // A window that is open already may do at once what the link allows.
  await parts.registry.review(board.id)
  const held = (await parts.directory.rightOf(board.id, guest))?.role ?? role
  return { status: 200, body: summary(board, held, parts.registry) }
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
