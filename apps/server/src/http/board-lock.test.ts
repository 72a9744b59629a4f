import type { BoardId } from '@inkbridge/types'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { rectUpdate } from '../rooms/testing/clients.ts'
import { type MadeBoard, makeBoard, openBrowser, send } from '../testing/client.ts'
import { doors, enter } from '../testing/doors.ts'
import { startServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.dispose())

const lock = ({ id, tokens }: MadeBoard, locked: boolean) =>
  send(server, `/api/boards/${id}/lock`, { method: 'PATCH', token: tokens.owner, json: { locked } })

const shapesOf = ({ id }: MadeBoard) =>
  server.registry.use({ id: id as BoardId, title: '' }, (room) =>
    room.read((doc) => [...doc.getMap('shapes').keys()].sort()),
  )

test('a locked board is changed by its owners only, and by everybody who may edit once it is unlocked', async () => {
  const board = await makeBoard(openBrowser(server))
  const rename = async (token: string) =>
    (await send(server, `/api/boards/${board.id}`, { method: 'PATCH', token, json: { title: 'Quay' } })).status
  expect((await lock(board, true)).json).toEqual({ locked: true })
  expect([await rename(board.tokens.editor), await rename(board.tokens.owner)]).toEqual([403, 200])
  const role = async (token: string) => (await send(server, `/api/boards/${board.id}`, { token })).json
  expect([await role(board.tokens.editor), await role(board.tokens.owner)]).toMatchObject([
    { role: 'viewer' },
    { role: 'owner' },
  ])
  expect((await lock(board, false)).json).toEqual({ locked: false })
  expect(await rename(board.tokens.editor)).toBe(200)
})

test('a lock and its end apply to open connections at once, and their clients learn it', async () => {
  const board = await makeBoard(openBrowser(server))
  const [editor, owner] = [
    await enter(server, 'socket.io', board.id, { token: board.tokens.editor }),
    await enter(server, 'socket.io', board.id, { token: board.tokens.owner }),
  ]
  await lock(board, true)
  const doc = new Y.Doc()
  editor.send({ kind: 'update', update: rectUpdate(doc, 'late') })
  owner.send({ kind: 'sync-step-2', update: rectUpdate(new Y.Doc(), 'mine') })
  await owner.until('saved', ({ saved }) => saved > 0)
  expect(await shapesOf(board)).toEqual(['mine'])
  await lock(board, false)
  const notices = async (visit: typeof editor) => {
    await visit.until('notice', ({ notice }) => notice.type === 'role' && !notice.locked)
    return visit.frames.flatMap((frame) =>
      frame.kind === 'notice' && frame.notice.type === 'role' ? [frame.notice] : [],
    )
  }
  expect([await notices(editor), await notices(owner)]).toEqual([
    [
      { type: 'role', role: 'viewer', locked: true },
      { type: 'role', role: 'editor' },
    ],
    [
      { type: 'role', role: 'owner', locked: true },
      { type: 'role', role: 'owner' },
    ],
  ])
  // Edits that were on their way when the board was locked are asked for again.
  await editor.until('have')
  editor.send({ kind: 'sync-step-2', update: Y.encodeStateAsUpdate(doc) })
  await editor.until('saved', ({ saved }) => saved === 2)
  expect(await shapesOf(board)).toEqual(['late', 'mine'])
  for (const each of [editor, owner]) each.leave()
})

test('who opens a locked board learns it, at every door that can say so, and changes nothing', async () => {
  const board = await makeBoard(openBrowser(server))
  await lock(board, true)
  for (const door of doors) {
    const visit = await enter(server, door, board.id, { token: board.tokens.editor })
    if (door !== 'yjs, stock')
      expect((await visit.until('hello')).hello).toMatchObject({ role: 'viewer', locked: true })
    visit.send({ kind: 'update', update: rectUpdate(new Y.Doc(), 'no') })
    expect([door, await visit.closed]).toEqual([door, 4403])
  }
  expect(await shapesOf(board)).toEqual([])
})

test('a stock client that edits after a lock is closed, since it does not learn it', async () => {
  const board = await makeBoard(openBrowser(server))
  const stock = await enter(server, 'yjs, stock', board.id, { token: board.tokens.editor })
  await lock(board, true)
  stock.send({ kind: 'update', update: rectUpdate(new Y.Doc(), 'no') })
  expect([await stock.closed, await shapesOf(board)]).toEqual([4403, []])
})
