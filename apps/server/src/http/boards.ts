import { foundBoard } from '@inkbridge/board'
import { type BoardSummary, type CreatedBoard, cleanTitle, limits, parseBoardId, type Role } from '@inkbridge/types'
import { z } from 'zod'
import { isSecret } from '../admission/secrets.ts'
import type { ReadFile } from '../files/file-messages.ts'
import type { Damage } from '../log/update-log.ts'
import { deleted } from '../rooms/rejections.ts'
import type { BoardRow } from '../storage/board-rows.ts'
import { HttpProblem, parsedJson, readJson, readJsonBody } from './body.ts'
import { askerOf, readImport } from './file-routes.ts'
import { type Answer, type ApiParts, type BoardCall, type Call, noBoard, parse, type Route, stillMay } from './route.ts'

/** Boards: made, listed, joined, renamed, deleted and brought back. */
export const boardRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/boards', role: null, run: listBoards },
  { method: 'POST', path: '/api/boards', role: null, run: createBoard },
  { method: 'GET', path: '/api/boards/:board', role: 'viewer', run: getBoard },
  { method: 'PATCH', path: '/api/boards/:board', role: 'editor', run: renameBoard },
  { method: 'DELETE', path: '/api/boards/:board', role: 'owner', run: deleteBoard },
  { method: 'POST', path: '/api/boards/:board/restore', role: null, run: restoreBoard },
  { method: 'POST', path: '/api/boards/:board/join', role: null, run: joinBoard },
]

async function listBoards({ guest, parts }: Call): Promise<Answer> {
  const rows = guest ? await parts.directory.boardsOf(guest) : []
  const boards = await summaries(rows, parts)
  // As strings of ISO 8601, times are in order.
  return { status: 200, body: { boards: boards.sort((a, b) => b.updatedAt.localeCompare(a.updatedAt)) } }
}

const title = z
  .string()
  .transform((text) => cleanTitle(text))
  .optional()

/** What is on a new board is read beside the main thread where it is large. */
async function createBoard(call: Call): Promise<Answer> {
  const { request, parts, address } = call
  await parts.limits.mayCreate(address)
  const { bytes, content: body } = await readJsonBody(request, limits.maxImportBytes)
  await parts.limits.mayGrow(address, bytes)
  if (typeof body !== 'string' && bytes <= limits.maxBodyBytes) {
    const small = parse(z.object({ title, document: z.unknown().optional() }), parsedJson(body))
    if (small.document === undefined) return { status: 201, body: await newBoard(call, small.title ?? null, null) }
  }
  const asker = askerOf(call, crypto.randomUUID())
  const created = await readImport(call, { body, part: 'document', taken: [] }, asker, (file) =>
    newBoard(call, file.title, file),
  )
  return { status: 201, body: created }
}

/** A board that is empty, or has what a file has. */
async function newBoard(call: Call, given: string | null, file: ReadFile | null): Promise<CreatedBoard> {
  const { guest, parts } = call
  await stillMay(call)
  const name = cleanTitle(given) ?? 'Untitled board'
  const { id, tokens } = await parts.directory.create(name, guest)
  try {
    await parts.registry.use({ id, title: name }, async (room) => {
      await room.change(guest, foundBoard)
      if (file) await room.changeInSlices(guest, file, () => stillMay(call))
    })
  } catch (error) {
    await parts.directory.remove(id)
    throw error
  }
  return { id, url: `/b/${id}`, tokens }
}

async function getBoard({ board, role, parts }: BoardCall): Promise<Answer> {
  const damage = await parts.registry.damageOf(board)
  const body = await summary(board, role, parts)
  return { status: 200, body: damage ? { ...body, damaged: damageBody(damage) } : body }
}

function damageBody({ since, lastGood, goodAt }: Damage): NonNullable<BoardSummary['damaged']> {
  return {
    since: new Date(since).toISOString(),
    lastGood,
    goodAt: goodAt === null ? null : new Date(goodAt).toISOString(),
  }
}

async function renameBoard(call: BoardCall): Promise<Answer> {
  const { board, role, request, parts } = call
  const body = parse(
    z.object({ title: z.string().transform((text) => cleanTitle(text)) }),
    await readJson(request, limits.maxBodyBytes),
  )
  if (!body.title)
    throw new HttpProblem(400, 'no-title', 'A board needs a title of at least one character. Nothing was changed.')
  await stillMay(call)
  await parts.directory.rename(board.id, body.title)
  parts.registry.retitle(board.id, body.title)
  return { status: 200, body: await summary({ ...board, title: body.title }, role, parts) }
}

/** Ends every right to the board: what is under way is refused, and nothing is read or written after the answer. */
async function deleteBoard(call: BoardCall): Promise<Answer> {
  const { board } = call
  const { admission, registry } = call.parts
  await admission.exclusively(board.id, async () => {
    await stillMay(call)
    await admission.remove(board.id)
    await registry.close(board.id, deleted)
  })
  call.parts.pictures.forget(board.id)
  return { status: 204, endsOwnRight: true }
}

/** Takes a deletion back, for whoever owns the board as this browser. */
async function restoreBoard({ guest, parts, params }: Call): Promise<Answer> {
  const board = parseBoardId(params[0])
  if (!guest || !board) throw noBoard()
  if (!(await parts.admission.exclusively(board, () => parts.directory.restore(board, guest)))) throw noBoard()
  const [row, right] = [await parts.directory.board(board), await parts.directory.rightOf(board, guest)]
  if (!row || !right) throw noBoard()
  return { status: 200, body: await summary(row, right.role, parts) }
}

async function joinBoard(call: Call): Promise<Answer> {
  const { guest, parts, params, request } = call
  const { secret } = parse(z.object({ secret: z.string() }), await readJson(request, limits.maxBodyBytes))
  if (!isSecret(secret)) throw new HttpProblem(404, 'cut-key', cutKey)
  if (!guest) throw new HttpProblem(401, 'no-guest', 'Programs need not join: send the token itself.')
  await stillMay(call)
  const admitted = await parts.admission.admit(params[0], request, { token: secret })
  if (!admitted.ok) throw noBoard()
  const { board, role, link } = admitted.value
  if (link) await parts.directory.grant(board.id, guest, link, role)
  // A window that is open already may do at once what the link allows.
  await parts.registry.review(board.id)
  // The link may have been revoked, or the board deleted, meanwhile.
  const held = await parts.directory.rightOf(board.id, guest)
  if (!held) throw noBoard()
  return { status: 200, body: await summary(board, held.role, parts) }
}

const cutKey = 'The key in this address is not whole. Copy the whole link, or ask for one from Share.'

async function summary(board: BoardRow, role: Role, parts: ApiParts): Promise<BoardSummary> {
  const [only] = await summaries([{ ...board, role }], parts)
  if (!only) throw new Error('one board has one summary')
  return only
}

async function summaries(
  rows: readonly (BoardRow & { readonly role: Role })[],
  { log, registry }: ApiParts,
): Promise<BoardSummary[]> {
  const changedAt = await log.changedAt(rows.map(({ id }) => id))
  return rows.map(({ id, title, role, createdAt }) => ({
    id,
    title,
    role,
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(changedAt.get(id) ?? createdAt).toISOString(),
    here: registry.here(id),
  }))
}
