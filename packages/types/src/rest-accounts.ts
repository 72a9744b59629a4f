import { z } from 'zod'
import type { PrincipalId } from './ids.ts'
import { limits } from './limits.ts'
import { cleanName } from './presence.ts'
import { accountRoles } from './roles.ts'

/** Bodies of the routes about accounts; times are ISO 8601 in UTC. */

const time = z.iso.datetime({ offset: true })
const email = z
  .string()
  .trim()
  .max(254)
  .regex(/^[^\s@]+@[^\s@]+$/, 'is not an e-mail address')
  .meta({ description: 'An e-mail address, in any case.' })

const name = z
  .string()
  .transform((text) => cleanName(text))
  .refine((text) => text !== null, 'needs at least one character')

/** A password that somebody tries. */
const password = z.string().max(limits.maxPasswordBytes)

const newPassword = z
  .string()
  .min(limits.minPasswordLength, `needs at least ${limits.minPasswordLength} characters`)
  .refine(
    (text) => new TextEncoder().encode(text).byteLength <= limits.maxPasswordBytes,
    `is longer than ${limits.maxPasswordBytes} bytes`,
  )
  .meta({ description: `At least ${limits.minPasswordLength} characters of any kind.` })

const principal = z
  .string()
  .regex(/^a:[\w-]{22}$/)
  .meta({ description: 'An account’s id; not a secret.' }) as unknown as z.ZodType<PrincipalId, PrincipalId>

const role = z.enum(accountRoles).meta({ id: 'AccountRole', description: '`admin` also manages accounts.' })

export const account = z
  .object({
    id: principal,
    name: z.string(),
    email: z.string().nullable(),
    role,
    createdAt: time,
    hasPassword: z.boolean(),
    connected: z.boolean().meta({ description: 'Whether it signs in with the OpenID provider, too.' }),
    guest: z.boolean().meta({ description: 'Whether it took over the boards of this browser’s guest.' }),
    soleOwnerOf: z
      .array(z.object({ id: z.string(), title: z.string() }))
      .meta({ description: 'Boards that nobody else owns.' }),
  })
  .meta({ id: 'Account' })
/** The account of this browser. */
export type Account = z.infer<typeof account>

export const accountState = z
  .object({
    account: account.nullable().meta({ description: 'null: the browser is a guest.' }),
    signIn: z
      .object({ password: z.boolean(), openId: z.boolean() })
      .meta({ description: 'The ways to sign in that this server offers.' }),
    mayCreate: z.boolean().meta({ description: 'Whether this browser may create boards.' }),
  })
  .meta({ id: 'AccountState' })
/** `GET /api/account`, and the answer of every change of it. */
export type AccountState = z.infer<typeof accountState>

export const signIn = z.object({ email, password }).meta({ id: 'SignIn' })
/** `POST /api/sign-in` */
export type SignIn = z.input<typeof signIn>

const secret = z.string().max(128).meta({ description: 'The secret of a link to set a password.' })

export const passwordLink = z.object({ secret }).meta({ id: 'PasswordLink' })
/** `POST /api/password-link` */
export type PasswordLink = z.infer<typeof passwordLink>

export const linkedAccount = z
  .object({
    email: z.string().nullable(),
    name: z.string().nullable().meta({ description: 'null: none has been chosen.' }),
    isNew: z.boolean().meta({ description: 'Whether it has no password yet.' }),
  })
  .meta({ id: 'LinkedAccount' })
/** 200 of `POST /api/password-link`: whose password the link sets. */
export type LinkedAccount = z.infer<typeof linkedAccount>

export const setPassword = z
  .object({ secret, password: newPassword, name: name.exactOptional() })
  .meta({ id: 'SetPassword' })
/** `POST /api/password-link/use` */
export type SetPassword = z.input<typeof setPassword>

export const changePassword = z.object({ current: password, password: newPassword }).meta({ id: 'ChangePassword' })
/** `POST /api/account/password` */
export type ChangePassword = z.input<typeof changePassword>

export const deleteAccount = z
  .object({
    password: password.meta({ description: 'Of an account that has one.' }).exactOptional(),
  })
  .meta({ id: 'DeleteAccount' })
/** `POST /api/account/delete` */
export type DeleteAccount = z.infer<typeof deleteAccount>

export const member = z
  .object({
    id: principal,
    name: z.string(),
    email: z.string().nullable(),
    role,
    createdAt: time,
    disabled: z.boolean(),
    hasPassword: z.boolean(),
  })
  .meta({ id: 'Member', description: 'An account, for administrators.' })
/** One row of `GET /api/administration/people` */
export type Member = z.infer<typeof member>

export const members = z.object({ people: z.array(member) }).meta({ id: 'Members' })
/** `GET /api/administration/people`, oldest first. */
export type Members = z.infer<typeof members>

export const inviteMember = z.object({ email, name: name.exactOptional() }).meta({ id: 'InviteMember' })
/** `POST /api/administration/people` */
export type InviteMember = z.input<typeof inviteMember>

export const invitation = z
  .object({
    url: z.string().meta({ description: '`/account/password#<secret>`, relative to the server; it works once.' }),
    expiresAt: time,
  })
  .meta({ id: 'Invitation', description: 'A link to set a password.' })
/** 201 of `POST /api/administration/people`, and of `POST …/people/<account>/reset` */
export type Invitation = z.infer<typeof invitation>

export const changeMember = z.object({ disabled: z.boolean() }).meta({ id: 'ChangeMember' })
/** `PATCH /api/administration/people/<account>` */
export type ChangeMember = z.infer<typeof changeMember>

export const unownedBoards = z
  .object({ boards: z.array(z.object({ id: z.string(), title: z.string(), createdAt: time })) })
  .meta({ id: 'UnownedBoards' })
/** `GET /api/administration/boards`: boards whose owners are gone, oldest first. */
export type UnownedBoards = z.infer<typeof unownedBoards>
