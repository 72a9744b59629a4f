import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { rectUpdate } from '../rooms/testing/clients.ts'
import { type Browser, type MadeBoard, makeBoard, openBrowser, send } from '../testing/client.ts'
import { doors, enter, type Visit, visit } from '../testing/doors.ts'
import { startServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer({ env: { LIMITS: 'off' } })
})
afterAll(() => server.dispose())

interface Guest extends Browser {
  readonly id: string
}

async function newGuest(name: string): Promise<Guest> {
  const browser = openBrowser(server)
  await browser.send('/api/me')
  const { json } = await browser.send('/api/me', { method: 'PATCH', json: { name } })
  return Object.assign(browser, { id: (json as { you: { id: string } }).you.id })
}

const join = (guest: Browser, { id }: MadeBoard, secret: string) =>
  guest.send(`/api/boards/${id}/join`, { method: 'POST', json: { secret } })

const inside = (guest: Browser, { id }: MadeBoard): Promise<Visit> =>
  enter(server, 'socket.io', id, { cookie: guest.cookie, origin: server.origin })

const person = (guest: Guest, { id }: MadeBoard) => `/api/boards/${id}/people/${guest.id}`

async function roleOf(guest: Browser, { id }: MadeBoard): Promise<unknown> {
  const { status, json } = await guest.send(`/api/boards/${id}`)
  return status === 200 ? (json as { role: string }).role : status
}

/** A board of Ann, which Bob has joined as an editor. */
async function openScene() {
  const [ann, bob] = [await newGuest('Ann'), await newGuest('Bob')]
  const board = await makeBoard(ann)
  await join(bob, board, board.tokens.editor)
  return { ann, bob, board }
}

const code = ({ status, json }: { readonly status: number; readonly json: unknown }) => [
  status,
  (json as { error?: { code: string } } | null)?.error?.code ?? null,
]

describe('the list of people', () => {
  test('shows owners everybody who may enter, with role, link, and whether they are here', async () => {
    const { ann, bob, board } = await openScene()
    const visitor = await inside(bob, board)
    const program = await enter(server, 'yjs', board.id, { token: board.tokens.viewer })
    const { json } = await ann.send(`/api/boards/${board.id}/people`)
    const link = async (role: string) => {
      const { links } = (await ann.send(`/api/boards/${board.id}/links`)).json as {
        links: { id: string; role: string }[]
      }
      return links.find((each) => each.role === role)?.id
    }
    const time = expect.stringMatching(/^\d{4}-.*Z$/)
    const color = expect.any(String)
    expect(json).toEqual({
      you: ann.id,
      people: [
        {
          ...{ person: { id: bob.id, name: 'Bob', color }, here: true, role: 'editor' },
          ...{ link: await link('editor'), seenAt: time },
        },
        { person: { id: ann.id, name: 'Ann', color }, here: false, role: 'owner', link: null, seenAt: time },
        {
          ...{ person: { id: `l:${await link('viewer')}`, name: expect.any(String), color, bot: true }, here: true },
          ...{ role: 'viewer', link: await link('viewer'), seenAt: null },
        },
      ],
    })
    for (const each of [visitor, program]) each.leave()
  })

  test('shows others only who is here, without roles', async () => {
    const { ann, bob, board } = await openScene()
    const visitor = await inside(ann, board)
    const { json } = await bob.send(`/api/boards/${board.id}/people`)
    expect(json).toEqual({
      you: bob.id,
      people: [{ person: { id: ann.id, name: 'Ann', color: expect.any(String) }, here: true }],
    })
    visitor.leave()
  })
})

describe('a changed role', () => {
  test('applies at once to everything the person has open, and they learn it', async () => {
    const { ann, bob, board } = await openScene()
    const visitor = await inside(bob, board)
    const changed = await ann.send(person(bob, board), { method: 'PATCH', json: { role: 'viewer' } })
    expect(changed.json).toMatchObject({ person: { id: bob.id }, role: 'viewer', here: true })
    visitor.send({ kind: 'update', update: rectUpdate(new Y.Doc(), 'late') })
    visitor.send({ kind: 'ping', id: 1 })
    await visitor.until('pong')
    const row = { id: board.id as never, title: '' }
    const shapes = await server.registry.use(row, (room) => room.read((doc) => [...doc.getMap('shapes').keys()]))
    expect(shapes).toEqual([])
    await visitor.until('notice', ({ notice }) => notice.type === 'role' && notice.role === 'viewer')
    expect(await roleOf(bob, board)).toBe('viewer')
    visitor.leave()
  })

  test('stays when the person opens a stronger link', async () => {
    const { ann, bob, board } = await openScene()
    await ann.send(person(bob, board), { method: 'PATCH', json: { role: 'viewer' } })
    expect((await join(bob, board, board.tokens.owner)).json).toMatchObject({ role: 'viewer' })
  })

  test('is refused for oneself, for strangers and for programs', async () => {
    const { ann, bob, board } = await openScene()
    const program = await enter(server, 'yjs', board.id, { token: board.tokens.viewer })
    const people = (await ann.send(`/api/boards/${board.id}/people`)).json as { people: { person: { id: string } }[] }
    const robot = people.people.find(({ person: { id } }) => id.startsWith('l:'))?.person.id ?? ''
    const change = async (id: string) =>
      code(await ann.send(`/api/boards/${board.id}/people/${id}`, { method: 'PATCH', json: { role: 'viewer' } }))
    expect([await change(ann.id), await change('g:nobody'), await change(robot)]).toEqual([
      [409, 'own-right'],
      [404, 'no-person'],
      [404, 'no-person'],
    ])
    expect([await roleOf(ann, board), await roleOf(bob, board)]).toEqual(['owner', 'editor'])
    program.leave()
  })
})

