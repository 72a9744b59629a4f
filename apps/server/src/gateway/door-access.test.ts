import { atLeast, type BoardId, closeCodes, type Frame, type PrincipalId, type Role, roles } from '@inkbridge/types'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { rectUpdate } from '../rooms/testing/clients.ts'
import {
  type BoardName,
  boardNames,
  type Guests,
  inviteGuests,
  type OriginName,
  openScene,
  originNames,
  roleOn,
  type Scene,
  type Visitor,
  visitorNames,
  visitors,
} from '../testing/access.ts'
import { allowedOrigin } from '../testing/defences.ts'
import { type Door, doors, enter, type Outcome, type Visit, visit } from '../testing/doors.ts'
import { startServer, type TestServer } from '../testing/server.ts'

/** All visitors from all origins at all doors for all boards; and all kinds of frames from all roles. */

let server: TestServer
let guests: Guests
beforeAll(async () => {
  server = await startServer({ env: { LIMITS: 'off', ALLOWED_ORIGINS: allowedOrigin } })
  guests = await inviteGuests(server)
})
afterAll(() => server.dispose())

interface Cell {
  readonly visitor: Visitor
  readonly board: BoardName
  readonly origin: OriginName
}

const cells: readonly Cell[] = visitorNames.flatMap((visitor) =>
  boardNames.flatMap((board) => originNames.map((origin) => ({ visitor, board, origin }))),
)

/** The expected outcome at a door: the role, the status of the answer, or the close code. */
type Due = Role | 'entered' | 403 | typeof closeCodes.forbidden

function due(door: Door, { visitor, board, origin }: Cell): Due {
  if (origin === 'foreign') return 403
  const { shows } = visitors[visitor]
  // A cookie counts only in a request with an origin, regardless of other credentials.
  if (origin === 'none' && (shows === 'cookie' || shows === 'forgery')) return 403
  const role = roleOn(visitor, board, origin, false)
  return role === null ? closeCodes.forbidden : door === 'yjs, stock' ? 'entered' : role
}

function found(outcome: Outcome): number | string {
  if ('status' in outcome) return outcome.status
  if ('code' in outcome) return outcome.code
  return outcome.entered === 'unknown' ? 'entered' : outcome.entered
}

test('there are more than three hundred cells', () => {
  const visits = doors.length * cells.length
  process.stdout.write(`${visits} visits and ${frameCells.length} frames: ${visits + frameCells.length} cells\n`)
  expect(visits + frameCells.length).toBeGreaterThan(300)
})

describe('visits of all visitors at every door', () => {
  test.each(doors)('%s is open only to clients with a right', { timeout: 120_000 }, async (door) => {
    const scene: Scene = await openScene(server, guests)
    const wrong: string[] = []
    for (const cell of cells) {
      const { visitor, board, origin } = cell
      const outcome = await visit(server, door, scene.boards[board], scene.sent(visitor, board, origin))
      if ('visit' in outcome) outcome.visit.leave()
      if (found(outcome) !== due(door, cell))
        wrong.push(`${visitor}, board ${board}, page ${origin}: ${found(outcome)}, not ${due(door, cell)}`)
    }
    expect(wrong).toEqual([])
  })
})

const serverHello: Extract<Frame, { kind: 'hello' }>['hello'] = {
  protocol: 1,
  role: 'owner',
  you: { id: 'g:ann' as PrincipalId, name: 'Ann', color: '#000000' },
  title: 'Mine',
  maxFrameBytes: 1,
  documentBytes: 1,
  generation: 1,
}

/**
 * Who may send a frame, and its effect. `edit`: changes the board for editors, closes others with 4403;
 * `say`: allowed for everybody, without changing the board; `refused`: closes the sender with 4422.
 */
const frames: Readonly<
  Record<Frame['kind'], { readonly is: 'edit' | 'say' | 'refused'; make(update: Uint8Array): Frame }>
> = {
  'sync-step-1': { is: 'say', make: () => ({ kind: 'sync-step-1', stateVector: Uint8Array.of(0) }) },
  have: { is: 'say', make: () => ({ kind: 'have', stateVector: Uint8Array.of(0), deletions: Uint8Array.of(0) }) },
  'sync-step-2': { is: 'edit', make: (update) => ({ kind: 'sync-step-2', update }) },
  update: { is: 'edit', make: (update) => ({ kind: 'update', update }) },
  awareness: { is: 'say', make: () => ({ kind: 'awareness', states: Uint8Array.of(0) }) },
  presence: { is: 'say', make: () => ({ kind: 'presence', delta: Uint8Array.of(0, 0) }) },
  'query-awareness': { is: 'say', make: () => ({ kind: 'query-awareness' }) },
  ping: { is: 'say', make: () => ({ kind: 'ping', id: 1 }) },
  pong: { is: 'say', make: () => ({ kind: 'pong', id: 1 }) },
  chunk: { is: 'say', make: () => ({ kind: 'chunk', rest: 10, bytes: Uint8Array.of(0, 2) }) },
  denied: { is: 'refused', make: () => ({ kind: 'denied', reason: 'you' }) },
  hello: { is: 'refused', make: () => ({ kind: 'hello', hello: serverHello }) },
  saved: { is: 'refused', make: () => ({ kind: 'saved', received: 1, saved: 1 }) },
  notice: { is: 'refused', make: () => ({ kind: 'notice', notice: { type: 'role', role: 'owner' } }) },
}

const kinds = Object.keys(frames) as Frame['kind'][]
const frameCells = kinds.flatMap((kind) => roles.flatMap((role) => doors.map((door) => [kind, role, door] as const)))

describe('every kind of frame, from every role, by every door', () => {
  test.each(frameCells)('%s from %s by %s', async (kind, role, door) => {
    const { id } = await server.directory.create('Harbour', null)
    const { secret } = await server.directory.addLink(id, role, null)
    const witness = await enter(server, 'yjs', id, {
      token: (await server.directory.addLink(id, 'viewer', null)).secret ?? '',
    })
    const client = await enter(server, door, id, { token: secret ?? '' })
    const { is, make } = frames[kind]
    client.send(make(rectUpdate(new Y.Doc(), 's')))
    const changes = is === 'edit' && atLeast(role, 'editor')
    if (is === 'refused') expect(await client.closed).toBe(closeCodes.refused)
    else if (is === 'edit' && !changes) expect(await client.closed).toBe(closeCodes.forbidden)
    else if (changes) await witness.until('update', (frame) => hasShape(frame.update))
    else await isStillHeard(client, door)
    expect(await shapesOf(id)).toEqual(changes ? ['s'] : [])
    for (const each of [client, witness]) each.leave()
  })
})

/** Asks a last question and expects the answer. */
async function isStillHeard(client: Visit, door: Door): Promise<void> {
  if (door === 'yjs, stock') {
    client.send({ kind: 'sync-step-1', stateVector: Uint8Array.of(0) })
    await client.until('sync-step-2')
    return
  }
  client.send({ kind: 'ping', id: 77 })
  await client.until('pong', ({ id }) => id === 77)
}

function hasShape(update: Uint8Array): boolean {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  return doc.getMap('shapes').has('s')
}

async function shapesOf(id: BoardId): Promise<readonly string[]> {
  return server.registry.use({ id, title: 'Harbour' }, (room) => room.read((doc) => [...doc.getMap('shapes').keys()]))
}
