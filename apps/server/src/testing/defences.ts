import type { IncomingMessage, ServerResponse } from 'node:http'
import { checkContent } from '@inkbridge/board'
import { type BoardId, ok, type Role } from '@inkbridge/types'
import type { Kysely } from 'kysely'
import * as Y from 'yjs'
import type { Admission } from '../admission/admission.ts'
import type { Turnstile } from '../admission/turnstile.ts'
import type { Config } from '../config.ts'
import { createGuard, type Guard, guard } from '../rooms/guard.ts'
import type { Directory } from '../storage/directory.ts'
import { hashSecret, type Secrets } from '../storage/secrets.ts'
import type { Tables } from '../storage/tables.ts'
import { scanLimits, scanUpdate } from '../updates/update-scan.ts'

/** How a test server's parts are changed so that they lack one defence. Each gets a part before it is handed on. */
export interface Removal {
  readonly config?: (config: Config) => Config
  readonly secrets?: (secrets: Secrets) => Secrets
  readonly directory?: (directory: Directory, tables: Kysely<Tables>) => Directory
  readonly turnstile?: (turnstile: Turnstile) => Turnstile
  /** For everybody who asks who may enter. */
  readonly admission?: (admission: Admission) => Admission
  /** For the API only. */
  readonly apiAdmission?: (admission: Admission) => Admission
  /** For the boards in memory only. */
  readonly roomAdmission?: (admission: Admission) => Pick<Admission, 'standing' | 'revocations' | 'exists'>
  /** Before a request reaches the gateway. */
  readonly request?: (request: IncomingMessage, own: string) => void
  /** What a board's room judges updates by. */
  readonly guard?: Guard
  readonly applyUpdate?: typeof Y.applyUpdate
  /** Before a request and its response reach the API. */
  readonly apiCall?: (request: IncomingMessage, response: ServerResponse, own: string) => void
}

/** A variant of a part: what is not given stays as it is. */
export function variant<Part extends object>(part: Part, change: Partial<Part>): Part {
  return Object.create(part, Object.getOwnPropertyDescriptors(change)) as Part
}

/** A request as one of our own pages would have sent it. */
function asOwn(request: IncomingMessage, own: string): IncomingMessage {
  return variant(request, { headers: { ...request.headers, origin: own, 'sec-fetch-site': 'same-origin' } })
}

/** The same, for everybody who gets this request. */
export function makeOwn(request: IncomingMessage, own: string): void {
  Object.assign(request.headers, { origin: own, 'sec-fetch-site': 'same-origin' })
}

export function withRole(admission: Admission, role: Role): Admission {
  return variant(admission, {
    async admit(board, request, shown) {
      const admitted = await admission.admit(board, request, shown)
      return admitted.ok ? ok({ ...admitted.value, role }) : admitted
    },
  })
}

function unmeasured(part: unknown): unknown {
  return Buffer.isBuffer(part) ? Object.defineProperty(part, 'byteLength', { value: 0 }) : part
}

/** Makes a body seem empty to whoever counts its bytes. */
function leaveUnmeasured(request: IncomingMessage): void {
  delete request.headers['content-length']
  const emit = request.emit.bind(request)
  Object.assign(request, {
    emit: (event: string, ...values: readonly unknown[]) =>
      emit(event, ...(event === 'data' ? values.map(unmeasured) : values)),
  })
}

/** The board of a link, whichever it is. */
async function boardWhere(tables: Kysely<Tables>, column: 'hash' | 'id', value: string): Promise<BoardId | null> {
  const links = tables.selectFrom('links').select('board')
  return (await links.where(column, '=', value).executeTakeFirst())?.board ?? null
}

/** A removal, and the test that has to fail with it: its file below `src`, and its whole name. */
export interface Defence extends Removal {
  readonly test: readonly [file: string, name: string]
}

/** A setting of tests about pages of allowed origins. */
export const allowedOrigin = 'https://app.example.com'

