import { ok } from '@inkbridge/types'
import { Memory } from '../admission/memory.ts'
import type { Seams } from '../serve.ts'
import { makeOwn, variant, withRole } from './defences.ts'

/** How long after its acknowledgement an entry is written, ms. */
const lateMs = 1_000

/** Servers that lack one defence each, by its name: a test in a browser, or of a process, is seen to fail with them. */
export const twins: Readonly<Record<string, Seams>> = {
  'the role of a link': { admission: (admission) => withRole(admission, 'editor') },
  'rights are looked up again when a link is revoked': {
    roomAdmission: (admission) => variant(admission, { standing: async () => ({ role: 'editor', until: null }) }),
  },
  'connections say where they come from': {
    request: (request) => makeOwn(request, `http://${request.headers.host}`),
  },
  'updates are judged': {
    rooms: {
      guard: {
        scan: () => ({ structs: 1, clients: 1, deleteRanges: 0 }),
        judge: (_doc, update) => ok({ update, clients: [] }),
      },
    },
  },
  'offences are counted': { turnstile: (turnstile) => Object.assign(turnstile, { offended: () => {} }) },
  'an entry is written before it is acknowledged': {
    log: (log) => ({
      ...log,
      append: async (entries) => {
        setTimeout(() => void log.append(entries).catch(() => {}), lateMs)
      },
    }),
  },
  'people spread when they come back': { rooms: { spreadMs: () => 0 } },
  'what waits for an address is bounded': {
    memory: new Memory(true, { total: Number.POSITIVE_INFINITY, share: Number.POSITIVE_INFINITY }),
  },
  'who reads nothing is cut': { connection: (connection) => ({ ...connection, unsentBytes: () => 0 }) },
}
