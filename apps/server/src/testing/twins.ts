import { ok } from '@inkbridge/types'
import { Memory } from '../admission/memory.ts'
import type { Seams } from '../serve.ts'
import { makeOwn, variant, withRole } from './defences.ts'

/** Delay of an entry's write after its acknowledgement, ms. */
const lateMs = 1_000

/** Servers without one defence each, by its name: tests in a browser or of a process must fail with them. */
export const twins: Readonly<Record<string, Seams>> = {
  'the role of a link': { admission: (admission) => withRole(admission, 'editor') },
  'rights are checked again when a link is revoked': {
    roomAdmission: (admission) => variant(admission, { rightOf: async () => ({ role: 'editor', until: null }) }),
  },
  'connections need an allowed origin': {
    request: (request) => makeOwn(request, `http://${request.headers.host}`),
  },
  'updates are checked by the guard': {
    rooms: {
      guard: {
        scan: () => ({ structs: 1, clients: 1, deleteRanges: 0 }),
        judge: (_doc, update) => ok({ update, clients: [] }),
      },
    },
  },
  'offences are counted': { limiter: (limiter) => Object.assign(limiter, { offended: () => {} }) },
  'an entry is written before it is acknowledged': {
    log: (log) => ({
      ...log,
      append: async (entries) => {
        setTimeout(() => void log.append(entries).catch(() => {}), lateMs)
      },
    }),
  },
  'reconnects are spread': { rooms: { spreadMs: () => 0 } },
  'queued data of an address is limited': {
    memory: new Memory(true, { total: Number.POSITIVE_INFINITY, share: Number.POSITIVE_INFINITY }),
  },
  'clients that read nothing are cut': { connection: (connection) => ({ ...connection, unsentBytes: () => 0 }) },
}
