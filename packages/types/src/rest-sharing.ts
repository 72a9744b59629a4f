/**
 * Bodies and queries of the routes about who may enter a board: links, people, requests to join, the lock and the
 * activity. Times are ISO 8601 in UTC.
 *
 * @packageDocumentation
 */
import { z } from 'zod'
import type { LinkId, PrincipalId } from './ids.ts'
import { limits } from './limits.ts'
import { cleanName } from './presence.ts'
import { person, secret } from './rest.ts'
import { id, list, role, time } from './rest-parts.ts'

const linkId = id<LinkId>(/^[0-9A-Za-z]{12}$/, 'A link’s id; not a secret.')
const principalId = id<PrincipalId>(/^[a-z]:[\w.-]{1,64}$/, 'A person’s id; not a secret.')
const password = z.string().min(limits.minLinkPasswordLength).max(limits.maxLinkPasswordLength)
const name = z
  .string()
  .transform((text) => cleanName(text) ?? '')
  .meta({ description: `For the owners of the board; up to ${limits.maxNameLength} characters.` })
const maxUses = z.int().min(1).max(limits.maxLinkUses)

export const joinBoard = z
  .object({
    secret,
    password: z
      .string()
      .max(limits.maxLinkPasswordLength)
      .meta({ description: 'Of a link that has one.' })
      .exactOptional(),
  })
  .meta({ id: 'JoinBoard' })
/** `POST /api/boards/<id>/join`; answered with a `BoardSummary` */
export type JoinBoard = z.infer<typeof joinBoard>

export const boardLink = z
  .object({
    id: linkId,
    role,
    name: z.string().meta({ description: 'Empty: none.' }),
    createdAt: time,
    expiresAt: time.nullable(),
    revokedAt: time.nullable(),
    password: z.boolean().meta({ description: 'Whether it needs a password.' }),
    maxUses: maxUses.nullable().meta({ description: 'How many people may join by it; null: any number.' }),
    uses: z.int().min(0).meta({ description: 'How many people have joined by it.' }),
    url: z
      .string()
      .meta({ description: '`/b/<id>#k=<secret>`, relative to the server; absent when its secret is lost.' })
      .exactOptional(),
  })
  .meta({ id: 'BoardLink' })
/** One row of `GET /api/boards/<id>/links`, and 201 of `POST …/links` */
export type BoardLink = z.infer<typeof boardLink>

const passable = z.boolean().meta({ description: 'Whether people who edit may share the link they joined with.' })

export const allowPassing = z.object({ passable }).meta({ id: 'AllowPassing' })
/** `PATCH /api/boards/<id>/link`, and its answer */
export type AllowPassing = z.infer<typeof allowPassing>

export const boardLinks = z.object({ links: list(boardLink), passable }).meta({ id: 'BoardLinks' })
/** `GET /api/boards/<id>/links` */
export type BoardLinks = z.infer<typeof boardLinks>

const linkFields = {
  name: name.exactOptional(),
  expiresAt: time.nullable().meta({ description: 'null: never.' }).exactOptional(),
  password: password.nullable().meta({ description: 'null: none.' }).exactOptional(),
  maxUses: maxUses.nullable().meta({ description: 'null: any number.' }).exactOptional(),
}

export const createLink = z.object({ role, ...linkFields }).meta({ id: 'CreateLink' })
/** `POST /api/boards/<id>/links` */
export type CreateLink = z.input<typeof createLink>

export const changeLink = z
  .object({ role: role.exactOptional(), ...linkFields })
  .meta({ id: 'ChangeLink', description: 'Absent fields stay as they are.' })
/** `PATCH /api/boards/<id>/links/<link>`; answered with the `BoardLink`. */
export type ChangeLink = z.input<typeof changeLink>

export const ownLink = z
  .object({ link: boardLink.nullable().meta({ description: 'null when there is no link to share.' }) })
  .meta({ id: 'OwnLink' })
/** `GET /api/boards/<id>/link`: the link that the person or program joined with. */
export type OwnLink = z.infer<typeof ownLink>

