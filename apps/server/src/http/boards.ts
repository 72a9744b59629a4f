import { assetsIn, initBoard } from '@inkbridge/board'
import {
  type BoardId,
  type BoardSummary,
  type CreatedBoard,
  cleanTitle,
  type LinkId,
  limits,
  type PrincipalId,
  parseBoardId,
  type Rejection,
  type Role,
} from '@inkbridge/types'
import * as rest from '@inkbridge/types/rest'
import { joinBoard as joinBody } from '@inkbridge/types/rest-sharing'
import { linkUsedUp, tokenWith } from '../admission/admission.ts'
import type { ReadFile } from '../files/files.ts'
import type { Damage } from '../log.ts'
import { deleted } from '../rooms.ts'
import { isSecret } from '../storage/storage.ts'
import { askerOf } from './asker.ts'
import { summary } from './board-summaries.ts'
import { parsedJson, readFileBody, saysJson } from './body.ts'
import { importFile, mustHaveRoom } from './file-imports.ts'
import { importRefusals } from './file-routes.ts'
import { HttpProblem } from './problem.ts'
import {
  type ApiParts,
  type Call,
  done,
  endsOwnRight,
  enterBoard,
  json,
  noBoard,
  parse,
  type Route,
  refusedLink,
  route,
  stillMay,
} from './route.ts'

/** Large content of a new board is parsed off the main thread. */
const createBoard = route(
  {
    id: 'createBoard',
    method: 'POST',
    path: '/api/boards',
    role: null,
    summary: 'Create a board, empty, with a document, or of a file of another program that is sent as it is',
    query: rest.createBoardQuery,
    file: rest.createBoard,
    anyFile: true,
    answers: { 201: rest.createdBoard },
    refusals: [...importRefusals, 'bad-body', 'bad-json', 'crowded', 'members', 'no-board', 'too-many-boards'],
  },
  async (call) => {
    const { request, parts, address, query } = call
    if (!parts.admission.mayCreate(call.guest)) throw membersOnly
    await parts.limits.mayCreate(address)
    const source = query.assetsFrom === undefined ? null : await enterBoard(call, query.assetsFrom, 'viewer')
    const from = source?.board.id ?? null
    const { bytes, content: body } = await readFileBody(request)
    const isJson = saysJson(request)
    await parts.limits.mayGrow(address, bytes)
    if (isJson && typeof body !== 'string' && bytes <= limits.maxBodyBytes) {
      const small = parse(rest.createBoard, parsedJson(body))
      if (small.document === undefined)
        return json(201, await newBoard(call, { title: small.title ?? null, file: null, from }))
    }
    const asker = askerOf(call, crypto.randomUUID())
    const sent = { body, part: isJson ? 'document' : 'whole', name: query.name, updates: [] } as const
    const { value, report } = await importFile(call, sent, asker, async (file) => {
      const { shapes, title } = file
      const created = await newBoard(call, { title: title ?? query.title ?? null, file, from })
      return { board: created.id, value: { created, shapes, title } }
    })
    const { created, ...imported } = value
    return json(201, { ...created, imported: { ...imported, report } })
  },
)

const getBoard = route(
  {
    id: 'getBoard',
    method: 'GET',
    path: '/api/boards/:board',
    role: 'viewer',
    summary: 'A board, and the role of this browser or program',
    answers: { 200: rest.boardSummary },
    refusals: ['server-full'],
  },
  async ({ board, role, parts }) => {
    const damage = await parts.registry.damageOf(board)
    const body = await summary(board, role, parts)
    return json(200, damage ? { ...body, damaged: damageBody(damage) } : body)
  },
)

const renameBoard = route(
  {
    id: 'renameBoard',
    method: 'PATCH',
    path: '/api/boards/:board',
    role: 'editor',
    summary: 'Rename a board',
    body: rest.renameBoard,
    answers: { 200: rest.boardSummary },
    refusals: ['no-title'],
  },
  async (call) => {
    const { board, role, parts } = call
    const { title } = await call.readBody()
    if (!title)
      throw new HttpProblem('no-title', 'A board needs a title of at least one character. Nothing was changed.')
    await stillMay(call)
    await parts.directory.rename(board.id, title)
    parts.registry.retitle(board.id, title)
    return json(200, await summary({ ...board, title }, role, parts))
  },
)

/** Revokes all rights to the board: pending requests are refused, and nothing is read or written after the answer. */
const deleteBoard = route(
  {
    id: 'deleteBoard',
    method: 'DELETE',
    path: '/api/boards/:board',
    role: 'owner',
    summary: 'Move a board to the trash',
    answers: { 204: null },
  },
  async (call) => {
    const { board } = call
    const { admission, registry } = call.parts
    await admission.exclusively(board.id, async () => {
      await stillMay(call)
      await admission.remove(board.id)
      await registry.close(board.id, deleted)
    })
    call.parts.pictures.forget(board.id)
    await call.parts.assets.discardUploads(board.id)
    return endsOwnRight(done(204))
  },
)

