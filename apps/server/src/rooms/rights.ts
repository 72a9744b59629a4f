import type { Admission, Admitted } from '../admission/admission.ts'
import type { Right } from '../storage/storage.ts'
import type { Room } from './room.ts'
import type { Session } from './session.ts'

/** What people may do on boards, as admission knows it. */
export type Standing = Pick<Admission, 'standing' | 'revocations' | 'exists'>

/** What somebody who was admitted may do by now: reading a board takes a while, and a right may be lost meanwhile. */
export async function rightNow(admission: Standing, admitted: Admitted): Promise<Right | null> {
  let asOf = admitted.asOf
  let right: Right | null = admitted
  while (asOf !== admission.revocations) {
    asOf = admission.revocations
    right = await admission.standing(admitted.board.id, admitted)
  }
  return right && { role: right.role, until: right.until }
}

/** Looks up what a session may do, and lets it do just that. */
export async function review(admission: Standing, room: Room, session: Session): Promise<void> {
  room.allow(session, await admission.standing(room.id, session))
}
