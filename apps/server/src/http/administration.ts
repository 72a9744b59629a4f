import { type PrincipalId, parseBoardId } from '@inkbridge/types'
import * as rest from '@inkbridge/types/rest'
import { type PasswordLink, passwordPath } from '../accounts/accounts.ts'
import type { AccountRow } from '../storage/storage.ts'
import { HttpProblem } from './problem.ts'
import { type Call, done, json, noBoard, type Route, route, stillMay } from './route.ts'
import { accountOf, timeOf } from './sign-in.ts'

const refusals = ['no-guest', 'members', 'administrators'] as const

const listPeople = route(
  {
    id: 'listPeople',
    method: 'GET',
    path: '/api/administration/people',
    role: null,
    summary: 'All accounts, for administrators',
    answers: { 200: rest.members },
    refusals: [...refusals],
  },
  async (call) => {
    await administratorOf(call)
    const rows = await call.parts.directory.accounts()
    return json(200, { people: await Promise.all(rows.map((row) => memberBody(call, row))) })
  },
)

const invitePerson = route(
  {
    id: 'invitePerson',
    method: 'POST',
    path: '/api/administration/people',
    role: null,
    summary: 'Create an account, for administrators; answered with a link to set its password',
    body: rest.inviteMember,
    answers: { 201: rest.invitation },
    refusals: [...refusals, 'taken-address'],
  },
  async (call) => {
    await administratorOf(call)
    const { email, name = null } = await call.readBody()
    await stillMay(call)
    const account = await call.parts.accounts.add({ email, name })
    if (!account)
      throw new HttpProblem('taken-address', 'This e-mail address has an account already. Nothing was changed.')
    return json(201, invitationBody(await call.parts.accounts.linkFor(account)))
  },
)

const resetPassword = route(
  {
    id: 'resetPassword',
    method: 'POST',
    path: '/api/administration/people/:account/reset',
    role: null,
    summary: 'Make a link to set a new password for an account, for administrators; the old one stays until it is used',
    answers: { 201: rest.invitation },
    refusals: [...refusals, 'no-account'],
  },
  async (call) => {
    await administratorOf(call)
    const account = await named(call, call.params.account)
    await stillMay(call)
    return json(201, invitationBody(await call.parts.accounts.linkFor(account)))
  },
)

const changePerson = route(
  {
    id: 'changePerson',
    method: 'PATCH',
    path: '/api/administration/people/:account',
    role: null,
    summary: 'Disable an account, which ends its sessions, or enable it again, for administrators',
    body: rest.changeMember,
    answers: { 200: rest.member },
    refusals: [...refusals, 'no-account', 'own-account'],
  },
  async (call) => {
    const { principal } = await administratorOf(call)
    const { disabled } = await call.readBody()
    const account = await named(call, call.params.account)
    if (account.principal === principal)
      throw new HttpProblem('own-account', 'You cannot disable your own account. Nothing was changed.')
    await stillMay(call)
    await call.parts.accounts.disable(account, disabled)
    return json(200, await memberBody(call, await named(call, account.principal)))
  },
)

const listUnowned = route(
  {
    id: 'listUnownedBoards',
    method: 'GET',
    path: '/api/administration/boards',
    role: null,
    summary: 'Boards whose owners are gone, for administrators',
    answers: { 200: rest.unownedBoards },
    refusals: [...refusals],
  },
  async (call) => {
    await administratorOf(call)
    const rows = await call.parts.directory.unownedBoards()
    return json(200, { boards: rows.map((row) => ({ ...row, createdAt: timeOf(row.createdAt) })) })
  },
)

const takeOver = route(
  {
    id: 'takeOverBoard',
    method: 'POST',
    path: '/api/administration/boards/:board/take-over',
    role: null,
    summary: 'Become an owner of a board whose owners are gone, for administrators',
    answers: { 204: null },
    refusals: [...refusals, 'no-board', 'not-unowned'],
  },
  async (call) => {
    const { admission, directory, registry } = call.parts
    const { principal } = await administratorOf(call)
    const board = parseBoardId(call.params.board)
    if (!board || !(await directory.board(board))) throw noBoard()
    await admission.exclusively(board, async () => {
      await stillMay(call)
      const unowned = (await directory.unownedBoards()).some(({ id }) => id === board)
      if (!unowned) throw new HttpProblem('not-unowned', 'This board has an owner. Nothing was changed; ask them.')
      await directory.letIn(board, principal, 'owner')
    })
    await registry.review(board)
    return done(204)
  },
)

/** Accounts, and boards whose owners are gone: for administrators. */
export const administrationRoutes: readonly Route[] = [
  listPeople,
  invitePerson,
  resetPassword,
  changePerson,
  listUnowned,
  takeOver,
]

/** The administrator who sends a request. Rejects with an `HttpProblem` for everybody else. */
async function administratorOf(call: Call): Promise<AccountRow> {
  const account = await accountOf(call)
  if (account.role !== 'admin')
    throw new HttpProblem('administrators', 'Only administrators may use this. Nothing was changed.')
  return account
}

async function named({ parts }: Call, id: string | undefined): Promise<AccountRow> {
  const account = await parts.directory.account(id as PrincipalId)
  if (!account) throw new HttpProblem('no-account', 'There is no such account. Nothing was changed.')
  return account
}

async function memberBody({ parts }: Call, row: AccountRow): Promise<rest.Member> {
  const { principal, email, role, createdAt, disabledAt, password } = row
  const { name } = await parts.admission.personOf(principal)
  return {
    id: principal,
    name,
    email,
    role,
    createdAt: timeOf(createdAt),
    disabled: disabledAt !== null,
    hasPassword: password !== null,
  }
}

function invitationBody({ secret, expiresAt }: PasswordLink): rest.Invitation {
  return { url: passwordPath(secret), expiresAt: timeOf(expiresAt) }
}
