import {
  type AllowPassing,
  type BoardId,
  type BoardLink,
  type BoardLinks,
  limits,
  type OwnLink,
  roles,
} from '@inkbridge/types'
import { z } from 'zod'
import type { LinkRow } from '../storage/link-rows.ts'
import { HttpProblem, readJson } from './body.ts'
import { type Answer, type BoardCall, type Call, parse, type Route, stillMay } from './route.ts'

/** Links to a board: for its owners, and the one that somebody who edits it came by. */
export const linkRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/boards/:board/links', role: 'owner', run: listLinks },
  { method: 'POST', path: '/api/boards/:board/links', role: 'owner', run: createLink },
  { method: 'POST', path: '/api/boards/:board/links/:link/revoke', role: 'owner', run: revokeLink },
  { method: 'POST', path: '/api/boards/:board/links/:link/rotate', role: 'owner', run: rotateLink },
  { method: 'GET', path: '/api/boards/:board/link', role: 'editor', run: ownLink },
  { method: 'PATCH', path: '/api/boards/:board/link', role: 'owner', run: allowPassing },
]

async function listLinks(call: BoardCall): Promise<Answer> {
  const { board, parts } = call
  const [links, passable] = [await parts.directory.links(board.id), await parts.directory.isPassable(board.id)]
  return { status: 200, body: { links: links.map((link) => linkBody(board.id, link)), passable } satisfies BoardLinks }
}

async function createLink(call: BoardCall): Promise<Answer> {
  const { board } = call
  const shape = z.object({ role: z.enum(roles), expiresAt: z.iso.datetime({ offset: true }).nullish() })
  const { role, expiresAt } = parse(shape, await readJson(call.request, limits.maxBodyBytes))
  const until = expiresAt ? Date.parse(expiresAt) : null
  const link = await whileOwner(call, board.id, () => call.parts.directory.addLink(board.id, role, until))
  return { status: 201, body: linkBody(board.id, link) }
}

/** The link opens nothing any more, for those who are on the board as well. */
async function revokeLink(call: BoardCall): Promise<Answer> {
  const { board } = call
  const link = await whileOwner(call, board.id, () => revoked(call, board.id))
  return { status: 200, body: linkBody(board.id, link), endsOwnRight: true }
}

/** The same with a new link of the same role, until the same time. */
async function rotateLink(call: BoardCall): Promise<Answer> {
  const { board } = call
  const link = await whileOwner(call, board.id, async () => {
    const { role, expiresAt } = await revoked(call, board.id)
    return call.parts.directory.addLink(board.id, role, expiresAt)
  })
  return { status: 201, body: linkBody(board.id, link), endsOwnRight: true }
}

/** The link that the asker came by, where the owner allows that it is passed on. */
async function ownLink(call: BoardCall): Promise<Answer> {
  const { board, principal, role, link: shown, parts } = call
  if (!(await parts.directory.isPassable(board.id))) return { status: 200, body: { link: null } satisfies OwnLink }
  const found = shown
    ? (await parts.directory.links(board.id)).find(({ id }) => id === shown)
    : await parts.directory.passableLink(board.id, principal, role)
  return { status: 200, body: { link: found ? linkBody(board.id, found) : null } satisfies OwnLink }
}

/** Whether those who edit may pass on the link they came by. */
async function allowPassing(call: BoardCall): Promise<Answer> {
  const { passable } = parse(z.object({ passable: z.boolean() }), await readJson(call.request, limits.maxBodyBytes))
  await whileOwner(call, call.board.id, () => call.parts.directory.allowPassing(call.board.id, passable))
  return { status: 200, body: { passable } satisfies AllowPassing }
}

/** Who loses a board while they ask for this gets no link to it. */
function whileOwner<Value>(call: Call, board: BoardId, run: () => Promise<Value>): Promise<Value> {
  return call.parts.admission.exclusively(board, async () => {
    await stillMay(call)
    return run()
  })
}

async function revoked({ parts, params }: Call, board: BoardId): Promise<LinkRow> {
  const link = await parts.admission.revoke(board, params[1] ?? '')
  if (!link) throw new HttpProblem(404, 'no-link', 'This board has no such link. Nothing was changed.')
  await parts.registry.review(board)
  return link
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
