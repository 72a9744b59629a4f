import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect } from '@playwright/test'
import { createBoard } from './board.ts'
import { Drawer, shapesOn } from './drawers.ts'
import { test } from './journey.ts'
import { TestServer, type TestServerOptions } from './server.ts'

/** The server as a process: what ends it, and what does not. */

async function serve(options: TestServerOptions, run: (server: TestServer) => Promise<void>): Promise<void> {
  const server = await TestServer.start(options)
  try {
    await run(server)
  } finally {
    await server.dispose()
  }
}

for (const fault of ['throw', 'reject']) {
  test(`an uncaught error (${fault}) is logged once without user content, ends the server with 70, and loses nothing acknowledged`, async () => {
    await serve({ preload: './sabotage/fails-late.ts', env: { FAULT: fault }, mayFail: true }, async (server) => {
      const board = await createBoard(server)
      // The pages are loaded, including their handlers.
      await fetch(`${server.url}/b/${board.id}`)
      const drawer = new Drawer(server, board, 'a')
      await expect.poll(() => drawer.saved.length).toBeGreaterThan(20)
      server.signal('SIGUSR2')
      expect(await server.ended()).toBe(70)
      const saved = drawer.saved
      drawer.leave()
      const lines = server.output.split('\n').filter((line) => line.startsWith('{'))
      expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ level: 60, error: 'Error: nobody expected …' }])
      expect(server.output).not.toContain('this secret')
      await server.stop()
      await server.run()
      const there = await shapesOn(server, board)
      expect(saved.filter((id) => !there.has(id))).toEqual([])
    })
  })
}

test('a test fails when its server exits unexpectedly', async () => {
  const server = await TestServer.start({ preload: './sabotage/fails-late.ts' })
  server.signal('SIGUSR2')
  await server.ended()
  await expect(server.dispose()).rejects.toThrow('the server exited unexpectedly (70)')
})

test('a server whose log cannot be written keeps running', async () => {
  test.skip(process.platform !== 'linux', 'needs /dev/full')
  await serve({ shell: 'exec "$@" 2>/dev/full', env: { INKBRIDGE_LOG: 'debug', LIMITS: 'off' } }, async (server) => {
    const board = await createBoard(server)
    const drawer = new Drawer(server, board, 'a')
    await expect.poll(() => drawer.saved.length).toBeGreaterThan(20)
    await breakConnections(server, 20)
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    drawer.leave()
    expect(await server.stop()).toBe(0)
  })
})

/** Upgrades that are reset midway: each is logged. */
async function breakConnections(server: TestServer, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const socket = await dial(server)
    socket.write('GET /yjs/x HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    socket.resetAndDestroy()
  }
}

async function dial(server: TestServer): Promise<Socket> {
  const socket = connect(server.port, '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

test('a server that fails to accept a connection logs it, and accepts the next', async () => {
  await serve({ preload: './sabotage/fails-late.ts', env: { FAULT: 'accept' } }, async (server) => {
    server.signal('SIGUSR2')
    await expect.poll(() => server.output).toContain('the server could not accept a connection')
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    expect(await server.stop()).toBe(0)
  })
})

test('aborted page requests log no errors', async () => {
  await serve({}, async (server) => {
    const board = await createBoard(server)
    const paths = ['/', `/b/${board.id}`, '/nothing', '/icon.svg', '/offline-worker.js']
    for (let round = 0; round < 60; round += 1) {
      const socket = await dial(server)
      const path = paths[round % paths.length]
      socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`)
      if (round % 3 === 0) socket.resetAndDestroy()
      else if (round % 3 === 1) socket.destroy()
      else socket.once('data', () => socket.resetAndDestroy())
    }
    expect((await fetch(`${server.url}/`)).status).toBe(200)
    expect(await server.stop()).toBe(0)
    expect(server.output).not.toContain('"level":50')
  })
})

test('a server with an unknown log level does not start, and lists the valid ones', async () => {
  await expect(TestServer.start({ env: { INKBRIDGE_LOG: 'loud' } })).rejects.toThrow(
    'INKBRIDGE_LOG=loud cannot be used: must be debug, info, warn or error.',
  )
})