test('a removed person is disconnected and has no right, until they open a link again', async () => {
  const { ann, bob, board } = await openScene()
  const visitor = await inside(bob, board)
  expect((await ann.send(person(bob, board), { method: 'DELETE' })).status).toBe(204)
  expect([await visitor.closed, await roleOf(bob, board)]).toEqual([4403, 404])
  expect((await join(bob, board, board.tokens.editor)).status).toBe(200)
})

describe('a blocked person', () => {
  test('is disconnected, comes back by no link and no door, and cannot tell that they are blocked', async () => {
    const { ann, bob, board } = await openScene()
    const visitor = await inside(bob, board)
    const blocked = await ann.send(person(bob, board), { method: 'PATCH', json: { blocked: true } })
    expect(blocked.json).toMatchObject({ role: null, blocked: true })
    expect(await roleOf(bob, board)).toBe(404)
    expect(await visitor.closed).toBe(4403)
    const unknown = await bob.send(`/api/boards/${'A'.repeat(16)}`)
    for (const secret of Object.values(board.tokens)) {
      const reply = await join(bob, board, secret)
      expect({ status: reply.status, json: reply.json }).toEqual({ status: 404, json: unknown.json })
    }
    for (const door of doors)
      expect(await visit(server, door, board.id, { cookie: bob.cookie, origin: server.origin })).toEqual({ code: 4403 })
    expect((await bob.send('/api/boards')).json).toEqual({ boards: [], total: 0 })
  })

  test('has the right they had before when an owner unblocks them', async () => {
    const { ann, bob, board } = await openScene()
    const block = (blocked: boolean) => ann.send(person(bob, board), { method: 'PATCH', json: { blocked } })
    await block(true)
    expect(await roleOf(bob, board)).toBe(404)
    expect((await block(false)).json).toMatchObject({ role: 'editor' })
    expect(await roleOf(bob, board)).toBe('editor')
  })
})

describe('a board that is handed over', () => {
  const handOver = (from: Browser, { id }: MadeBoard, to: string, sent: object = {}) =>
    from.send(`/api/boards/${id}/owner`, { method: 'POST', json: { person: to }, ...sent })

  test('has the new owner at once, and the old one edits', async () => {
    const { ann, bob, board } = await openScene()
    const [old, next] = [await inside(ann, board), await inside(bob, board)]
    expect((await handOver(ann, board, bob.id)).status).toBe(204)
    const told = await Promise.all(
      [old, next].map((each) => each.until('notice', ({ notice }) => notice.type === 'role')),
    )
    expect(told.map(({ notice }) => notice)).toEqual([
      { type: 'role', role: 'editor' },
      { type: 'role', role: 'owner' },
    ])
    expect(code(await ann.send(`/api/boards/${board.id}/links`))).toEqual([403, 'role'])
    expect(await roleOf(bob, board)).toBe('owner')
    for (const each of [old, next]) each.leave()
  })

  test('keeps an owner: two who take the right from each other at the same moment cannot both succeed', async () => {
    const { peopleOf } = server.directory
    // Both requests arrive before it answers.
    const slowly = async (id: Parameters<typeof peopleOf>[0]) => {
      for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve))
      return peopleOf(id)
    }
    for (let trial = 0; trial < 10; trial += 1) {
      const { ann, bob, board } = await openScene()
      await ann.send(person(bob, board), { method: 'PATCH', json: { role: 'owner' } })
      Object.assign(server.directory, { peopleOf: slowly })
      const replies = await Promise.all([
        ann.send(person(bob, board), { method: 'PATCH', json: { role: 'viewer' } }),
        bob.send(person(ann, board), { method: 'PATCH', json: { role: 'viewer' } }),
      ])
      Object.assign(server.directory, { peopleOf })
      expect(replies.filter(({ status }) => status < 300)).toHaveLength(1)
      const roles = [await roleOf(ann, board), await roleOf(bob, board)]
      expect(roles.filter((role) => role === 'owner')).toHaveLength(1)
    }
  })

  test('is given to nobody who may not enter it, nor to oneself', async () => {
    const { ann, bob, board } = await openScene()
    await ann.send(person(bob, board), { method: 'PATCH', json: { blocked: true } })
    const replies = [await handOver(ann, board, bob.id), await handOver(ann, board, ann.id)]
    expect(replies.map(code)).toEqual([
      [404, 'no-person'],
      [409, 'own-right'],
    ])
  })

  test('by a program keeps the program’s link', async () => {
    const { bob, board } = await openScene()
    const token = board.tokens.owner
    const reply = await send(server, `/api/boards/${board.id}/owner`, {
      method: 'POST',
      token,
      json: { person: bob.id },
    })
    expect([reply.status, await roleOf(bob, board)]).toEqual([204, 'owner'])
    expect((await send(server, `/api/boards/${board.id}/links`, { token })).status).toBe(200)
  })
})
