import { EventEmitter } from 'node:events'
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { createPeerOf } from '../admission/address.ts'
import { limitOpenConnections } from './open-connections.ts'

class Connection extends EventEmitter {
  readonly remoteAddress: string
  destroyed = false

  constructor(remoteAddress: string) {
    super()
    this.remoteAddress = remoteAddress
  }

  destroy(): void {
    this.destroyed = true
    this.emit('close')
  }
}

/** Opens a number of connections from an address and returns those that stay open. */
function openFrom(server: EventEmitter, address: string, count: number): readonly Connection[] {
  const all = Array.from({ length: count }, () => new Connection(address))
  for (const connection of all) server.emit('connection', connection as unknown as Socket)
  return all.filter(({ destroyed }) => !destroyed)
}

test('an address has two thousand connections at most, and another when one has ended; its neighbours have their own', () => {
  const server = new EventEmitter()
  limitOpenConnections(server as unknown as Server, createPeerOf({ trustedProxies: [] }))
  const [first, ...more] = openFrom(server, '192.0.2.1', 2_010)
  expect(more).toHaveLength(1_999)
  expect(openFrom(server, '::ffff:192.0.2.1', 1)).toHaveLength(0)
  expect(openFrom(server, '192.0.2.2', 1)).toHaveLength(1)
  first?.destroy()
  expect(openFrom(server, '192.0.2.1', 2)).toHaveLength(1)
})

test('two hundred people of a school behind one address keep the connections of their browsers, also when they reload', () => {
  const server = new EventEmitter()
  limitOpenConnections(server as unknown as Server, createPeerOf({ trustedProxies: [] }))
  const first = openFrom(server, '192.0.2.1', 200 * 7)
  // Sockets close with the page; kept-alive connections are reused, and a class of thirty opens more.
  for (const connection of first.slice(0, 200)) connection.destroy()
  const second = openFrom(server, '192.0.2.1', 200 + 30 * 6)
  expect([first.length, second.length]).toEqual([1_400, 380])
})

test('all addresses of an IPv6 network count together; connections from trusted proxies are not counted', () => {
  const server = new EventEmitter()
  limitOpenConnections(
    server as unknown as Server,
    createPeerOf({ trustedProxies: [{ address: '10.0.0.0', bits: 8 }] }),
  )
  expect(openFrom(server, '2001:db8::1', 1_500)).toHaveLength(1_500)
  expect(openFrom(server, '2001:db8::2', 1_500)).toHaveLength(500)
  expect(openFrom(server, '10.1.2.3', 3_000)).toHaveLength(3_000)
})
