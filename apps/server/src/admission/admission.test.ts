import type { IncomingMessage } from 'node:http'
import { type BoardId, closeCodes, newBoardId, type PrincipalId } from '@inkbridge/types'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { connect, type TestConnection } from '../rooms/testing/clients.ts'
import { openParts, type TestParts } from '../testing/parts.ts'

let parts: TestParts
let clock = 0
beforeEach(() => {
  vi.useFakeTimers()
  clock = 0
  parts = openParts({ clock: () => clock, env: { MAX_BOARD_SOCKETS: '3' } })
})
afterEach(async () => {
  await parts.dispose()
  vi.useRealTimers()
})

/** A request from a program at an address. */
function request(address = '192.0.2.1', headers: Record<string, string> = {}): IncomingMessage {
  const parts = { headers: { host: 'localhost:3000', ...headers }, method: 'GET', socket: { remoteAddress: address } }
  return parts as unknown as IncomingMessage
}

function admit(board: unknown, token: string | null, { from, key }: { from?: IncomingMessage; key?: string } = {}) {
  return parts.admission.admit(board, from ?? request(), { token, ...(key ? { key } : {}) })
}

interface Entered {
  readonly connection: TestConnection
  readonly receive: (bytes: Uint8Array) => void
  readonly left: () => void
}

async function enter(board: BoardId, token: string, from = request()): Promise<Entered> {
  const admitted = await admit(board, token, { from })
  if (!admitted.ok) throw new Error(admitted.problem.message)
  const connection = connect()
  const entry = await parts.registry.enter(admitted.value, connection)
  return { connection, receive: (bytes) => entry?.receive(bytes), left: () => entry?.left() }
}

const codes = ({ connection }: Entered) => connection.closed.map(({ code }) => code)

test('missing and deleted boards, boards without a right, and invalid ids get the same answer', async () => {
  const [board, other] = [await parts.directory.create('Harbour', null), await parts.directory.create('Quay', null)]
  await parts.directory.remove(board.id)
  const answers = await Promise.all([
    admit(newBoardId(), other.tokens.owner),
    admit(board.id, board.tokens.owner),
    admit(other.id, 'n'.repeat(32)),
    admit(other.id, null),
    admit('__proto__', other.tokens.owner),
    admit(7, other.tokens.owner),
    admit(undefined, null),
  ])
  const [first] = answers
  expect(first).toMatchObject({ ok: false, problem: { code: closeCodes.forbidden } })
  expect(answers).toEqual(answers.map(() => first))
})

test('a client with a secret and a key is one participant, even if others have the secret; without a key many share a name', async () => {
  const { id, tokens } = await parts.directory.create('Harbour', null)
  const [one, again, other, none, neither] = await Promise.all(
    ['k'.repeat(22), 'k'.repeat(22), 'm'.repeat(22), undefined, undefined].map((key) =>
      admit(id, tokens.editor, key ? { key } : {}),
    ),
  )
  const principal = (answer: typeof one) => (answer?.ok ? answer.value.principal : null)
  expect(principal(one)).toBe(principal(again))
  expect(principal(other)).not.toBe(principal(one))
  expect(principal(none)).toBe(principal(neither))
  expect(principal(none)).toMatch(/^l:[^.]+$/)
  expect(principal(one)).toMatch(/^l:[^.]+\.[^.]+$/)
})

test('a token is sent by a program, or by one of our own pages where the browser keeps no cookies', async () => {
  const { id, tokens } = await parts.directory.create('Harbour', null)
  const isBot = async (headers: Record<string, string>) => {
    const answer = await admit(id, tokens.editor, { from: request('192.0.2.1', headers) })
    return answer.ok ? (answer.value.person.bot ?? false) : null
  }
  expect(await isBot({})).toBe(true)
  expect(await isBot({ origin: 'https://localhost:3000' })).toBe(false)
  expect(await isBot({ 'sec-fetch-site': 'same-origin' })).toBe(false)
})

test('a client is admitted with the right of the link, until it expires', async () => {
  const { id } = await parts.directory.create('Harbour', null)
  const until = Date.now() + 60_000
  const link = await parts.directory.addLink(id, 'commenter', until)
  expect(await admit(id, link.secret)).toMatchObject({ ok: true, value: { role: 'commenter', until, link: link.id } })
})

