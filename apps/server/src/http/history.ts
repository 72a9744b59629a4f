import { encodeFrame } from '@inkbridge/types'
import * as rest from '@inkbridge/types/rest'
import { HttpProblem } from './problem.ts'
import { file, json, type Route, route, stillMay } from './route.ts'

const restoreState = route(
  {
    id: 'restoreState',
    method: 'POST',
    path: '/api/boards/:board/history/restore',
    role: 'owner',
    summary: 'Restore a damaged board to an entry of its log, by default the last sound one',
    body: rest.restoreState,
    answers: { 200: rest.restoredBoard },
    refusals: ['not-restored', 'server-full'],
  },
  async (call) => {
    const { board, principal, parts } = call
    const { seq } = await call.readBody()
    await stillMay(call)
    const problem = await parts.registry.restore(board, principal, seq ?? null)
    if (problem) throw new HttpProblem('not-restored', problem.message, { reason: problem.reason })
    return json(200, { id: board.id })
  },
)

/** The server's state of a generation when it ended, as a frame 107: anything beyond it in a client was never sent. */
const retiredGeneration = route(
  {
    id: 'retiredGeneration',
    method: 'GET',
    path: '/api/boards/:board/generations/:generation',
    role: 'viewer',
    summary: 'The server’s state of an earlier generation of the board',
    answers: { 200: { types: ['application/octet-stream'], description: 'A frame 107 of docs/protocol.md.' } },
    refusals: ['no-generation', 'current'],
  },
  async ({ board, params, parts }) => {
    const generation = Number(params.generation)
    const retired = Number.isSafeInteger(generation) ? await parts.registry.retired(board.id, generation) : null
    if (!retired) throw new HttpProblem('no-generation', 'This board has no such earlier generation.')
    if (retired === 'current')
      throw new HttpProblem('current', 'This generation of the board is the current one: it can be joined.')
    const content = encodeFrame({ kind: 'have', ...retired })
    return file(200, { content, type: 'application/octet-stream' })
  },
)

/** Restores damaged boards, and reads the last state of ended generations. */
export const historyRoutes: readonly Route[] = [restoreState, retiredGeneration]