/** What keeps strangers out, by name, and how a server is made that lacks it. */
export const removals: Readonly<Record<string, Defence>> = {
  'the signature of the guest cookie': {
    test: ['admission/identity.test.ts', 'a cookie whose signature is not ours is nobody: a new guest is made'],
    secrets: (secrets) => variant(secrets, { verify: () => true }),
  },
  "a link's secret opens its own board only": {
    test: [
      'http/boards.test.ts',
      'a secret of another board is answered as one that nobody made, and grants nothing on either board',
    ],
    directory: (directory, tables) =>
      variant(directory, {
        async linkOf(board, secret) {
          const own = await boardWhere(tables, 'hash', hashSecret(secret))
          return directory.linkOf(own ?? board, secret)
        },
      }),
  },
  'a link is revoked through its own board only': {
    test: ['http/links.test.ts', 'a link is revoked through its own board only'],
    directory: (directory, tables) =>
      variant(directory, {
        async revokeLink(board, id) {
          return directory.revokeLink((await boardWhere(tables, 'id', id)) ?? board, id)
        },
      }),
  },
  'a cookie counts only from our own pages': {
    test: ['http/api.test.ts', 'a cookie > counts for nothing in a write that does not say which page it is from'],
    admission: (admission) =>
      variant(admission, {
        admit: (board, request, shown) =>
          admission.admit(board, asOwn(request, `http://${request.headers.host}`), shown),
      }),
  },
  'a right is looked up again after a board has loaded': {
    test: ['admission/admission.test.ts', 'a right that is lost while the board loads lets nobody in'],
    roomAdmission: ({ standing, exists }) => ({ revocations: 0, standing, exists }),
  },
  'connections on a board are limited': {
    test: [
      'admission/admission.test.ts',
      'a board takes as many connections as MAX_BOARD_SOCKETS says, and another when one has left',
    ],
    config: (config) => ({ ...config, maxBoardSockets: Number.POSITIVE_INFINITY }),
  },
  'exports carry a content security policy': {
    test: ['http/file-routes.test.ts', 'an export as svg may do nothing when it is opened at our address'],
    apiCall(_request, response) {
      const setHeader = response.setHeader.bind(response)
      response.setHeader = (name, value) =>
        name.toLowerCase() === 'content-security-policy' ? response : setHeader(name, value)
    },
  },
  'the API checks the role a route needs': {
    test: ['http/api.test.ts', 'who holds a weaker role than a route needs is told which, and nothing changes'],
    apiAdmission: (admission) => withRole(admission, 'owner'),
  },
  'the API refuses pages of other sites': {
    test: ['http/api.test.ts', 'a page of another site > reads nothing, not even with a token'],
    apiCall: (request, _response, own) => makeOwn(request, own),
  },
  'wrong secrets are limited': {
    test: ['http/api.test.ts', 'twenty wrong secrets from one address are answered 404, more 429'],
    turnstile: (turnstile) => Object.assign(turnstile, { guessedWrong: () => true }),
  },
  'a right that expires ends the sessions it let in': {
    test: ['admission/admission.test.ts', 'a link that expires ends the session it let in, at that moment'],
    admission: (admission) =>
      variant(admission, {
        async admit(board, request, shown) {
          const admitted = await admission.admit(board, request, shown)
          return admitted.ok ? ok({ ...admitted.value, until: null }) : admitted
        },
      }),
  },
  'offences are counted': {
    test: [
      'admission/admission.test.ts',
      '[L7] who was refused ten times in a minute is not let in, and their neighbour at the same address is',
    ],
    turnstile: (turnstile) => Object.assign(turnstile, { offended: () => {} }),
  },
  'a grant ends with its link': {
    test: ['http/links.test.ts', 'what a link granted a browser ends with the link'],
    directory: (directory, tables) =>
      variant(directory, {
        async rightOf(board, principal) {
          const grants = tables.selectFrom('grants').select('role').where('board', '=', board)
          const grant = await grants.where('principal', '=', principal).executeTakeFirst()
          return grant ? { role: grant.role, until: null } : directory.rightOf(board, principal)
        },
      }),
  },
  'a long-polling write with a cookie says which page it is from': {
    test: [
      'gateway/gateway.test.ts',
      'long-polling > a write with a cookie that does not say which page it is from is answered 403',
    ],
    request(request, own) {
      if (request.method === 'POST' && request.url?.startsWith('/socket.io')) makeOwn(request, own)
    },
  },
  'pages of allowed origins act by a token only': {
    test: [
      'gateway/gateway.test.ts',
      'a page of an allowed origin > is nobody by the cookie it carries, on the API and at every door',
    ],
    request(request, own) {
      if (request.headers.origin === allowedOrigin) makeOwn(request, own)
    },
  },
  'a long-polling session is bound to a key in a header': {
    test: ['gateway/gateway.test.ts', "long-polling > somebody else's session cannot be used by its name alone"],
    request(request) {
      if (request.url?.startsWith('/socket.io')) request.headers['x-inkbridge-session'] = 'k'.repeat(22)
    },
  },
  'rights are looked up again when an answer leaves': {
    test: ['http/file-routes.test.ts', 'a picture that is being drawn when its link is revoked is not sent'],
    apiAdmission: (admission) => variant(admission, { revocations: 0, onRevocation: () => () => {} }),
  },
  'a long-polling write before joining is small': {
    test: [
      'gateway/gateway.test.ts',
      'long-polling > before it is known who somebody is a write is no larger than a packet, and says how large it is',
    ],
    request(request) {
      if (request.method === 'POST' && request.url?.startsWith('/socket.io')) request.headers['content-length'] = '1'
    },
  },
  'the body of a request is limited': {
    test: [
      'http/api.test.ts',
      'the body of a request > that is larger than the route takes is refused with 413, whether or not it says so, and changes nothing',
    ],
    apiCall: (request) => leaveUnmeasured(request),
  },
  'clocks are limited': {
    test: [
      'rooms/hostile.test.ts',
      '[O1] garbage of 2^40 clocks: its sender is closed with 4422, and the witness has everything',
    ],
    guard: createGuard({ scan: (update) => scanUpdate(update, { ...scanLimits, clock: Number.MAX_SAFE_INTEGER }) }),
  },
  'a plain value is nested sixteen deep at most': {
    test: [
      'rooms/hostile.test.ts',
      '[O1] a value nested a hundred deep: its sender is closed with 4422, and the witness has everything',
    ],
    guard: createGuard({ scan: (update) => scanUpdate(update, { ...scanLimits, depth: 1_000 }), check: () => null }),
  },
  'types are nested eight deep at most': {
    test: [
      'rooms/hostile.test.ts',
      '[O1] elements in elements, twenty deep: its sender is closed with 4422, and the witness has everything',
    ],
    guard: createGuard({
      check: (location, content, context) => checkContent({ ...location, depth: 0 }, content, context),
    }),
  },
  'each location takes the contents of its list only': {
    test: [
      'rooms/hostile.test.ts',
      '[O1] a tombstone in place of the version: its sender is closed with 4422, and the witness has everything',
    ],
    guard: createGuard({ check: () => null }),
  },
  'an update is scanned before it is decoded': {
    test: [
      'rooms/hostile.test.ts',
      '[O1] a struct without a length: its sender is closed with 4422, and the witness has everything',
    ],
    guard: createGuard({ scan: () => ({ structs: 1, clients: 1, deleteRanges: 0 }) }),
  },
  'what is applied is what was judged, encoded again': {
    test: [
      'rooms/guard.test.ts',
      '[O11] 5,000 hostile updates: what is applied is what was checked, at every clock, and the board stays a board',
    ],
    guard: {
      scan: guard.scan,
      judge(doc, update) {
        const judged = guard.judge(doc, update)
        return judged.ok && typeof judged.value === 'object' ? ok({ ...judged.value, update }) : judged
      },
    },
  },
  'an update that was applied by halves is dropped': {
    test: [
      'rooms/hostile.test.ts',
      '[O1] what throws while it is applied, though it was let through, leaves nothing behind: the board is read again',
    ],
    applyUpdate(doc, update, origin) {
      try {
        Y.applyUpdate(doc, update, origin)
      } catch {
        // Nobody notices.
      }
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
