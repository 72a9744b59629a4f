import { closeCodes, encodeFrame, limits } from '@inkbridge/types'
import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { memoryTransport } from './memory-transport.ts'
import { DocSync } from './sync.ts'

test('a board larger than the limit stops with a reason, and is not waited for', async () => {
  const transport = memoryTransport({
    accept(client) {
      client.send(encodeFrame({ kind: 'chunk', rest: limits.maxWholeBytes, bytes: Uint8Array.of(0) }))
      return { received: () => {}, closed: () => {} }
    },
  })
  const sync = new DocSync(new Y.Doc(), transport)
  await vi.waitFor(() =>
    expect(sync.status).toMatchObject({ connection: 'stopped', problem: { code: closeCodes.tooLarge } }),
  )
  await expect(sync.settled()).rejects.toThrow('larger than')
  sync.dispose()
})
