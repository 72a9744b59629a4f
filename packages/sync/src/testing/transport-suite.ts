import { closeCodes, limits, type Rejection } from '@inkbridge/types'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Transport, TransportClosed, TransportName } from '../transport.ts'

/** A server with one connection at a time, for the suite. */
export interface PeerUnderTest {
  readonly transport: Transport
  readonly name: TransportName
  /** Messages received from the client, in order; emptied before each test. */
  readonly frames: Uint8Array[]
  /** How many connections the client has closed. */
  readonly ended: () => number
  send(frame: Uint8Array): void
  close(reason: Rejection): void
  /** The network fails, without a close. */
  cut(): void
  /** The next client is refused. */
  refuse(reason: Rejection): void
  dispose(): Promise<void>
}

interface Opened {
  readonly told: (string | TransportClosed)[]
  readonly received: Uint8Array[]
  readonly send: (frame: Uint8Array) => void
  readonly close: () => void
}

/**
 * The contract of every transport. A new one is one file, and passes this. The network part is skipped for those
 * without a network.
 */
export function describeTransport(
  title: string,
  start: () => Promise<PeerUnderTest>,
  { network }: { readonly network: boolean },
): void {
  describe(`a connection over ${title}`, () => {
    let peer: PeerUnderTest
    beforeAll(async () => {
      peer = await start()
    })
    beforeEach(() => {
      peer.frames.length = 0
    })
    afterAll(() => peer.dispose())

    function open(): Opened {
      const told: (string | TransportClosed)[] = []
      const received: Uint8Array[] = []
      let returned = false
      const connection = peer.transport.open({
        opened: (name) => told.push(returned ? name : 'too early'),
        received: (frame) => received.push(frame),
        closed: (reason) => told.push(returned ? reason : 'too early'),
      })
      returned = true
      return { told, received, send: (frame) => connection.send(frame), close: () => connection.close() }
    }

    async function opened(): Promise<Opened> {
      const connection = open()
      await vi.waitFor(() => expect(connection.told).toEqual([peer.name]), { timeout: 5_000 })
      return connection
    }

    test('messages arrive complete, in order, once, both ways', async () => {
      const connection = await opened()
      const sizes = [1, 2, 125, 126, 127, 65_535, 65_536, limits.maxChunkBytes, ...Array(200).fill(40)] as number[]
      const frames = sizes.map((size, index) => Uint8Array.from({ length: size }, (_, at) => (index + at) % 256))
      for (const frame of frames) connection.send(frame)
      await vi.waitFor(() => expect(peer.frames).toHaveLength(frames.length), { timeout: 10_000 })
      expect(peer.frames).toEqual(frames)
      for (const frame of frames) peer.send(frame)
      await vi.waitFor(() => expect(connection.received).toHaveLength(frames.length), { timeout: 10_000 })
      expect(connection.received).toEqual(frames)
      connection.close()
    })

    test('when the server closes, its reason is reported once and nothing after it', async () => {
      const connection = await opened()
      const reason = { code: closeCodes.forbidden, reason: 'link-revoked', message: 'This link was revoked.' } as const
      peer.close(reason)
      await vi.waitFor(() => expect(connection.told).toMatchObject([peer.name, shown(reason)]), { timeout: 5_000 })
      connection.send(Uint8Array.of(1))
      connection.close()
      connection.close()
      expect(connection.told).toHaveLength(2)
    })

    test('when the client closes, the server sees it and the client gets no event', async () => {
      const connection = await opened()
      const before = peer.ended()
      connection.close()
      peer.send(Uint8Array.of(1))
      connection.close()
      await vi.waitFor(() => expect(peer.ended()).toBe(before + 1), { timeout: 5_000 })
      expect([connection.told, connection.received]).toEqual([[peer.name], []])
    })

    test('closed before it opened, it reports nothing', async () => {
      const early = open()
      early.close()
      const next = await opened()
      next.close()
      expect(early.told).toEqual([])
    })

    if (!network) return

    test('when the network fails a close without a code is reported', async () => {
      const connection = await opened()
      peer.cut()
      await vi.waitFor(() => expect(connection.told[1]).toMatchObject({ code: null }), { timeout: 5_000 })
      expect(connection.told).toHaveLength(2)
    })

    test('a refused client gets the reason, and never an open event that lasts', async () => {
      const reason = { code: closeCodes.forbidden, reason: 'no-board', message: 'This board does not exist.' } as const
      peer.refuse(reason)
      const connection = open()
      await vi.waitFor(() => expect(connection.told.at(-1)).toMatchObject(shown(reason)), { timeout: 5_000 })
    })
  })
}

/** The fields every transport can carry: a WebSocket's close frame carries no `reason`. */
function shown({ code, message }: Rejection): Pick<Rejection, 'code' | 'message'> {
  return { code, message }
}
