import { once } from 'node:events'
import { connect } from 'node:net'
import { closeCodes, encodeFrame } from '@inkbridge/types'
import { seeded } from '@inkbridge/types/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { Thumbnails } from '../pictures/thumbnails.ts'
import { rectUpdate } from '../rooms/testing/clients.ts'
import { guestHeaders, type Reply, send } from '../testing/client.ts'
import { startServerOnDisk, type TestServer } from '../testing/server.ts'

/** Nothing is read or written on a board after the answer that revoked the right to it. */

interface Board {
  readonly id: string
  readonly tokens: { readonly owner: string; readonly editor: string; readonly viewer: string }
}

/** Pictures that complete when the test releases them. */
class SlowPictures {
  readonly #waiting: ((picture: Uint8Array) => void)[] = []
  readonly thumbnails = new Thumbnails()
  readonly draw = () => new Promise<Uint8Array>((resolve) => this.#waiting.push(resolve))
  readonly write = async () => ({ file: await this.draw() })
  readonly forget = () => {}

  get waiting(): number {
    return this.#waiting.length
  }

  finish(): void {
    for (const resolve of this.#waiting.splice(0)) resolve(Buffer.from('the picture'))
  }
}

const pictures = new SlowPictures()
let server: TestServer
let owner: Record<string, string>
beforeAll(async () => {
  server = await startServerOnDisk({ env: { LIMITS: 'off' }, pictures })
  owner = await guestHeaders(server)
})
afterAll(() => server.dispose())

async function createBoard(): Promise<Board> {
  return JSON.parse((await send(server, '/api/boards', { method: 'POST', headers: owner, json: {} })).text)
}

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` })

/** The number of updates of a board in the log. */
async function logged(board: Board): Promise<number> {
  return (await server.log.load(board.id as never)).seq
}

/** A client that draws after every message it receives, as fast as possible, until it is closed. */
function drawer(board: Board, token: string): { readonly closed: Promise<number>; readonly late: () => number } {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/yjs/${board.id}`, ['inkbridge.1', `bearer.${token}`])
  const doc = new Y.Doc()
  let drawn = 0
  let closing = false
  let late = 0
  const draw = () => {
    drawn += 1
    socket.send(encodeFrame({ kind: 'sync-step-2', update: rectUpdate(doc, `s${drawn}`) }))
  }
  socket.on('message', () => {
    if (closing) late += 1
    else if (drawn < 50) draw()
  })
  socket.on('open', draw)
  const closed = once(socket, 'close').then(([code]) => {
    closing = true
    return code as number
  })
  return { closed, late: () => late }
}

