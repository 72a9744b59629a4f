import { isAccount } from '@inkbridge/types'
import * as rest from '@inkbridge/types/rest'
import type { PasswordProblem } from '../accounts/accounts.ts'
import { HttpProblem } from './problem.ts'
import { type Call, done, endsOwnRight, file, json, type Route, route, stillMay } from './route.ts'
import { accountOf, reviewLater, signInHere, stateOf, timeOf } from './sign-in.ts'
import { clearStorage, guestOf, renewHere, visitOf } from './visit.ts'

const passwordRefusals = ['wrong-password', 'too-many-attempts', 'busy'] as const

const getAccount = route(
  {
    id: 'getAccount',
    method: 'GET',
    path: '/api/account',
    role: null,
    beforeSignIn: true,
    summary: 'The account of this browser, and how to sign in',
    answers: { 200: rest.accountState },
    refusals: ['no-guest'],
  },
  async (call) => {
    guestOf(call)
    return json(200, await stateOf(call))
  },
)

const signIn = route(
  {
    id: 'signIn',
    method: 'POST',
    path: '/api/sign-in',
    role: null,
    beforeSignIn: true,
    summary: 'Sign in with e-mail address and password; what this browser’s guest has becomes part of the account',
    body: rest.signIn,
    answers: { 200: rest.accountState },
    refusals: ['no-guest', 'signed-in', ...passwordRefusals],
  },
  async (call) => {
    mustBeGuest(call)
    const { email, password } = await call.readBody()
    const checked = await call.parts.accounts.check(email, password, call.address)
    if (!checked.ok) throw refusedPassword(checked.problem, 'The e-mail address or the password is wrong.')
    return endsOwnRight(json(200, await signInHere(call, checked.value)))
  },
)

const describeLink = route(
  {
    id: 'describePasswordLink',
    method: 'POST',
    path: '/api/password-link',
    role: null,
    beforeSignIn: true,
    summary: 'Whose password a link sets',
    body: rest.passwordLink,
    answers: { 200: rest.linkedAccount },
    refusals: ['no-guest', 'no-password-link'],
  },
  async (call) => {
    guestOf(call)
    const { secret } = await call.readBody()
    const account = await call.parts.accounts.ofLink(secret)
    if (!account) throw noPasswordLink
    const person = await call.parts.directory.person(account.principal)
    return json(200, { email: account.email, name: person?.name ?? null, isNew: account.password === null })
  },
)

const useLink = route(
  {
    id: 'usePasswordLink',
    method: 'POST',
    path: '/api/password-link/use',
    role: null,
    beforeSignIn: true,
    summary: 'Set a password by a link, once, and sign in; all other sessions of the account end',
    body: rest.setPassword,
    answers: { 200: rest.accountState },
    refusals: ['no-guest', 'signed-in', 'no-password-link', 'busy'],
  },
  async (call) => {
    mustBeGuest(call)
    const { secret, password, name = null } = await call.readBody()
    const used = await call.parts.accounts.useLink(secret, password, name)
    if (!used.ok && used.problem === 'busy') throw refusedPassword('busy', '')
    if (!used.ok) throw noPasswordLink
    return endsOwnRight(json(200, await signInHere(call, used.value)))
  },
)

const changePassword = route(
  {
    id: 'changePassword',
    method: 'POST',
    path: '/api/account/password',
    role: null,
    summary: 'Change the password; all other sessions of the account end',
    body: rest.changePassword,
    answers: { 200: rest.accountState },
    refusals: ['no-guest', 'members', ...passwordRefusals],
  },
  async (call) => {
    const account = await accountOf(call)
    const { current, password } = await call.readBody()
    const { device } = visitOf(call)
    const problem = await call.parts.accounts.changePassword(account, {
      current,
      password,
      address: call.address,
      here: device,
    })
    if (problem) throw refusedPassword(problem, 'The current password is wrong.')
    await stillMay(call)
    await renewHere(call, account.principal)
    return endsOwnRight(json(200, await stateOf(call)))
  },
)

