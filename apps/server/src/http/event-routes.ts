import * as rest from '@inkbridge/types/rest'
import { HttpProblem } from './problem.ts'
import { type Route, route, stillMay, stream } from './route.ts'

/** A stream ends when the browser is signed out. */
const events = route(
  {
    id: 'getEvents',
    method: 'GET',
    path: '/api/events',
    role: null,
    summary: 'What happens to the boards of this browser’s guest, as server-sent events',
    headers: rest.eventsHeaders,
    answers: {
      200: {
        types: ['text/event-stream'],
        description:
          'Endless. The first event is `ready`; or `reset`, if events after `Last-Event-ID` may be missing. `board` events have a BoardEvent as data; `heartbeat` comes every 20 s.',
        streamed: true,
      },
    },
    refusals: ['no-guest', 'too-many-streams'],
  },
  async (call) => {
    const { guest: principal, address, parts, request } = call
    if (!principal) throw new HttpProblem('no-guest', 'Only a browser with its cookie has events.')
    const last = String(request.headers['last-event-id'] ?? '') || null
    const opened = parts.streams.open({ principal, address, last })
    if (!opened)
      throw new HttpProblem('too-many-streams', 'Too many windows listen for events. Close some, or reload later.', {
        retryAfterMs: 60_000,
      })
    return stream(200, (response) => {
      const forget = parts.admission.onRevocation(() => void stillMay(call).catch(() => response.destroy()))
      response.once('close', forget)
      opened.start(response)
    })
  },
)

/** Tells pages what happens. */
export const eventRoutes: readonly Route[] = [events]
