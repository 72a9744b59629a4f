import { once } from 'node:events'
import { createServer, request as httpRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type BoardId, closeCodes, encodeFrame, newBoardId, ok, type PrincipalId } from '@inkbridge/types'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Admission, Admitted } from '../admission/admission.ts'
import { Backlogs } from '../admission/backlog.ts'
import { ConnectionLimiter } from '../admission/connection-limiter.ts'
import { Memory } from '../admission/memory.ts'
import { createHttpRates } from '../admission/rate.ts'
import { parseConfig } from '../config.ts'
import { createMemoryLog } from '../log/memory-log.ts'
import { Registry } from '../rooms/registry.ts'
import { unavailable } from '../rooms/rejections.ts'
import { createGateway, type Pages } from './gateway.ts'
import { createHandshakes } from './handshakes.ts'
import { createSocketIoDoor } from './socketio-door.ts'
import { createYjsDoor } from './yjs-door.ts'

/** When something fails inside the server, each request and connection ends with a code. */

const board = newBoardId()
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

const fail = (): never => {
  throw new Error('disk I/O error')
}

function editor(id: unknown): Admitted {
  const principal = 'g:a' as PrincipalId
  return {
    board: { id: id as BoardId, title: 'Harbour', createdAt: 0, used: true },
    role: 'editor',
    principal,
    person: { id: principal, name: 'a', color: '#000000' },
    link: null,
    address: '127.0.0.1',
    asOf: 0,
    until: null,
  }
}

interface Faults {
  readonly admit?: Admission['admit']
  readonly pages?: Pages['handle']
  readonly enter?: Registry['enter']
  readonly attempt?: () => boolean
}

/** Starts the gateway and both doors on a local port; keeps the logged errors. */
async function serve({ admit = async (id) => ok(editor(id)), pages = fail, enter, attempt }: Faults) {
  const config = parseConfig({}, '/')
  if (!config.ok) throw new Error(config.problem)
  const logged: Record<string, unknown>[] = []
  const logger = pino({ base: null, level: 'error' }, { write: (line) => logged.push(JSON.parse(line)) })
  const limiter = new ConnectionLimiter(true)
  if (attempt) limiter.attempt = attempt
  const admission: Admission = {
    admit,
    rightOf: async () => ({ role: 'editor', until: null }),
    revoke: async () => null,
    hashPassword: async () => null,
    rightsChanged: () => {},
    revocations: 0,
    mayCreate: () => true,
    mayEnter: () => true,
    remove: async () => {},
    revokeDevices: async () => {},
    exists: async () => true,
    exclusively: (_board, run) => run(),
    onRevocation: () => () => {},
    personOf: async (principal) => ({ id: principal, name: 'a', color: '#000000' }),
  }
  const registry = new Registry(createMemoryLog(), admission, limiter, logger, config.value)
  if (enter) registry.enter = enter
  const addressOf = () => '127.0.0.1'
  const handshakes = createHandshakes(limiter, new Backlogs(new Memory(true)), addressOf)
  const doors = {
    socketIo: createSocketIoDoor(admission, registry, handshakes, logger),
    yjs: createYjsDoor(admission, registry, handshakes, logger),
    pages: { handle: pages, upgrade: null },
  }
  const gateway = createGateway(doors, limiter, createHttpRates(true).requests, addressOf, config.value, logger)
  const server = createServer().on('request', gateway.handle).on('upgrade', gateway.upgrade).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, logged }
}

