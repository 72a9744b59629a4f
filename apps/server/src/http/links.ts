import { type BoardLink, limits } from '@inkbridge/types'
import * as rest from '@inkbridge/types/rest-sharing'
import type { LinkRow, LinkTerms } from '../storage/storage.ts'
import { changeRights, type OwnerCall } from './change-rights.ts'
import { HttpProblem } from './problem.ts'
import { type Call, endsOwnRight, json, type Route, route } from './route.ts'

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
    refusals: ['busy', 'too-many-links'],
  },
  async (call) => {
    const { board, parts } = call
    const { role, ...given } = await call.readBody()
    const { expiresAt = null, ...terms } = await termsOf(call, given)
    const link = await changeRights(call, async () => {
      await oneMoreLink(call)
      const value = await parts.directory.addLink(board.id, role, expiresAt, terms)
      return { value, event: { action: 'link-created', link: value.id, role } }
    })
    return json(201, linkBody(board.id, link))
  },
)

/** A new role applies to everybody who joined by the link; programs that send its secret need a new password at once. */
const changeLink = route(
  {
    id: 'changeLink',
    method: 'PATCH',
    path: '/api/boards/:board/links/:link',
    role: 'owner',
    summary: 'Change a link, also for everybody who joined by it',
    body: rest.changeLink,
    answers: { 200: rest.boardLink },
    refusals: ['busy', 'no-link'],
  },
  async (call) => {
    const { board, params, parts } = call
    const { role, ...given } = await call.readBody()
    const change = { ...(role && { role }), ...(await termsOf(call, given)) }
    const link = await changeRights(call, async () => {
      const value = await parts.directory.changeLink(board.id, params.link, change)
      if (!value) throw noLink()
      return { value, event: { action: 'link-changed', link: value.id, ...(role && { role }) } }
    })
    return endsOwnRight(json(200, linkBody(board.id, link)))
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
    const link = await changeRights(call, async () => {
      const value = await revoked(call, params.link)
      return { value, event: { action: 'link-revoked', link: value.id } }
    })
    return endsOwnRight(json(200, linkBody(board.id, link)))
  },
)

const rotateLink = route(
  {
    id: 'rotateLink',
    method: 'POST',
    path: '/api/boards/:board/links/:link/rotate',
    role: 'owner',
    summary: 'Revoke a link, and create a new one on the same terms',
    answers: { 201: rest.boardLink },
    refusals: ['no-link', 'too-many-links'],
  },
  async (call) => {
    const { board, params, parts } = call
    const link = await changeRights(call, async () => {
      await oneMoreLink(call)
      const { role, expiresAt, name, password, maxUses } = await revoked(call, params.link)
      const value = await parts.directory.addLink(board.id, role, expiresAt, { name, password, maxUses })
      return { value, event: { action: 'link-replaced', link: value.id, role } }
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
    await changeRights(call, async () => {
      await call.parts.directory.allowPassing(call.board.id, passable)
      return { value: null, event: { action: passable ? 'passing-allowed' : 'passing-refused' } }
    })
    return json(200, { passable })
  },
)

/** Links to a board: for its owners, and the one that an editor joined with. */
export const linkRoutes: readonly Route[] = [
  listLinks,
  createLink,
  changeLink,
  revokeLink,
  rotateLink,
  ownLink,
  allowPassing,
]

type GivenTerms = Omit<ReturnType<typeof rest.changeLink.parse>, 'role'>

/** Returns the given terms as they are stored, with the password's hash. Rejects when too many wait to be hashed. */
async function termsOf({ parts }: Call, { expiresAt, password, ...terms }: GivenTerms): Promise<Partial<LinkTerms>> {
  const hash = typeof password === 'string' ? await parts.admission.hashPassword(password) : null
  if (typeof password === 'string' && hash === null)
    throw new HttpProblem('busy', 'Too many passwords are being checked. Nothing was changed; try again in a moment.')
  return {
    ...terms,
    ...(expiresAt === undefined ? {} : { expiresAt: expiresAt === null ? null : Date.parse(expiresAt) }),
    ...(password === undefined ? {} : { password: hash }),
  }
}

async function oneMoreLink({ board, parts }: OwnerCall): Promise<void> {
  if ((await parts.directory.countLinks(board.id)) < limits.maxLinks) return
  throw new HttpProblem(
    'too-many-links',
    `This board has had ${limits.maxLinks} links, which is the maximum. Nothing was changed.`,
  )
}

async function revoked({ board, parts }: OwnerCall, id: string): Promise<LinkRow> {
  const link = await parts.admission.revoke(board.id, id)
  if (!link) throw noLink()
  return link
}

function noLink(): HttpProblem {
  return new HttpProblem('no-link', 'This board has no such link. Nothing was changed.')
}

function linkBody(board: string, link: LinkRow): BoardLink {
  return {
    id: link.id,
    role: link.role,
    name: link.name,
    createdAt: new Date(link.createdAt).toISOString(),
    expiresAt: link.expiresAt === null ? null : new Date(link.expiresAt).toISOString(),
    revokedAt: link.revokedAt === null ? null : new Date(link.revokedAt).toISOString(),
    password: link.password !== null,
    maxUses: link.maxUses,
    uses: link.uses,
    ...(link.secret === null ? {} : { url: `/b/${board}#k=${link.secret}` }),
  }
}