export const boardLock = z
  .object({ locked: z.boolean().meta({ description: 'Whether everybody except owners is a viewer.' }) })
  .meta({ id: 'BoardLock' })
/** `GET` and `PATCH /api/boards/<id>/lock` */
export type BoardLock = z.infer<typeof boardLock>

export const boardPerson = z
  .object({
    person,
    here: z.boolean().meta({ description: 'Whether they have the board open.' }),
    role: role.nullable().meta({ description: 'For owners; null: blocked, or a program.' }).exactOptional(),
    link: linkId
      .nullable()
      .meta({ description: 'For owners: the link they joined by; null: their right depends on none.' })
      .exactOptional(),
    blocked: z.literal(true).meta({ description: 'For owners: they cannot enter by any link.' }).exactOptional(),
    seenAt: time.nullable().meta({ description: 'For owners: when they last opened the board.' }).exactOptional(),
  })
  .meta({ id: 'BoardPerson' })
export type BoardPerson = z.infer<typeof boardPerson>

export const boardPeople = z
  .object({ you: principalId, people: list(boardPerson) })
  .meta({ id: 'BoardPeople', description: 'For owners everybody who may enter, else those who are on the board.' })
/** `GET /api/boards/<id>/people` */
export type BoardPeople = z.infer<typeof boardPeople>

export const changePerson = z
  .object({ role: role.exactOptional(), blocked: z.boolean().exactOptional() })
  .meta({ id: 'ChangePerson', description: 'Absent fields stay as they are.' })
/** `PATCH /api/boards/<id>/people/<person>` */
export type ChangePerson = z.infer<typeof changePerson>

export const handOver = z
  .object({ person: principalId.meta({ description: 'Somebody who may enter the board.' }) })
  .meta({ id: 'HandOver' })
/** `POST /api/boards/<id>/owner` */
export type HandOver = z.infer<typeof handOver>

export const joinRequests = z
  .object({ people: list(person).meta({ description: 'Who asks to join, the first to ask first.' }) })
  .meta({ id: 'JoinRequests' })
/** `GET /api/boards/<id>/requests` */
export type JoinRequests = z.infer<typeof joinRequests>

export const answerRequest = z
  .object({
    answer: z
      .enum(['viewer', 'commenter', 'editor', 'decline', 'block'])
      .meta({ description: 'The role to let them in with, or that they are not let in.' }),
  })
  .meta({ id: 'AnswerRequest' })
/** `POST /api/boards/<id>/requests/<person>` */
export type AnswerRequest = z.infer<typeof answerRequest>

export const auditActions = [
  'link-created',
  'link-changed',
  'link-replaced',
  'link-revoked',
  'joined',
  'role-changed',
  'removed',
  'blocked',
  'unblocked',
  'let-in',
  'declined',
  'owner-changed',
  'locked',
  'unlocked',
  'passing-allowed',
  'passing-refused',
] as const
export type AuditAction = (typeof auditActions)[number]

export const auditEntry = z
  .object({
    id: z.int(),
    at: time,
    actor: person.meta({ description: 'Who did it; with the name they have now.' }),
    action: z.enum(auditActions),
    person: person.meta({ description: 'Whom it concerned.' }).exactOptional(),
    link: z.object({ id: linkId, role, name: z.string() }).meta({ description: 'As it is now.' }).exactOptional(),
    role: role.meta({ description: 'The role that was given.' }).exactOptional(),
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntry = z.infer<typeof auditEntry>

export const auditQuery = z.object({
  before: z.coerce
    .number()
    .int()
    .min(1)
    .max(Number.MAX_SAFE_INTEGER)
    .meta({ description: 'The id of an entry: those before it.' })
    .exactOptional(),
})

export const audit = z
  .object({ entries: list(auditEntry).meta({ description: `Up to ${limits.maxAuditEntries}, the newest first.` }) })
  .meta({ id: 'Audit' })
/** `GET /api/boards/<id>/audit` */
export type Audit = z.infer<typeof audit>
