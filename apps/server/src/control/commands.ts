import { type AccountRole, type BoardId, cleanName, no, ok, type Result } from '@inkbridge/types'
import * as rest from '@inkbridge/types/rest'
import { z } from 'zod'
import { type Accounts, passwordPath } from '../accounts/accounts.ts'
import type { Config } from '../config.ts'
import type { AccountRow, Directory, LinkRow, Secrets } from '../storage/storage.ts'

/** A command for a running server, or for its data folder while no server runs. */
export type ControlRequest = z.infer<typeof shape>

const shape = z.discriminatedUnion('command', [
  z.object({ command: z.literal('rotate-key'), dropOldKeys: z.boolean() }),
  z.object({ command: z.literal('user-add'), email: rest.signIn.shape.email, name: z.string().nullable() }),
  z.object({ command: z.literal('user-list') }),
  z.object({ command: z.enum(['user-disable', 'user-enable', 'user-reset']), email: z.string() }),
  /** Asks for the boards and the right to them. */
  z.object({ command: z.literal('boards') }),
])

/** The parts that commands act on. */
export interface ControlParts {
  readonly directory: Pick<Directory, 'reseal' | 'boards' | 'links' | 'addLink' | 'accounts' | 'accountOfEmail'>
  readonly accounts: Accounts
  readonly secrets: Secrets
  readonly config: Pick<Config, 'access'>
  /** The address of the running server on this machine; null: none is running. */
  readonly origin: string | null
  /** The address at which people find boards. */
  readonly address: string
}

/** The key was replaced. */
interface KeyRotated {
  readonly code: 'key-rotated' | 'old-keys-dropped'
  /** The number of links that were encrypted again. */
  readonly links: number
}

/** The boards of a server. */
export interface BoardList {
  readonly code: 'boards'
  readonly origin: string | null
  readonly address: string
  readonly boards: readonly {
    readonly id: BoardId
    readonly title: string
    /** The secret of a link for owners. */
    readonly token: string
  }[]
}

/** An account has a link to set its password. */
interface PasswordLinked {
  readonly code: 'user-added' | 'administrator-added' | 'user-reset'
  readonly email: string
  readonly link: string
  readonly days: number
}

interface UserChanged {
  readonly code: 'user-disabled' | 'user-enabled'
  readonly email: string
}

/** The accounts of a server. */
interface UserList {
  readonly code: 'users'
  readonly users: readonly {
    readonly email: string | null
    readonly name: string | null
    readonly role: AccountRole
    readonly disabled: boolean
    /** Whether a password was set. */
    readonly hasPassword: boolean
  }[]
}

/** A command that cannot be carried out as asked. */
interface NotDone {
  readonly code: 'user-exists' | 'user-missing'
  readonly email: string
}

/** The running server lets in nobody by a link. */
interface AccountsOnly {
  readonly code: 'accounts-only'
}

/** The result of a command; the command line turns it into text. */
export type ControlDone = KeyRotated | BoardList | PasswordLinked | UserChanged | UserList | NotDone | AccountsOnly

/** Why a command failed. */
export interface ControlProblem {
  readonly code:
    | 'setting'
    | 'no-boards'
    | 'unknown-command'
    | 'not-json'
    | 'failed'
    | 'cut-short'
    | 'in-use'
    | 'other-account'
    | 'error'
  readonly values?: { readonly dataDir: string } | { readonly message: string }
}

/** Runs a command. The caller serialises requests. */
export async function perform(request: ControlRequest, parts: ControlParts): Promise<ControlDone> {
  switch (request.command) {
    case 'boards':
      return listBoards(parts)
    case 'rotate-key':
      return rotateKey(request, parts)
    case 'user-add':
      return addUser(request, parts)
    case 'user-list':
      return listUsers(parts)
    default:
      return changeUser(request, parts)
  }
}

async function listBoards({ directory, origin, address, config }: ControlParts): Promise<BoardList | AccountsOnly> {
  if (origin !== null && config.access === 'private') return { code: 'accounts-only' }
  const boards: BoardList['boards'][number][] = []
  for (const { id, title } of await directory.boards()) {
    const usable = (await directory.links(id)).find(isForOwners)
    const token = usable?.secret ?? (await directory.addLink(id, 'owner', null)).secret
    if (token) boards.push({ id, title, token })
  }
  return { code: 'boards', origin, address, boards }
}

function isForOwners({ role, secret, expiresAt, revokedAt }: LinkRow): boolean {
  return role === 'owner' && secret !== null && expiresAt === null && revokedAt === null
}

async function addUser(
  { email, name }: ControlRequest & { readonly command: 'user-add' },
  { accounts, address }: ControlParts,
): Promise<ControlDone> {
  const account = await accounts.add({ email, name: cleanName(name) })
  if (!account) return { code: 'user-exists', email }
  const code = account.role === 'admin' ? 'administrator-added' : 'user-added'
  return { code, email, ...(await linkFor(account, accounts, address)) }
}

async function listUsers({ directory }: ControlParts): Promise<UserList> {
  const users = (await directory.accounts()).map(({ email, name, role, disabledAt, password }) => ({
    email,
    name,
    role,
    disabled: disabledAt !== null,
    hasPassword: password !== null,
  }))
  return { code: 'users', users }
}

async function changeUser(
  { command, email }: ControlRequest & { readonly command: 'user-disable' | 'user-enable' | 'user-reset' },
  { accounts, directory, address }: ControlParts,
): Promise<ControlDone> {
  const account = await directory.accountOfEmail(email)
  if (!account) return { code: 'user-missing', email }
  if (command === 'user-reset') return { code: 'user-reset', email, ...(await linkFor(account, accounts, address)) }
  const disabled = command === 'user-disable'
  await accounts.disable(account, disabled)
  return { code: disabled ? 'user-disabled' : 'user-enabled', email }
}

async function linkFor(account: AccountRow, accounts: Accounts, address: string) {
  const { secret, expiresAt } = await accounts.linkFor(account)
  return { link: `${address}${passwordPath(secret)}`, days: Math.round((expiresAt - Date.now()) / 86_400_000) }
}

async function rotateKey(
  { dropOldKeys }: ControlRequest & { readonly command: 'rotate-key' },
  { directory, secrets }: ControlParts,
): Promise<KeyRotated> {
  secrets.rotate()
  const links = await directory.reseal()
  if (dropOldKeys) secrets.dropOldKeys()
  return { code: dropOldKeys ? 'old-keys-dropped' : 'key-rotated', links }
}

export function parseRequest(line: string): Result<ControlRequest, ControlProblem> {
  try {
    const parsed = shape.safeParse(JSON.parse(line))
    return parsed.success ? ok(parsed.data) : no({ code: 'unknown-command' })
  } catch {
    return no({ code: 'not-json' })
  }
}