const downloadData = route(
  {
    id: 'downloadAccountData',
    method: 'GET',
    path: '/api/account/data',
    role: null,
    summary: 'What the server knows of this person: the account, its boards and browsers',
    answers: { 200: { types: ['application/json'], description: 'A file to download.' } },
    refusals: ['no-guest', 'members'],
  },
  async (call) => {
    const { directory, devices } = call.parts
    const { principal } = await accountOf(call)
    const { account } = await stateOf(call)
    const boards = await directory.boardsOf(principal)
    const content = {
      account,
      boards: boards.map(({ id, title, role, createdAt }) => ({ id, title, role, createdAt: timeOf(createdAt) })),
      devices: (await devices.list(principal)).map(({ label, createdAt, seenAt }) => ({
        label,
        createdAt: timeOf(createdAt),
        seenAt: timeOf(seenAt),
      })),
    }
    return file(200, {
      content: `${JSON.stringify(content, null, 2)}\n`,
      type: 'application/json',
      name: 'inkbridge-account.json',
    })
  },
)

const deleteAccount = route(
  {
    id: 'deleteAccount',
    method: 'POST',
    path: '/api/account/delete',
    role: null,
    summary: 'Delete the account, with its password if it has one; boards stay for the others on them',
    body: rest.deleteAccount,
    answers: { 204: null },
    refusals: ['no-guest', 'members', ...passwordRefusals],
  },
  async (call) => {
    const { accounts, config, identity } = call.parts
    const account = await accountOf(call)
    const { password = '' } = await call.readBody()
    const problem = await accounts.confirm(account, password, call.address)
    if (problem) throw refusedPassword(problem, 'The password is wrong.')
    await stillMay(call)
    await accounts.erase(account, config.locale?.startsWith('de') ? 'Gelöschte Person' : 'Deleted person')
    identity.remove(call.response)
    clearStorage(call)
    return endsOwnRight(done(204))
  },
)

const unlinkGuest = route(
  {
    id: 'unlinkGuest',
    method: 'POST',
    path: '/api/account/unlink',
    role: null,
    summary: 'Give the boards that came from this browser’s guest back to it, and sign out',
    answers: { 200: rest.accountState },
    refusals: ['no-guest', 'members'],
  },
  async (call) => {
    const { principal } = await accountOf(call)
    const { device } = visitOf(call)
    const boards = await call.parts.directory.boardsOf(principal)
    await stillMay(call)
    const guest = await call.parts.accounts.unlink(principal, device)
    if (!guest) return json(200, await stateOf(call))
    await renewHere(call, guest)
    reviewLater(call, boards)
    return endsOwnRight(json(200, await stateOf({ ...call, guest })))
  },
)

/** Signing in, and what people do with their own account. */
export const accountRoutes: readonly Route[] = [
  getAccount,
  signIn,
  describeLink,
  useLink,
  changePassword,
  downloadData,
  deleteAccount,
  unlinkGuest,
]

function mustBeGuest(call: Call): void {
  if (!isAccount(guestOf(call))) return
  throw new HttpProblem('signed-in', 'This browser is signed in already. Sign out first; nothing was changed.')
}

const noPasswordLink = new HttpProblem(
  'no-password-link',
  'This link is incomplete, has expired, or was used already. Ask an administrator for a new one.',
)

function refusedPassword(problem: PasswordProblem, wrong: string): HttpProblem {
  if (problem === 'wrong') return new HttpProblem('wrong-password', `${wrong} Nothing was changed.`)
  if (problem === 'busy')
    return new HttpProblem('busy', 'Many people are signing in. Nothing was changed; try again in a few seconds.')
  return new HttpProblem(
    'too-many-attempts',
    'Too many wrong passwords were tried. Nothing was changed; wait a moment.',
    {
      retryAfterMs: problem.waitMs,
    },
  )
}