/** A request whose body is sent in two parts, the second when `finish` is called. */
async function slowRequest(method: string, path: string, headers: Record<string, string>, body: unknown) {
  const text = JSON.stringify(body)
  const socket = connect(server.port, '127.0.0.1')
  const head = [
    `${method} ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${server.port}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(text)}`,
    'Connection: close',
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n${text.slice(0, 4)}`)
  let answer = ''
  socket.setEncoding('utf8')
  socket.on('data', (part: string) => {
    answer += part
  })
  const ended = once(socket, 'close')
  return {
    async finish(): Promise<number> {
      socket.write(text.slice(4))
      await ended
      return Number(answer.split(' ')[1])
    },
  }
}

const file = { type: 'inkbridge', version: 1, title: 'x', document: { shapes: {} } }
const rect = { kind: 'rect', at: [0, 0, 9, 9, 0], style: { color: 'ink', width: 4 }, order: 'a0' }
const drawing = { ...file, document: { shapes: { imported: rect } } }

/** Starts every kind of request and session on a board with a link, and collects their outcomes. */
async function underWay(board: Board, token: string, random: () => number) {
  const path = `/api/boards/${board.id}`
  const drawers = Array.from({ length: 1 + Math.floor(random() * 3) }, () => drawer(board, token))
  const slow = [
    await slowRequest('POST', `${path}/import`, bearer(token), drawing),
    await slowRequest('PATCH', path, bearer(token), { title: 'Renamed afterwards' }),
  ]
  const before = pictures.waiting
  const exporting = send(server, `${path}/export?format=png`, { headers: bearer(token) })
  while (pictures.waiting === before) await new Promise((resolve) => setImmediate(resolve))
  for (let turns = Math.floor(random() * 40); turns > 0; turns -= 1)
    await new Promise((resolve) => setImmediate(resolve))
  const importing =
    random() < 0.5 ? send(server, `${path}/import`, { method: 'POST', headers: bearer(token), json: drawing }) : null
  const joining = drawer(board, token)
  return {
    async outcome() {
      const count = await logged(board)
      pictures.finish()
      const exported: Reply = await exporting
      await importing
      const statuses = await Promise.all(slow.map((request) => request.finish()))
      const codes = await Promise.all([...drawers, joining].map(({ closed }) => closed))
      const late = drawers.reduce((sum, each) => sum + each.late(), 0)
      const after = drawer(board, token)
      return {
        statuses: [exported.status, ...statuses],
        delivered: exported.text.includes('the picture'),
        codes: [...new Set([...codes, await after.closed])],
        late,
        edits: (await logged(board)) - count,
      }
    },
  }
}

const nothing = { statuses: [404, 404, 404], delivered: false, codes: [closeCodes.forbidden], late: 0, edits: 0 }

test('100 boards are deleted while people join, draw, import, export and rename: nothing is read or written afterwards', async () => {
  for (let seed = 1; seed <= 100; seed += 1) {
    const board = await createBoard()
    const work = await underWay(board, board.tokens.editor, seeded(seed))
    expect((await send(server, `/api/boards/${board.id}`, { method: 'DELETE', headers: owner })).status).toBe(204)
    expect({ seed, ...(await work.outcome()) }).toEqual({ seed, ...nothing })
    expect(server.registry.open).toBe(0)
  }
}, 120_000)

test('100 links are revoked while people join, draw, import, export and rename by them: nothing is read or written afterwards', async () => {
  for (let seed = 1; seed <= 100; seed += 1) {
    const board = await createBoard()
    const { links } = JSON.parse((await send(server, `/api/boards/${board.id}/links`, { headers: owner })).text)
    const link = links.find(({ role }: { role: string }) => role === 'editor').id
    const work = await underWay(board, board.tokens.editor, seeded(seed))
    const revoke = await send(server, `/api/boards/${board.id}/links/${link}/revoke`, {
      method: 'POST',
      headers: owner,
      json: {},
    })
    expect(revoke.status).toBe(200)
    expect({ seed, ...(await work.outcome()) }).toEqual({ seed, ...nothing })
  }
}, 120_000)

test('a restored board has everything saved before it was deleted, and can be used again', async () => {
  const board = await createBoard()
  const path = `/api/boards/${board.id}`
  await send(server, `${path}/import`, { method: 'POST', headers: owner, json: drawing })
  for (let round = 0; round < 10; round += 1) {
    const [deleted, restored] = await Promise.all([
      send(server, path, { method: 'DELETE', headers: owner }),
      send(server, `${path}/restore`, { method: 'POST', headers: owner, json: {} }),
    ])
    if (restored.status !== 200) await send(server, `${path}/restore`, { method: 'POST', headers: owner, json: {} })
    expect(deleted.status).toBe(204)
    const exported = await send(server, `${path}/export?format=json`, { headers: owner })
    expect(Object.keys(JSON.parse(exported.text).document.shapes)).toEqual(['imported'])
  }
  const again = await send(server, `${path}/import`, { method: 'POST', headers: owner, json: drawing })
  expect(again.status).toBe(200)
})

async function linkOf(board: Board, wanted: keyof Board['tokens']): Promise<string> {
  const { links } = JSON.parse((await send(server, `/api/boards/${board.id}/links`, { headers: owner })).text)
  return links.find(({ role }: { role: string }) => role === wanted).id
}

const revoke = (board: Board, link: string) =>
  send(server, `/api/boards/${board.id}/links/${link}/revoke`, { method: 'POST', headers: owner, json: {} })

test('a request whose role is lost meanwhile is refused; one that the remaining role allows is answered', async () => {
  const board = await createBoard()
  const guest = await guestHeaders(server)
  for (const secret of [board.tokens.editor, board.tokens.viewer])
    await send(server, `/api/boards/${board.id}/join`, { method: 'POST', headers: guest, json: { secret } })
  const link = await linkOf(board, 'editor')
  const before = pictures.waiting
  const exporting = send(server, `/api/boards/${board.id}/export?format=png`, { headers: guest })
  while (pictures.waiting === before) await new Promise((resolve) => setImmediate(resolve))
  const importing = await slowRequest('POST', `/api/boards/${board.id}/import`, guest, drawing)
  // The server has checked the right once it answers a later request.
  await send(server, '/api/me', { headers: guest })
  await revoke(board, link)
  pictures.finish()
  expect([await importing.finish(), (await exporting).status, await logged(board)]).toEqual([403, 200, 1])
})

test('an owner whose link is revoked while they create another one does not get it', async () => {
  const board = await createBoard()
  const path = `/api/boards/${board.id}/links`
  const making = await slowRequest('POST', path, bearer(board.tokens.owner), { role: 'owner' })
  await send(server, '/api/me', { headers: owner })
  await revoke(board, await linkOf(board, 'owner'))
  expect(await making.finish()).toBe(404)
  const { links } = JSON.parse((await send(server, path, { headers: owner })).text)
  expect(
    links.map(({ role, revokedAt }: { role: string; revokedAt: string | null }) => [role, revokedAt !== null]),
  ).toEqual(expect.arrayContaining([['owner', true]]))
  expect(links).toHaveLength(3)
})

test('an owner may rotate and revoke their own link, and gets the answer', async () => {
  const board = await createBoard()
  const path = `/api/boards/${board.id}/links/${await linkOf(board, 'owner')}`
  const rotated = await send(server, `${path}/rotate`, {
    method: 'POST',
    headers: bearer(board.tokens.owner),
    json: {},
  })
  const token = JSON.parse(rotated.text).url.split('#k=')[1]
  const again = await linkOfToken(board, token)
  const revoked = await send(server, `/api/boards/${board.id}/links/${again}/revoke`, {
    method: 'POST',
    headers: bearer(token),
    json: {},
  })
  const late = await send(server, `/api/boards/${board.id}/links`, { headers: bearer(token) })
  expect([rotated.status, revoked.status, late.status]).toEqual([201, 200, 404])
})

async function linkOfToken(board: Board, token: string): Promise<string> {
  const { links } = JSON.parse((await send(server, `/api/boards/${board.id}/links`, { headers: owner })).text)
  return links.find(({ url }: { url: string }) => url.endsWith(token)).id
}