const restoreBoard = route(
  {
    id: 'restoreBoard',
    method: 'POST',
    path: '/api/boards/:board/restore',
    role: null,
    summary: 'Restore a board from the trash, as a browser that owns it',
    answers: { 200: rest.boardSummary },
    refusals: ['no-board'],
  },
  async ({ guest, parts, params }) => {
    const board = parseBoardId(params.board)
    if (!guest || !board) throw noBoard()
    if (!(await parts.admission.exclusively(board, () => parts.directory.restore(board, guest)))) throw noBoard()
    const [row, right] = [await parts.directory.board(board), await parts.directory.rightOf(board, guest)]
    if (!row || !right) throw noBoard()
    return json(200, await summary(row, right.role, parts))
  },
)

const joinBoard = route(
  {
    id: 'joinBoard',
    method: 'POST',
    path: '/api/boards/:board/join',
    role: null,
    summary: 'Grant this browser the role of a link, until the link ends',
    body: joinBody,
    answers: { 200: rest.boardSummary },
    refusals: ['crowded', 'cut-key', 'link-used-up', 'no-board', 'no-guest', 'password-needed'],
  },
  async (call) => {
    const { guest, parts, params, request } = call
    const { secret, password } = await call.readBody()
    if (!isSecret(secret)) throw new HttpProblem('cut-key', cutKey)
    if (!guest) throw new HttpProblem('no-guest', 'Programs need not join: send the token itself.')
    await stillMay(call)
    const token = password ? tokenWith(secret, password) : secret
    const admitted = await parts.admission.admit(params.board, request, { token, joins: true })
    if (!admitted.ok) throw notJoined(admitted.problem)
    const { board, role, link } = admitted.value
    if (link) await grantLink(parts, board.id, guest, link, role)
    // Open windows of the guest get the new role immediately.
    await parts.registry.review(board.id)
    // Meanwhile the link may have been revoked or the board deleted.
    const held = await parts.directory.rightOf(board.id, guest)
    if (!held) throw noBoard()
    return json(200, await summary(board, held.role, parts))
  },
)

/** Creates, joins, renames, deletes and restores boards. */
export const boardRoutes: readonly Route[] = [createBoard, getBoard, renameBoard, deleteBoard, restoreBoard, joinBoard]

const membersOnly = new HttpProblem(
  'members',
  'Only people with an account create boards on this server. Nothing was changed; sign in first.',
)

/** Grants a guest the role of a link, and records it when they join for the first time. */
async function grantLink(
  { directory }: ApiParts,
  board: BoardId,
  guest: PrincipalId,
  link: LinkId,
  role: Role,
): Promise<void> {
  const joinedBefore = await directory.hasJoined(board, guest, link)
  if (await directory.grant(board, guest, link, role)) {
    if (!joinedBefore) await directory.record(board, { actor: guest, action: 'joined', link, role })
    return
  }
  // Whether they are blocked is theirs to find out: the answer is that of a board that does not exist.
  if (await directory.isBlocked(board, guest)) throw noBoard()
  throw new HttpProblem('link-used-up', linkUsedUp.message)
}

/** Wrong secrets are answered like unknown boards, also when there were too many; wrong passwords are not. */
function notJoined(problem: Rejection): HttpProblem {
  const { reason, message } = problem
  if (reason === 'password-guesses') return new HttpProblem('crowded', message, { reason })
  return refusedLink(problem) ?? noBoard()
}

const cutKey = 'The key in this address is incomplete. Copy the whole link, or ask for a new one.'

interface NewBoard {
  readonly title: string | null
  /** Its content; null: empty. */
  readonly file: ReadFile | null
  /** The board that has its pictures; null: none. */
  readonly from: BoardId | null
}

/** Creates a board, empty or with the content of a file. */
async function newBoard(call: Call, { title: given, file, from }: NewBoard): Promise<CreatedBoard> {
  const { guest, parts } = call
  await stillMay(call)
  const name = cleanTitle(given) ?? 'Untitled board'
  const { id, tokens } = await parts.directory.create(name, guest)
  try {
    await parts.registry.use({ id, title: name }, async (room) => {
      await room.change(guest, initBoard)
      if (file) await mustHaveRoom(call, id, file)
      if (file) await room.changeInSlices(guest, file, () => stillMay(call))
      if (from) await parts.assets.copy(from, id, await room.read(assetsIn))
    })
  } catch (error) {
    await parts.directory.remove(id)
    throw error
  }
  return { id, url: `/b/${id}`, tokens }
}

function damageBody({ since, lastGood, goodAt }: Damage): NonNullable<BoardSummary['damaged']> {
  return {
    since: new Date(since).toISOString(),
    lastGood,
    goodAt: goodAt === null ? null : new Date(goodAt).toISOString(),
  }
}
