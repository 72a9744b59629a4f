import { request as httpRequest } from 'node:http'
import { headersOf, type Sent } from './client.ts'
import type { TestServer } from './server.ts'

interface StreamedEvent {
  readonly id: string | null
  readonly type: string
  readonly data: unknown
}

/** A listener of `GET /api/events`, as a browser parses the stream. */
export interface TestStream {
  readonly headers: Readonly<Record<string, unknown>>
  /** All events so far, without heartbeats. */
  readonly events: readonly StreamedEvent[]
  /** Resolves with the first event that the predicate accepts, also an earlier one. */
  find(accepts: (event: StreamedEvent) => boolean): Promise<StreamedEvent>
  /** Resolves when the server has ended it. */
  readonly ended: Promise<void>
  close(): void
}

/** Resolves once the stream has begun. Rejects if it is refused. */
export function openStream(server: Pick<TestServer, 'port'>, sent: Sent): Promise<TestStream> {
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port: server.port,
      path: '/api/events',
      headers: headersOf(sent),
      agent: false,
    }
    const request = httpRequest(options, (response) => {
      if (response.statusCode !== 200) {
        request.destroy()
        return reject(new Error(`the stream was refused with ${response.statusCode}`))
      }
      const events: StreamedEvent[] = []
      const waiting = new Set<() => void>()
      let rest = ''
      response.setEncoding('utf8').on('data', (text: string) => {
        const blocks = (rest + text).split('\n\n')
        rest = blocks.pop() ?? ''
        events.push(...blocks.map(parsed).filter(({ type }) => type !== 'heartbeat'))
        for (const look of waiting) look()
      })
      const ended = new Promise<void>((end) => response.once('close', () => end()))
      const find = (accepts: (event: StreamedEvent) => boolean) =>
        new Promise<StreamedEvent>((found) => {
          const look = () => {
            const event = events.find(accepts)
            if (!event) return
            waiting.delete(look)
            found(event)
          }
          waiting.add(look)
          look()
        })
      resolve({ headers: response.headers, events, find, ended, close: () => request.destroy() })
    })
    // After the answer has begun, its end says the same.
    request.on('error', reject)
    request.end()
  })
}

function parsed(block: string): StreamedEvent {
  const fields = new Map(block.split('\n').map((line) => [line.split(': ', 1)[0], line.slice(line.indexOf(': ') + 2)]))
  return {
    id: fields.get('id') ?? null,
    type: fields.get('event') ?? '',
    data: JSON.parse(fields.get('data') ?? 'null'),
  }
}
