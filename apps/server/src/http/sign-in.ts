import { isAccount, isGuest } from '@inkbridge/types'
import type * as rest from '@inkbridge/types/rest'
import { guarded } from '../boundary.ts'
import type { AccountRow, BoardRow } from '../storage/storage.ts'
import { HttpProblem } from './problem.ts'
import { stillMay } from './route.ts'
import { guestOf, renewHere, type Visiting, visitOf } from './visit.ts'

/** Signs this browser in. What its guest has becomes part of the account. */
export async function signInHere(call: Visiting, { principal }: AccountRow): Promise<rest.AccountState> {
  const { principal: guest, device: before } = visitOf(call)
  await stillMay(call)
  const { device } = await renewHere(call, principal)
  if (isGuest(guest)) await call.parts.accounts.link({ guest, account: principal, device }, before)
  reviewLater(call, await call.parts.directory.boardsOf(principal))
  return stateOf({ ...call, guest: principal, device })
}

/** Gives open connections to boards their new roles once the answer is sent, when this browser's own have ended. */
export function reviewLater({ parts, response }: Visiting, boards: readonly BoardRow[]): void {
  const { registry, logger } = parts
  const review = async () => void (await Promise.all(boards.map(({ id }) => registry.review(id))))
  response.once('close', () => guarded(logger, { entry: 'answer' }, review))
}

/** The account of a request. Rejects with an `HttpProblem` for a guest. */
export async function accountOf(call: Visiting): Promise<AccountRow> {
  const account = await call.parts.directory.account(guestOf(call))
  if (!account) throw new HttpProblem('members', 'Sign in first. Nothing was changed.')
  return account
}

export async function stateOf({ guest, device, parts }: Visiting): Promise<rest.AccountState> {
  const { directory, known, admission } = parts
  const account = guest && isAccount(guest) ? await directory.account(guest) : null
  const signIn = { password: known.exist, openId: parts.config.openId !== null }
  const mayCreate = admission.mayCreate(guest)
  if (!account) return { account: null, signIn, mayCreate }
  const { principal, email, role, createdAt, password } = account
  const { name } = await admission.personOf(principal)
  return {
    account: {
      id: principal,
      name,
      email,
      role,
      createdAt: timeOf(createdAt),
      hasPassword: password !== null,
      connected: await directory.hasIdentity(principal),
      guest: device !== null && known.guestOf(principal, device) !== null,
      soleOwnerOf: [...(await directory.boardsOwnedAlone(principal))],
    },
    signIn,
    mayCreate,
  }
}

export function timeOf(ms: number): string {
  return new Date(ms).toISOString()
}
