import * as rest from '@inkbridge/types/rest-sharing'
import { changeRights } from './change-rights.ts'
import { json, type Route, route } from './route.ts'

const getLock = route(
  {
    id: 'getLock',
    method: 'GET',
    path: '/api/boards/:board/lock',
    role: 'viewer',
    summary: 'Whether the board is locked',
    answers: { 200: rest.boardLock },
  },
  async ({ board, parts }) => json(200, { locked: await parts.directory.isLocked(board.id) }),
)

const setLock = route(
  {
    id: 'setLock',
    method: 'PATCH',
    path: '/api/boards/:board/lock',
    role: 'owner',
    summary: 'Lock the board, so that everybody except its owners is a viewer, or unlock it',
    body: rest.boardLock,
    answers: { 200: rest.boardLock },
  },
  async (call) => {
    const { locked } = await call.readBody()
    const { directory } = call.parts
    await changeRights(call, async () => {
      if (locked === (await directory.isLocked(call.board.id))) return { value: null, event: null }
      await directory.setLocked(call.board.id, locked)
      return { value: null, event: { action: locked ? 'locked' : 'unlocked' } }
    })
    return json(200, { locked })
  },
)

/** The lock of a board. */
export const lockRoutes: readonly Route[] = [getLock, setLock]
