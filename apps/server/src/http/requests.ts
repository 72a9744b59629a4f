import { type BoardId, type PrincipalId, parseBoardId } from '@inkbridge/types'
import * as rest from '@inkbridge/types/rest-sharing'
import { changeRights, type OwnerCall } from './change-rights.ts'
import { HttpProblem } from './problem.ts'
import { type ApiParts, done, json, type Route, route, stillMay } from './route.ts'

/** Answered in the same way whether the board exists or not, and whether its owners see the request or not. */
const askToJoin = route(
  {
    id: 'askToJoin',
    method: 'POST',
    path: '/api/boards/:board/requests',
    role: null,
    summary: 'Ask the owners of a board to be let in; repeated each minute while the person waits',
    answers: { 204: null },
    refusals: ['no-guest'],
  },
  async (call) => {
    const { guest, params, parts, address } = call
    if (!guest) throw new HttpProblem('no-guest', 'This address is for browsers.')
    await parts.limits.mayAsk(address, params.board)
    await stillMay(call)
    const board = parseBoardId(params.board)
    if (board) await show(parts, board, guest)
    return done(204)
  },
)

const listRequests = route(
  {
    id: 'listRequests',
    method: 'GET',
    path: '/api/boards/:board/requests',
    role: 'owner',
    summary: 'The people who ask to be let in',
    answers: { 200: rest.joinRequests },
  },
  async ({ board, parts }) => json(200, { people: parts.registry.joinRequests.of(board.id) }),
)

const answerRequest = route(
  {
    id: 'answerRequest',
    method: 'POST',
    path: '/api/boards/:board/requests/:person',
    role: 'owner',
    summary: 'Let a person in who asks, decline, or block them',
    body: rest.answerRequest,
    answers: { 200: rest.joinRequests },
    refusals: ['no-request'],
  },
  async (call) => {
    const { board, params, parts } = call
    const { answer } = await call.readBody()
    await changeRights(call, async () => ({ value: null, event: await answered(call, params.person, answer) }))
    parts.registry.requestsChanged(board.id)
    return json(200, { people: parts.registry.joinRequests.of(board.id) })
  },
)

/** Requests to join a board. */
export const joinRequestRoutes: readonly Route[] = [askToJoin, listRequests, answerRequest]

/** Shows a request to the owners. Everything is looked up for every board, so that the time tells nothing. */
async function show({ admission, directory, registry }: ApiParts, board: BoardId, guest: PrincipalId) {
  const [row, right, blocked, person] = await Promise.all([
    directory.board(board),
    directory.rightOf(board, guest),
    directory.isBlocked(board, guest),
    admission.personOf(guest),
  ])
  if (!row || right || blocked) return
  if (registry.joinRequests.ask(board, person)) registry.requestsChanged(board)
}

async function answered({ board, parts }: OwnerCall, id: string, answer: rest.AnswerRequest['answer']) {
  const { directory, registry } = parts
  const person = registry.joinRequests.answer(board.id, id, answer === 'decline')
  if (!person)
    throw new HttpProblem('no-request', 'This person is no longer waiting, or somebody answered. Nothing was changed.')
  if (answer === 'decline') return { action: 'declined', person: person.id } as const
  if (answer === 'block') {
    await directory.blockPerson(board.id, person.id, true)
    return { action: 'blocked', person: person.id } as const
  }
  await directory.letIn(board.id, person.id, answer)
  return { action: 'let-in', person: person.id, role: answer } as const
}
