import type { BoardEvent, BoardId, PrincipalId, Role } from '@inkbridge/types'
import type { Directory } from '../storage/storage.ts'

/** Publishes what has happened to a board to people. */
type Publish = (to: readonly PrincipalId[], event: BoardEvent) => void
type Roles = ReadonlyMap<PrincipalId, Role>

/**
 * Wraps a directory to publish changes of boards and of rights to the people concerned. Rights are
 * compared before and after each change, so that no caller has to name the people.
 *
 * @param failed called when people could not be looked up after a change, which is done nonetheless
 */
export function watchDirectory(directory: Directory, publish: Publish, failed: (error: unknown) => void): Directory {
  async function everybody(board: BoardId, type: BoardEvent['type']): Promise<void> {
    publish([...(await directory.rolesOn(board)).keys()], { type, board })
  }

  /** Runs a change of the rights of some people, or of all, to a board. */
  async function comparing<Result>(
    board: BoardId,
    rolesNow: () => Promise<Roles>,
    run: () => Promise<Result>,
  ): Promise<Result> {
    const before = await rolesNow()
    const result = await run()
    rolesNow().then((after) => {
      for (const [type, people] of differences(before, after)) publish(people, { type, board })
    }, failed)
    return result
  }

  const allRoles = (board: BoardId) => () => directory.rolesOn(board)
  const roleOf = (board: BoardId, principal: PrincipalId) => async (): Promise<Roles> => {
    const right = await directory.rightOf(board, principal)
    return new Map(right ? [[principal, right.role]] : [])
  }

  return {
    ...directory,

    async create(title, owner) {
      const created = await directory.create(title, owner)
      if (owner) publish([owner], { type: 'created', board: created.id })
      return created
    },

    async rename(board, title) {
      await directory.rename(board, title)
      everybody(board, 'renamed').catch(failed)
    },

    async restore(id, owner) {
      const restored = await directory.restore(id, owner)
      if (restored) everybody(id as BoardId, 'restored').catch(failed)
      return restored
    },

    async discard(id, owner) {
      const discarded = await directory.discard(id, owner)
      if (discarded) publish([owner], { type: 'removed', board: id as BoardId })
      return discarded
    },

    remove: (board) => comparing(board, allRoles(board), () => directory.remove(board)),
    revokeLink: (board, link) => comparing(board, allRoles(board), () => directory.revokeLink(board, link)),
    changeLink: (board, ...rest) => comparing(board, allRoles(board), () => directory.changeLink(board, ...rest)),
    handOver: (board, ...rest) => comparing(board, allRoles(board), () => directory.handOver(board, ...rest)),
    setRole: (board, who, role) => comparing(board, roleOf(board, who), () => directory.setRole(board, who, role)),
    letIn: (board, who, role) => comparing(board, roleOf(board, who), () => directory.letIn(board, who, role)),
    removePerson: (board, who) => comparing(board, roleOf(board, who), () => directory.removePerson(board, who)),
    blockPerson: (board, who, blocked) =>
      comparing(board, roleOf(board, who), () => directory.blockPerson(board, who, blocked)),

    // A class that joins at once must not compare the rights of everybody for each of them.
    grant: (board, principal, link, role) =>
      comparing(board, roleOf(board, principal), () => directory.grant(board, principal, link, role)),
  }
}

function differences(
  before: Roles,
  after: Roles,
): readonly (readonly ['shared' | 'removed' | 'role', PrincipalId[]])[] {
  const gained = [...after.keys()].filter((principal) => !before.has(principal))
  const lost = [...before.keys()].filter((principal) => !after.has(principal))
  const changed = [...after].filter(([principal, role]) => (before.get(principal) ?? role) !== role)
  return [
    ['shared', gained],
    ['removed', lost],
    ['role', changed.map(([principal]) => principal)],
  ]
}
