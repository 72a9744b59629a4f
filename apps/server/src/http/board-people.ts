import { type BoardPerson, limits, type Person, type PrincipalId } from '@inkbridge/types'
import * as rest from '@inkbridge/types/rest-sharing'
import type { BoardPersonRow } from '../storage/storage.ts'
import { changeRights, type OwnerCall } from './change-rights.ts'
import { HttpProblem } from './problem.ts'
import { type ApiParts, done, endsOwnRight, json, type Route, route } from './route.ts'

const listPeople = route(
  {
    id: 'listBoardPeople',
    method: 'GET',
    path: '/api/boards/:board/people',
    role: 'viewer',
    summary: `Up to ${limits.maxListedPeople} people: for owners everybody who may enter the board or is blocked, else those who have it open`,
    answers: { 200: rest.boardPeople },
  },
  async ({ board, role, principal, parts }) => {
    const here = parts.registry.visitorsOf(board.id)
    if (role !== 'owner')
      return json(200, {
        you: principal,
        people: here.slice(0, limits.maxListedPeople).map(({ person }) => ({ person, here: true })),
      })
    const rows = await parts.directory.peopleOf(board.id)
    const ids = new Set(here.map(({ person }) => person.id))
    const known = new Set(rows.map((row) => row.principal))
    const programs = here.filter(({ person }) => !known.has(person.id))
    const listed = rows
      .toSorted((one, other) => Number(ids.has(other.principal)) - Number(ids.has(one.principal)) || latest(one, other))
      .slice(0, limits.maxListedPeople - Math.min(programs.length, limits.maxListedPeople))
    const people = await Promise.all(listed.map((row) => personBody(parts, row, ids.has(row.principal))))
    return json(200, {
      you: principal,
      people: [
        ...people,
        ...programs
          .slice(0, limits.maxListedPeople)
          .map(({ person, role, link }): BoardPerson => ({ person, here: true, role, link, seenAt: null })),
      ],
    })
  },
)

/** An owner's own right does not change, so that one always remains. */
const changePerson = route(
  {
    id: 'changeBoardPerson',
    method: 'PATCH',
    path: '/api/boards/:board/people/:person',
    role: 'owner',
    summary: 'Change the role of a person, or block them: they cannot enter by any link',
    body: rest.changePerson,
    answers: { 200: rest.boardPerson },
    refusals: ['no-person', 'own-right'],
  },
  async (call) => {
    const { parts, board, params } = call
    const { role, blocked } = await call.readBody()
    const { principal } = await changeRights(call, async () => {
      const found = await otherPerson(call, params.person)
      if (role) await parts.directory.setRole(board.id, found.principal, role)
      if (blocked !== undefined) await parts.directory.blockPerson(board.id, found.principal, blocked)
      return { value: found, event: personEvent(found.principal, role, blocked) }
    })
    const row = await personRow(call, principal)
    if (!row) throw noPerson()
    return json(200, await personBody(parts, row, isHere(parts, call, principal)))
  },
)

const removePerson = route(
  {
    id: 'removePerson',
    method: 'DELETE',
    path: '/api/boards/:board/people/:person',
    role: 'owner',
    summary: 'Remove a person from the board, who can join again by a link',
    answers: { 204: null },
    refusals: ['no-person', 'own-right'],
  },
  async (call) => {
    await changeRights(call, async () => {
      const { principal } = await otherPerson(call, call.params.person)
      await call.parts.directory.removePerson(call.board.id, principal)
      return { value: null, event: { action: 'removed', person: principal } }
    })
    return done(204)
  },
)

const handOver = route(
  {
    id: 'handOver',
    method: 'POST',
    path: '/api/boards/:board/owner',
    role: 'owner',
    summary: 'Make another person the owner; the previous one becomes an editor',
    body: rest.handOver,
    answers: { 204: null },
    refusals: ['no-person', 'own-right'],
  },
  async (call) => {
    const { board, link, principal, parts } = call
    const { person } = await call.readBody()
    await changeRights(call, async () => {
      const { principal: next, role } = await otherPerson(call, person)
      if (role === null) throw noPerson()
      await parts.directory.handOver(board.id, link ? null : principal, next)
      return { value: null, event: { action: 'owner-changed', person: next } }
    })
    return endsOwnRight(done(204))
  },
)

/** The people on a board. */
export const peopleRoutes: readonly Route[] = [listPeople, changePerson, removePerson, handOver]

function latest(one: BoardPersonRow, other: BoardPersonRow): number {
  return (other.seenAt ?? 0) - (one.seenAt ?? 0)
}

async function personRow({ board, parts }: OwnerCall, id: string): Promise<BoardPersonRow | undefined> {
  return (await parts.directory.peopleOf(board.id)).find(({ principal }) => principal === id)
}

/** A person on the board other than the requesting owner. */
async function otherPerson(call: OwnerCall, id: string): Promise<BoardPersonRow> {
  if (id === call.principal)
    throw new HttpProblem('own-right', 'You cannot change your own role. Hand the board over to somebody else instead.')
  const found = await personRow(call, id)
  if (!found) throw noPerson()
  return found
}

function noPerson(): HttpProblem {
  return new HttpProblem('no-person', 'This person is not on the board. Nothing was changed.')
}

function personEvent(person: PrincipalId, role: BoardPersonRow['role'] | undefined, blocked: boolean | undefined) {
  if (blocked !== undefined) return { action: blocked ? 'blocked' : 'unblocked', person } as const
  return role ? ({ action: 'role-changed', person, role } as const) : null
}

function isHere({ registry }: ApiParts, { board }: OwnerCall, id: PrincipalId): boolean {
  return registry.visitorsOf(board.id).some(({ person }) => person.id === id)
}

async function personBody(
  { admission }: ApiParts,
  { principal, role, link, seenAt }: BoardPersonRow,
  here: boolean,
): Promise<BoardPerson> {
  const person: Person = await admission.personOf(principal)
  const seen = seenAt === null ? null : new Date(seenAt).toISOString()
  return { person, here, role, link, ...(role === null ? { blocked: true } : {}), seenAt: seen }
}
