import type { Admission, Admitted } from '../admission/admission.ts'
import type { Right } from '../storage/storage.ts'
import type { Room } from './room.ts'
import type { Session } from './session.ts'

/** The part of admission that looks up current rights. */
export type CurrentRights = Pick<Admission, 'rightOf' | 'revocations' | 'exists'>

/** Resolves with an admitted client's current right, which may have changed while the board was loading. */
export async function rightNow(admission: CurrentRights, admitted: Admitted): Promise<Right | null> {
  let asOf = admitted.asOf
  let right: Right | null = admitted
  while (asOf !== admission.revocations) {
    asOf = admission.revocations
    right = await admission.rightOf(admitted.board.id, admitted)
  }
  return right && rightOnly(right)
}

function rightOnly({ role, until, locked }: Right): Right {
  return { role, until, ...(locked ? { locked } : {}) }
}

/** Looks up a session's current right and applies it. */
export async function review(admission: CurrentRights, room: Room, session: Session): Promise<void> {
  room.allow(session, await admission.rightOf(room.id, session))
}
