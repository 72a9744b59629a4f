import { encodeFrame, limits } from '@inkbridge/types'
import { z } from 'zod'
import { HttpProblem, readJson } from './body.ts'
import { type Answer, type BoardCall, parse, type Route, stillMay } from './route.ts'

/** What a board was before: restored when it is damaged, and what of it the server had. */
export const historyRoutes: readonly Route[] = [
  { method: 'POST', path: '/api/boards/:board/history/restore', role: 'owner', run: restoreState },
  { method: 'GET', path: '/api/boards/:board/generations/:generation', role: 'viewer', run: retiredGeneration },
]

/** Restores a damaged board to the entry `seq` of its log, by default the last good one. */
async function restoreState(call: BoardCall): Promise<Answer> {
  const { board, principal, request, parts } = call
  const body = z.object({ seq: z.int().min(0).optional() })
  const { seq } = parse(body, await readJson(request, limits.maxBodyBytes))
  await stillMay(call)
  const problem = await parts.registry.restore(board, principal, seq ?? null)
  if (problem) throw new HttpProblem(409, 'not-restored', problem.message, { reason: problem.reason })
  return { status: 200, body: { id: board.id } }
}

/** What the server had of a generation when it ended, as a frame 107: what a client has beyond it was never sent. */
async function retiredGeneration({ board, params, parts }: BoardCall): Promise<Answer> {
  const generation = Number(params[1])
  const retired = Number.isSafeInteger(generation) ? await parts.registry.retired(board.id, generation) : null
  if (!retired) throw new HttpProblem(404, 'no-generation', 'This board has no such earlier generation.')
  if (retired === 'current')
    throw new HttpProblem(409, 'current', 'This generation of the board is the current one: it can be joined.')
  return { status: 200, file: { content: encodeFrame({ kind: 'have', ...retired }), type: 'application/octet-stream' } }
}
