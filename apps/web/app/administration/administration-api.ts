import { request } from '@inkbridge/react/api'
import type { Invitation, InviteMember, Member, Members, UnownedBoards } from '@inkbridge/types'

const people = '/administration/people'

/** The routes for administrators; all reject with an `ApiProblem`. */
export const administrationApi = {
  people: () => request<Members>('GET', people),
  invite: (email: string) => request<Invitation>('POST', people, { email } satisfies InviteMember),
  reset: ({ id }: Member) => request<Invitation>('POST', `${people}/${id}/reset`),
  disable: ({ id }: Member, disabled: boolean) => request<Member>('PATCH', `${people}/${id}`, { disabled }),
  unowned: () => request<UnownedBoards>('GET', '/administration/boards'),
  takeOver: (board: string) => request<void>('POST', `/administration/boards/${board}/take-over`),
}
