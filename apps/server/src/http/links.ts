import { type BoardId, type BoardLink, limits, type Role } from '@inkbridge/types'
import * as rest from '@inkbridge/types/rest'
import type { LinkRow } from '../storage/storage.ts'
import { HttpProblem } from './problem.ts'
import { type Call, endsOwnRight, json, type Route, route, stillMay } from './route.ts'

const listLinks = route(
  {
    id: 'listLinks',
    method: 'GET',
    path: '/api/boards/:board/links',
    role: 'owner',
    summary: 'All links to the board',
    answers: { 200: rest.boardLinks },
  },
  async ({ board, parts }) => {
    const [links, passable] = [await parts.directory.links(board.id), await parts.directory.isPassable(board.id)]
    return json(200, { links: links.map((link) => linkBody(board.id, link)), passable })
  },
)

const createLink = route(
  {
    id: 'createLink',
    method: 'POST',
    path: '/api/boards/:board/links',
    role: 'owner',
    summary: 'Make a link',
    body: rest.createLink,
    answers: { 201: rest.boardLink },
    refusals: ['too-many-links'],
  },
  async (call) => {
    const { board } = call
    const { role, expiresAt } = await call.readBody()
    const until = expiresAt ? Date.parse(expiresAt) : null
    const link = await whileOwner(call, board.id, () => added(call, board.id, role, until))
    return json(201, linkBody(board.id, link))
  },
)

const revokeLink = route(
  {
    id: 'revokeLink',
    method: 'POST',
    path: '/api/boards/:board/links/:link/revoke',
    role: 'owner',
    summary: 'Revoke a link, and end the sessions that it admitted',
    answers: { 200: rest.boardLink },
    refusals: ['no-link'],
  },
  async (call) => {
    const { board, params } = call
    const link = await whileOwner(call, board.id, () => revoked(call, board.id, params.link))
    return endsOwnRight(json(200, linkBody(board.id, link)))
  },
)

const rotateLink = route(
  {
    id: 'rotateLink',
    method: 'POST',
    path: '/api/boards/:board/links/:link/rotate',
    role: 'owner',
    summary: 'Revoke a link, and create a new one with the same role and expiry',
    answers: { 201: rest.boardLink },
    refusals: ['no-link', 'too-many-links'],
  },
  async (call) => {
    const { board, params } = call
    const link = await whileOwner(call, board.id, async () => {
      await oneMoreLink(call, board.id)
      const { role, expiresAt } = await revoked(call, board.id, params.link)
      return call.parts.directory.addLink(board.id, role, expiresAt)
    })
    return endsOwnRight(json(201, linkBody(board.id, link)))
  },
)

const ownLink = route(
  {
    id: 'ownLink',
    method: 'GET',
    path: '/api/boards/:board/link',
    role: 'editor',
    summary: 'The link that the person or program joined with, if the owner allows passing it on',
    answers: { 200: rest.ownLink },
  },
  async ({ board, principal, role, link: shown, parts }) => {
    if (!(await parts.directory.isPassable(board.id))) return json(200, { link: null })
    const found = shown
      ? (await parts.directory.links(board.id)).find(({ id }) => id === shown)
      : await parts.directory.passableLink(board.id, principal, role)
    return json(200, { link: found ? linkBody(board.id, found) : null })
  },
)

const allowPassing = route(
  {
    id: 'allowPassing',
    method: 'PATCH',
    path: '/api/boards/:board/link',
    role: 'owner',
    summary: 'Set whether editors may pass on the link they joined with',
    body: rest.allowPassing,
    answers: { 200: rest.allowPassing },
  },
  async (call) => {
    const { passable } = await call.readBody()
    await whileOwner(call, call.board.id, () => call.parts.directory.allowPassing(call.board.id, passable))
    return json(200, { passable })
  },
)

/** Links to a board: for its owners, and the one that an editor joined with. */
export const linkRoutes: readonly Route[] = [listLinks, createLink, revokeLink, rotateLink, ownLink, allowPassing]

/** Runs a change only while the client still owns the board, exclusively with other changes of rights. */
function whileOwner<Value>(call: Call, board: BoardId, run: () => Promise<Value>): Promise<Value> {
  return call.parts.admission.exclusively(board, async () => {
    await stillMay(call)
    return run()
  })
}

async function oneMoreLink({ parts }: Call, board: BoardId): Promise<void> {
  if ((await parts.directory.countLinks(board)) < limits.maxLinks) return
  throw new HttpProblem(
    'too-many-links',
    `This board has had ${limits.maxLinks} links, which is the maximum. Nothing was changed.`,
  )
}

async function added(call: Call, board: BoardId, role: Role, until: number | null): Promise<LinkRow> {
  await oneMoreLink(call, board)
  return call.parts.directory.addLink(board, role, until)
}

async function revoked({ parts }: Call, board: BoardId, id: string): Promise<LinkRow> {
  const link = await parts.admission.revoke(board, id)
  if (!link) throw new HttpProblem('no-link', 'This board has no such link. Nothing was changed.')
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