test('a link that expires ends the sessions it admitted, at that moment', async () => {
  const { id, tokens } = await parts.directory.create('Harbour', null)
  const link = await parts.directory.addLink(id, 'editor', Date.now() + 60_000)
  const [short, long] = [await enter(id, link.secret ?? ''), await enter(id, tokens.editor)]
  await vi.advanceTimersByTimeAsync(59_000)
  expect(codes(short)).toEqual([])
  await vi.advanceTimersByTimeAsync(2_000)
  expect({ short: codes(short), long: codes(long) }).toEqual({ short: [closeCodes.forbidden], long: [] })
  expect(await admit(id, link.secret)).toMatchObject({ ok: false })
})

test('a grant that a link gave ends the sessions it admitted when the link expires', async () => {
  const { id } = await parts.directory.create('Harbour', null)
  const link = await parts.directory.addLink(id, 'editor', Date.now() + 60_000)
  await parts.directory.grant(id, 'g:ann' as PrincipalId, link.id, 'editor')
  expect(await parts.directory.rightOf(id, 'g:ann' as PrincipalId)).toMatchObject({ role: 'editor' })
  await vi.advanceTimersByTimeAsync(61_000)
  expect(await parts.directory.rightOf(id, 'g:ann' as PrincipalId)).toBeNull()
})

test('a right that is lost while the board loads lets nobody in', async () => {
  const { id } = await parts.directory.create('Harbour', null)
  const link = await parts.directory.addLink(id, 'editor', null)
  const admitted = await admit(id, link.secret)
  await parts.admission.revoke(id, link.id)
  const connection = connect()
  const entry = admitted.ok ? await parts.registry.enter(admitted.value, connection) : null
  expect({ entry, closed: connection.closed.map(({ code }) => code), frames: connection.frames }).toEqual({
    entry: null,
    closed: [closeCodes.forbidden],
    frames: [],
  })
})

test('a board takes as many connections as MAX_BOARD_SOCKETS says, and another when one has left', async () => {
  const { id, tokens } = await parts.directory.create('Harbour', null)
  const entered = []
  for (let index = 0; index < 4; index += 1) entered.push(await enter(id, tokens.editor))
  expect(entered.map(codes)).toEqual([[], [], [], [closeCodes.crowded]])
  entered[0]?.left()
  expect(codes(await enter(id, tokens.editor))).toEqual([])
})

test('[L3] an address that has sent twenty wrong secrets has to wait, and no other address does', async () => {
  const { id, tokens } = await parts.directory.create('Harbour', null)
  for (let guess = 0; guess < 20; guess += 1) await admit(id, `wrong-${guess}-${'x'.repeat(20)}`)
  expect(await admit(id, 'n'.repeat(32))).toMatchObject({ ok: false, problem: { code: closeCodes.crowded } })
  const elsewhere = request('198.51.100.7')
  expect(await admit(id, 'n'.repeat(32), { from: elsewhere })).toMatchObject({
    ok: false,
    problem: { code: closeCodes.forbidden },
  })
  expect(await admit(id, tokens.editor, { from: elsewhere })).toMatchObject({ ok: true })
})

test('[L3] the right secret opens its board however many wrong ones were sent from the same address', async () => {
  const { id, tokens } = await parts.directory.create('Harbour', null)
  for (let guess = 0; guess < 40; guess += 1) await admit(id, `wrong-${guess}-${'x'.repeat(20)}`)
  expect(await admit(id, tokens.viewer)).toMatchObject({ ok: true, value: { role: 'viewer' } })
})

test('[L7] a client refused ten times in a minute is not admitted, and its neighbour at the same address is', async () => {
  const { id, tokens } = await parts.directory.create('Harbour', null)
  for (let offence = 0; offence < 10; offence += 1) {
    const offender = await enter(id, tokens.editor)
    offender.receive(Uint8Array.of(255, 255, 255))
    expect(codes(offender)).toEqual([closeCodes.refused])
  }
  expect(codes(await enter(id, tokens.editor))).toEqual([closeCodes.crowded])
  expect(codes(await enter(id, tokens.viewer))).toEqual([])
})
