import type { IncomingMessage, ServerResponse } from 'node:http'
import { type BoardId, ok, type Role } from '@inkbridge/types'
import type { Admission } from '../admission/admission.ts'
import { hashSecret, type Secrets } from '../admission/secrets.ts'
import type { Turnstile } from '../admission/turnstile.ts'
import type { Config } from '../config.ts'
import type { Directory } from '../store/directory.ts'
import type { Sqlite } from '../store/sqlite.ts'

/** How a test server's parts are changed so that they lack one defence. Each gets a part before it is handed on. */
export interface Removal {
  readonly config?: (config: Config) => Config
  readonly secrets?: (secrets: Secrets) => Secrets
  readonly directory?: (directory: Directory, sqlite: Sqlite) => Directory
  readonly turnstile?: (turnstile: Turnstile) => Turnstile
  /** For everybody who asks who may enter. */
  readonly admission?: (admission: Admission) => Admission
  /** For the API only. */
  readonly apiAdmission?: (admission: Admission) => Admission
  /** For the boards in memory only. */
  readonly roomAdmission?: (admission: Admission) => Pick<Admission, 'standing' | 'revocations'>
  /** Before a request reaches the gateway. */
  readonly request?: (request: IncomingMessage, own: string) => void
  /** Before a request and its response reach the API. */
  readonly apiCall?: (request: IncomingMessage, response: ServerResponse, own: string) => void
}

/** A variant of a part: what is not given stays as it is. */
function variant<Part extends object>(part: Part, change: Partial<Part>): Part {
  return Object.create(part, Object.getOwnPropertyDescriptors(change)) as Part
}

/** A request as one of our own pages would have sent it. */
function asOwn(request: IncomingMessage, own: string): IncomingMessage {
  return variant(request, { headers: { ...request.headers, origin: own, 'sec-fetch-site': 'same-origin' } })
}

/** The same, for everybody who gets this request. */
function makeOwn(request: IncomingMessage, own: string): void {
  Object.assign(request.headers, { origin: own, 'sec-fetch-site': 'same-origin' })
}

function withRole(admission: Admission, role: Role): Admission {
  return variant(admission, {
    async admit(board, request, shown) {
      const admitted = await admission.admit(board, request, shown)
      return admitted.ok ? ok({ ...admitted.value, role }) : admitted
    },
  })
}

/** The board of the first row of a query that selects it. */
async function boardIn(sqlite: Sqlite, sql: string, parameter: string): Promise<BoardId | null> {
  const { rows } = (await sqlite.ask({ type: 'query', sql, parameters: [parameter] })) as {
    rows: { board: BoardId }[]
  }
  return rows[0]?.board ?? null
}

/** What keeps strangers out, by name, and how a server is made that lacks it. */
export const removals: Readonly<Record<string, Removal>> = {
  'the signature of the guest cookie': {
    secrets: (secrets) => variant(secrets, { verify: () => true }),
  },
  "a link's secret opens its own board only": {
    directory: (directory, sqlite) =>
      variant(directory, {
        async linkOf(board, secret) {
          const own = await boardIn(sqlite, 'SELECT board FROM links WHERE hash = ?', hashSecret(secret))
          return directory.linkOf(own ?? board, secret)
        },
      }),
  },
  'a link is revoked through its own board only': {
    directory: (directory, sqlite) =>
      variant(directory, {
        async revokeLink(board, id) {
          return directory.revokeLink((await boardIn(sqlite, 'SELECT board FROM links WHERE id = ?', id)) ?? board, id)
        },
      }),
  },
  'a cookie counts only from our own pages': {
    admission: (admission) =>
      variant(admission, {
        admit: (board, request, shown) =>
          admission.admit(board, asOwn(request, `http://${request.headers.host}`), shown),
      }),
  },
  'a right is looked up again after a board has loaded': {
    roomAdmission: (admission) => ({ revocations: 0, standing: admission.standing }),
  },
  'connections on a board are limited': {
    config: (config) => ({ ...config, maxBoardSockets: Number.POSITIVE_INFINITY }),
  },
  'exports carry a content security policy': {
    apiCall(_request, response) {
      const setHeader = response.setHeader.bind(response)
      response.setHeader = (name, value) =>
        name.toLowerCase() === 'content-security-policy' ? response : setHeader(name, value)
    },
  },
  'the API checks the role a route needs': {
    apiAdmission: (admission) => withRole(admission, 'owner'),
  },
  'the API refuses pages of other sites': {
    apiCall: (request, _response, own) => makeOwn(request, own),
  },
  'wrong secrets are limited': {
    turnstile: (turnstile) => Object.assign(turnstile, { guessedWrong: () => {} }),
  },
  'a right that expires ends the sessions it let in': {
    admission: (admission) =>
      variant(admission, {
        async admit(board, request, shown) {
          const admitted = await admission.admit(board, request, shown)
          return admitted.ok ? ok({ ...admitted.value, until: null }) : admitted
        },
      }),
  },
  'offences are counted': {
    turnstile: (turnstile) => Object.assign(turnstile, { offended: () => {} }),
  },
  'a grant ends with its link': {
    directory: (directory, sqlite) =>
      variant(directory, {
        async rightOf(board, principal) {
          const { rows } = (await sqlite.ask({
            type: 'query',
            sql: 'SELECT role FROM grants WHERE board = ? AND principal = ?',
            parameters: [board, principal],
          })) as { rows: { role: Role }[] }
          return rows[0] ? { role: rows[0].role, until: null } : directory.rightOf(board, principal)
        },
      }),
  },
  'a long-polling write with a cookie says which page it is from': {
    request(request, own) {
      if (request.method === 'POST' && request.url?.startsWith('/socket.io')) makeOwn(request, own)
    },
  },
}

/** The removal that this run of the tests is made with; the program that runs them names it. */
export function removalOfThisRun(): Removal {
  const name = process.env.INKBRIDGE_TEST_WITHOUT
  if (name === undefined) return {}
  const removal = removals[name]
  if (!removal) throw new Error(`INKBRIDGE_TEST_WITHOUT names no defence: ${name}`)
  return removal
}
