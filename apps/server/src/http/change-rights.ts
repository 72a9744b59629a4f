import type { Admitted } from '../admission/admission.ts'
import type { AuditEvent } from '../storage/storage.ts'
import { type Call, stillMay } from './route.ts'

/** A request of an owner of a board. */
export type OwnerCall = Call & Pick<Admitted, 'board' | 'principal'>

/** The result of a change of rights, and its entry in the activity; null: nothing was changed. */
interface Changed<Value> {
  readonly value: Value
  readonly event: Omit<AuditEvent, 'actor'> | null
}

/**
 * Changes the rights to a board while the client still owns it, one change after the other, and records it. When it
 * resolves the change applies to all sessions, and the edits of those that ended are on disk.
 */
export function changeRights<Value>(call: OwnerCall, run: () => Promise<Changed<Value>>): Promise<Value> {
  const { board, principal, parts } = call
  const { admission, directory, registry } = parts
  return admission.exclusively(board.id, async () => {
    await stillMay(call)
    const { value, event } = await run()
    if (!event) return value
    admission.rightsChanged()
    await registry.review(board.id)
    await directory.record(board.id, { actor: principal, ...event })
    return value
  })
}
