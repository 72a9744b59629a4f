import { once } from 'node:events'
import { connect } from '@inkbridge/sync'
import { expect } from '@playwright/test'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { createBoard, type TestBoard } from './board.ts'
import { shapesOn } from './drawers.ts'
import { test } from './journey.ts'
import { TestProxy } from './proxy.ts'
import { TestServer } from './server.ts'
import { rectIn, stock } from './stock.ts'

/**
 * Servers without one of their defences: the test of that defence is seen to fail, which shows that it tests something.
 */

async function without(defence: string, look: (server: TestServer, board: TestBoard) => Promise<void>) {
  const server = await TestServer.start({ without: defence })
  try {
    await look(server, await createBoard(server))
  } finally {
    await server.dispose()
  }
}

test('a server that does not check the role of a link lets a viewer draw', async () => {
  await without('the role of a link', async (server, board) => {
    const viewer = stock(server, board, board.tokens.viewer)
    await expect.poll(() => viewer.provider.synced).toBe(true)
    rectIn(viewer.doc, 'forbidden')
    await expect.poll(async () => [...(await shapesOn(server, board))]).toEqual(['forbidden'])
    viewer.dispose()
  })
})

test('a server that does not check permissions again when a link is revoked lets its users keep drawing', async () => {
  await without('rights are checked again when a link is revoked', async (server, board) => {
    const doc = new Y.Doc()
    const writer = connect({ doc, board: board.id, url: server.url, token: board.tokens.editor })
    await writer.settled()
    const headers = { Authorization: `Bearer ${board.tokens.owner}` }
    const answer = await fetch(`${server.url}/api/boards/${board.id}/links`, { headers })
    const { links } = (await answer.json()) as { links: readonly { readonly id: string; readonly role: string }[] }
    const link = links.find(({ role }) => role === 'editor')?.id
    await fetch(`${server.url}/api/boards/${board.id}/links/${link}/revoke`, { method: 'POST', headers })
    rectIn(doc, 'after')
    await writer.settled()
    expect([...(await shapesOn(server, board))]).toEqual(['after'])
    writer.dispose()
  })
})

test('a server that does not check the origin of a connection accepts pages of any site', async () => {
  const handshake = async (server: TestServer, board: TestBoard) => {
    const protocols = ['y-websocket', `bearer.${board.tokens.editor}`]
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/yjs/${board.id}`, protocols, {
      origin: 'https://evil.example.org',
    })
    const opened = await once(socket, 'open').then(
      () => true,
      () => false,
    )
    socket.terminate()
    return opened
  }
  await without('connections need an allowed origin', async (server, board) =>
    expect(await handshake(server, board)).toBe(true),
  )
})

test('a server without limits keeps reading from a client that sends bad messages', async () => {
  const server = await TestServer.start({ env: { LIMITS: 'off' } })
  try {
    const board = await createBoard(server)
    const codes: number[] = []
    for (let offence = 0; offence < 11; offence += 1) {
      const protocols = ['y-websocket', `bearer.${board.tokens.editor}`]
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}/yjs/${board.id}`, protocols)
      socket.on('open', () => socket.send(Buffer.from([99, 1, 2, 3])))
      const [code] = (await once(socket, 'close')) as [number]
      codes.push(code)
    }
    expect(codes).toEqual(Array(11).fill(4422))
  } finally {
    await server.dispose()
  }
})

test('a client that supports only WebSocket never connects where it is blocked', async () => {
  const server = await TestServer.start()
  const proxy = await TestProxy.start(server.port)
  try {
    proxy.upgrades = 'refuse'
    const board = await createBoard(server)
    const [alone, ours] = (['websocket', undefined] as const).map((by) =>
      connect({ doc: new Y.Doc(), board: board.id, url: proxy.url, token: board.tokens.editor, by }),
    )
    await ours?.settled()
    expect([ours?.status.transport, alone?.status.synced]).toEqual(['polling', false])
    for (const sync of [alone, ours]) sync?.dispose()
  } finally {
    proxy.dispose()
    await server.dispose()
  }
})
