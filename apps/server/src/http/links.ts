import { type BoardId, type BoardLink, limits, roles } from '@inkbridge/types'
import { z } from 'zod'
import type { LinkRow } from '../store/directory.ts'
import { HttpProblem, readJson } from './body.ts'
import { type Answer, boardPath, type Call, enter, parse, type Route } from './route.ts'

/** Links to a board, for its owners. */
export const linkRoutes: readonly Route[] = [
  ['GET', new RegExp(`^${boardPath}/links$`), listLinks],
  ['POST', new RegExp(`^${boardPath}/links$`), createLink],
  ['POST', new RegExp(`^${boardPath}/links/([^/]+)/revoke$`), revokeLink],
  ['POST', new RegExp(`^${boardPath}/links/([^/]+)/rotate$`), rotateLink],
]

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

/** The link opens nothing any more, for those who are on the board as well. */
async function revokeLink(call: Call): Promise<Answer> {
  const { board } = await enter(call, 'owner')
  return { status: 200, body: linkBody(board.id, await revoked(call, board.id)) }
}

/** The same with a new link of the same role, until the same time. */
async function rotateLink(call: Call): Promise<Answer> {
  const { board } = await enter(call, 'owner')
  const { role, expiresAt } = await revoked(call, board.id)
  return { status: 201, body: linkBody(board.id, await call.parts.directory.addLink(board.id, role, expiresAt)) }
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
