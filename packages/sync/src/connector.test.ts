import { closeCodes } from '@inkbridge/types'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { DocSync } from './sync.ts'
import type { Transport, TransportEvents } from './transport.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A network controlled by a test: every attempt, and whether it was closed. */
function network() {
  const attempts: { readonly events: TransportEvents; isOpen: boolean }[] = []
  const transport: Transport = {
    name: 'memory',
    open(events) {
      const attempt = { events, isOpen: true }
      attempts.push(attempt)
      const close = () => {
        attempt.isOpen = false
      }
      return { send: () => {}, close }
    },
  }
  const cut = (code: number | null = null) => {
    const attempt = attempts.at(-1)
    if (attempt) attempt.isOpen = false
    attempt?.events.closed({ code, message: 'cut' })
  }
  return { attempts, transport, cut, open: () => attempts.filter(({ isOpen }) => isOpen).length }
}

/** A page's environment, whose wake-up events a test can send. */
function browser() {
  const [window, document] = [new EventTarget(), Object.assign(new EventTarget(), { visibilityState: 'visible' })]
  vi.stubGlobal('window', window)
  vi.stubGlobal('document', document)
  return {
    wake() {
      document.dispatchEvent(new Event('visibilitychange'))
      window.dispatchEvent(new Event('pageshow'))
      window.dispatchEvent(new Event('online'))
    },
  }
}

test('a page that wakes up while it reconnects has one attempt under way, and the last one carries the session', async () => {
  const { wake } = browser()
  const { attempts, transport, cut, open } = network()
  const sync = new DocSync(new Y.Doc(), transport)
  await vi.advanceTimersByTimeAsync(0)
  cut()
  await vi.advanceTimersByTimeAsync(60_000)
  expect([attempts.length, open()]).toEqual([2, 1])
  wake()
  expect(open()).toBe(1)
  attempts.at(-1)?.events.opened('memory')
  expect(sync.status.transport).toBe('memory')
  sync.dispose()
  expect(open()).toBe(0)
})

test('a page that wakes up does not restart its first attempt', async () => {
  const { wake } = browser()
  const { attempts, transport } = network()
  const sync = new DocSync(new Y.Doc(), transport)
  await vi.advanceTimersByTimeAsync(0)
  wake()
  expect(attempts).toHaveLength(1)
  sync.dispose()
})

test('a connection disposed while its document is being rewritten opens nothing', async () => {
  const { attempts, transport, cut } = network()
  const loadSnapshot = ({ signal }: { readonly signal: AbortSignal }) =>
    new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null)))
  const sync = new DocSync(new Y.Doc(), transport, { loadSnapshot, remade: () => {} })
  await vi.advanceTimersByTimeAsync(0)
  cut(closeCodes.notYours)
  sync.dispose()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(attempts).toHaveLength(1)
})

test('a connection disposed by an observer of its loss opens nothing', async () => {
  const { attempts, transport, cut } = network()
  const sync = new DocSync(new Y.Doc(), transport)
  sync.observe(() => {
    if (sync.status.connection === 'offline') sync.dispose()
  })
  await vi.advanceTimersByTimeAsync(0)
  cut()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(attempts).toHaveLength(1)
})
