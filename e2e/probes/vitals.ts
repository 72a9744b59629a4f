import { EventEmitter } from 'node:events'
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { queryObjects, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { isMainThread } from 'node:worker_threads'
import { Doc } from 'yjs'

/**
 * Reports on the server it is loaded into: at SIGUSR2 it writes `vitals.json` into the data folder. Minutes of idleness
 * pass in seconds, so that a test need not wait for them.
 */

export interface Vitals {
  /** After two collections, bytes: the heap, and the contents of typed arrays beside it. */
  readonly heap: number
  readonly buffers: number
  readonly rooms: number
  readonly documents: number
  readonly sockets: number
  /** Timers that keep a process alive. */
  readonly timers: number
  /** Everything that can have listeners. */
  readonly emitters: number
  /** Of the process itself. */
  readonly listeners: number
}

const hurry = 30
/** Longer times are idleness; those of clients and protocols are shorter, and stay. */
const longMs = 40_000

if (isMainThread) {
  const { setTimeout: set } = globalThis
  globalThis.setTimeout = Object.assign(
    (run: (...given: unknown[]) => void, ms?: number, ...given: unknown[]) =>
      set(run, ms && ms > longMs ? ms / hurry : ms, ...given),
    set,
  ) as typeof setTimeout

  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const rooms = new URL('../../apps/server/src/rooms/room.ts', import.meta.url).href
  const { Room } = (await import(rooms)) as { Room: new () => object }
  process.on('SIGUSR2', () => {
    collect()
    collect()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    const active = process.getActiveResourcesInfo()
    const count = (kind: RegExp) => active.filter((name) => kind.test(name)).length
    const vitals: Vitals = {
      heap: heapUsed,
      buffers: arrayBuffers,
      rooms: queryObjects(Room, { format: 'count' }),
      documents: queryObjects(Doc, { format: 'count' }),
      sockets: count(/^TCPSocketWrap$/),
      timers: count(/^Timeout$/),
      emitters: queryObjects(EventEmitter, { format: 'count' }),
      listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
    }
    const file = join(process.env.DATA_DIR ?? '', 'vitals.json')
    writeFileSync(`${file}.new`, JSON.stringify(vitals))
    renameSync(`${file}.new`, file)
  })
}
