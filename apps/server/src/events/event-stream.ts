import type { ServerResponse } from 'node:http'
import type { PrincipalId } from '@inkbridge/types'
import type { Events } from './hub.ts'

/** Proxies close connections without traffic after 30 s or more, ms. */
const heartbeatMs = 20_000
/** How long a browser waits before it reconnects, ms. */
const retryMs = 3_000
/** Unread bytes of a listener before it is disconnected. */
const maxUnreadBytes = 65_536
/** Streams of one person: a browser has one for each visible window. */
const streamsOfPerson = 20
/** Streams of one address, which a class or an office can share. */
const streamsOfAddress = 1_500

/** A listener's place. */
interface OpenedStream {
  /** Sends events until the response is closed. */
  start(response: ServerResponse): void
}

/** Server-sent events of all listeners (html.spec.whatwg.org, section 9.2). */
export interface EventStreams {
  /** Reserves a stream; null: the person or the address has too many. */
  open(listener: {
    readonly principal: PrincipalId
    readonly address: string
    readonly last: string | null
  }): OpenedStream | null
  /** Ends all streams, and accepts no more. */
  close(): void
}

/** @param limited whether the number of streams is limited */
export function openEventStreams(events: Events, { limited }: { readonly limited: boolean }): EventStreams {
  const open = new Set<ServerResponse>()
  const counts = new Map<string, number>()
  let closed = false
  const heartbeat = setInterval(() => {
    for (const response of open) write(response, messageOf({ event: 'heartbeat' }))
  }, heartbeatMs).unref()

  const isFull = (key: string, most: number) => limited && (counts.get(key) ?? 0) >= most
  const add = (key: string, change: number) => {
    const count = (counts.get(key) ?? 0) + change
    if (count > 0) counts.set(key, count)
    else counts.delete(key)
  }

  function start(response: ServerResponse, principal: PrincipalId, last: string | null): void {
    response.setHeader('Content-Type', 'text/event-stream; charset=utf-8')
    response.setHeader('Cache-Control', 'no-store')
    // Asks nginx and those that understand it not to buffer.
    response.setHeader('X-Accel-Buffering', 'no')
    response.flushHeaders()
    const subscription = events.subscribe(principal, last, {
      event: (id, event) => write(response, messageOf({ id, event: 'board', data: event })),
    })
    const { id, isReset } = subscription
    write(response, `retry: ${retryMs}\n${messageOf({ id, event: isReset ? 'reset' : 'ready' })}`)
    open.add(response)
    response.once('close', () => {
      open.delete(response)
      subscription.end()
    })
  }

  return {
    open({ principal, address, last }) {
      const [person, network] = [`p ${principal}`, `a ${address}`]
      if (closed || isFull(person, streamsOfPerson) || isFull(network, streamsOfAddress)) return null
      return {
        start(response) {
          if (response.destroyed || closed) return void response.destroy()
          for (const key of [person, network]) add(key, 1)
          response.once('close', () => {
            for (const key of [person, network]) add(key, -1)
          })
          start(response, principal, last)
        },
      }
    },

    close() {
      closed = true
      clearInterval(heartbeat)
      for (const response of open) response.end()
    },
  }
}

interface Message {
  readonly id?: string
  readonly event: string
  readonly data?: unknown
}

/** A message without data would not be dispatched. */
function messageOf({ id, event, data = {} }: Message): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}

/** Ends a listener that does not read. */
function write(response: ServerResponse, message: string): void {
  if (response.writableLength > maxUnreadBytes) response.destroy()
  else response.write(message)
}