/** A connection to the y-websocket door, and how it was closed. */
function openYjs(url: string) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/yjs/${board}`, ['y-websocket'])
  const closed = once(socket, 'close').then(([code, reason]: unknown[]) => ({ code, message: String(reason) }))
  return { socket, closed }
}

const pollingKey = { 'X-Inkbridge-Session': 'k'.repeat(32) }

/** Joins by long-polling; gives what the server answers. */
async function joinByPolling(url: string): Promise<unknown> {
  const polling = `${url}/socket.io/?board=${board}&EIO=4&transport=polling`
  const opening = await (await fetch(polling, { headers: pollingKey })).text()
  const { sid } = JSON.parse(opening.slice(1)) as { readonly sid: string }
  await fetch(`${polling}&sid=${sid}`, { method: 'POST', headers: pollingKey, body: `4[0,{"board":"${board}"}]` })
  const answer = await (await fetch(`${polling}&sid=${sid}`, { headers: pollingKey })).text()
  return JSON.parse(answer.split('\x1e')[0]?.slice(1) ?? '')
}

test('a request that fails is answered with 500, and its connection serves the next', async () => {
  const { url, logged } = await serve({
    pages: (request, response) => (request.url === '/bad' ? fail() : void response.end('ok')),
  })
  const answer = await fetch(`${url}/bad`, { method: 'POST', body: 'seven b' })
  expect([answer.status, await answer.json()]).toEqual([
    500,
    {
      error: {
        code: 'failed',
        reason: 'failed',
        message: 'Something went wrong on the server. Nothing was changed; try again in a moment.',
      },
    },
  ])
  expect(await (await fetch(`${url}/good`)).text()).toBe('ok')
  expect(logged).toMatchObject([{ entry: 'request', bytes: 7, error: 'Error: disk I/O error' }])
})

test('a request that fails in the middle of its answer is cut, so that the part does not look complete', async () => {
  const { url } = await serve({
    pages: (_request, response) => {
      response.writeHead(200).write('half')
      fail()
    },
  })
  await expect(fetch(url).then((answer) => answer.text())).rejects.toThrow()
})

test('a second answer to one request ends nothing', async () => {
  const { url } = await serve({
    pages: (_request, response) => {
      response.end('first')
      response.write('second')
    },
  })
  expect(await (await fetch(url)).text()).toBe('first')
  expect(await (await fetch(url)).text()).toBe('first')
})

test('an upgrade that fails is answered with 500, and its connection is closed', async () => {
  const { url, logged } = await serve({ attempt: fail })
  const upgrade = httpRequest(`${url}/yjs/${board}`, {
    headers: { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' },
  })
  upgrade.end()
  const [response] = await once(upgrade, 'response')
  expect(response.statusCode).toBe(500)
  await once(response.resume(), 'close')
  expect(logged).toMatchObject([{ entry: 'upgrade' }])
})

test.each<[string, Faults]>([
  ['rights cannot be looked up', { admit: async () => fail() }],
  ['looking up rights throws', { admit: fail }],
  ['the board cannot be entered', { enter: async () => fail() }],
])('y-websocket door: while %s a connection is closed with 4504', async (_, faults) => {
  const { url, logged } = await serve(faults)
  const { code, message } = await openYjs(url).closed
  expect({ code, message }).toEqual({ code: unavailable.code, message: unavailable.message.slice(0, message.length) })
  expect(logged).toMatchObject([{ entry: 'join', board, error: 'Error: disk I/O error' }])
})

test.each<[string, Faults]>([
  ['rights cannot be looked up', { admit: async () => fail() }],
  ['looking up rights throws', { admit: fail }],
])('Socket.IO door: while %s a join is refused with 4504, without the error of the database', async (_, faults) => {
  const { url, logged } = await serve(faults)
  expect(await joinByPolling(url)).toEqual([4, { message: unavailable.message, data: { ...unavailable } }])
  expect(logged).toMatchObject([{ entry: 'join', error: 'Error: disk I/O error' }])
})

test('Socket.IO door: a board that cannot be entered ends the connection with 4504', async () => {
  const { url } = await serve({ enter: async () => fail() })
  const polling = `${url}/socket.io/?board=${board}&EIO=4&transport=polling`
  const { sid } = JSON.parse((await (await fetch(polling, { headers: pollingKey })).text()).slice(1)) as {
    readonly sid: string
  }
  await fetch(`${polling}&sid=${sid}`, { method: 'POST', headers: pollingKey, body: `4[0,{"board":"${board}"}]` })
  const told: string[] = []
  for (let last = ''; last !== '1'; ) {
    const packets = (await (await fetch(`${polling}&sid=${sid}`, { headers: pollingKey })).text()).split('\x1e')
    told.push(...packets)
    last = packets.at(-1) ?? '1'
  }
  expect(told).toContain(`4[2,["closing",${JSON.stringify(unavailable)}]]`)
})

test('a frame that fails inside the server closes its session with a code, and others keep drawing', async () => {
  let failing = false
  const { url, logged } = await serve({
    enter: async (_who, connection) => ({
      receive: () => {
        if (failing) fail()
        connection.send({ bytes: Uint8Array.of(101, 0), webSocket: Buffer.alloc(0) } as never)
      },
      left: fail,
    }),
  })
  const beside = openYjs(url)
  const { socket, closed } = openYjs(url)
  await Promise.all([once(beside.socket, 'open'), once(socket, 'open')])
  failing = true
  socket.send(encodeFrame({ kind: 'query-awareness' }))
  expect((await closed).code).toBe(closeCodes.unavailable)
  failing = false
  beside.socket.send(encodeFrame({ kind: 'query-awareness' }))
  await once(beside.socket, 'message')
  expect(logged).toMatchObject([
    { entry: 'frame', board, bytes: 1 },
    { entry: 'leave', board },
  ])
  beside.socket.terminate()
})
