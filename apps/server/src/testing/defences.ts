import { createHash } from 'node:crypto'
import { copyFile, readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { checkContent } from '@inkbridge/board'
import { type AssetId, type BoardId, ok, type PrincipalId, type Role } from '@inkbridge/types'
import type { Kysely } from 'kysely'
import * as Y from 'yjs'
import type { Admission } from '../admission/admission.ts'
import { createGuard, guard } from '../rooms/guard.ts'
import { hashSecret } from '../storage/secrets.ts'
import type { Tables } from '../storage/tables.ts'
import { scanLimits, scanUpdate } from '../updates/update-scan.ts'
import { type Defence, type Removal, variant } from './removal.ts'
import { sharingRemovals } from './sharing-defences.ts'

export { type Removal, variant } from './removal.ts'

/** Returns a request as if one of our own pages had sent it. */
function asOwn(request: IncomingMessage, own: string): IncomingMessage {
  return variant(request, { headers: { ...request.headers, origin: own, 'sec-fetch-site': 'same-origin' } })
}

/** Changes a request as if one of our own pages had sent it. */
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

/** Makes a body seem empty to code that counts its bytes. */
function leaveUnmeasured(request: IncomingMessage): void {
  delete request.headers['content-length']
  const emit = request.emit.bind(request)
  Object.assign(request, {
    emit: (event: string, ...values: readonly unknown[]) =>
      emit(event, ...(event === 'data' ? values.map(unmeasured) : values)),
  })
}

/** Makes a response lack a header, in lower case. */
function leaveOut(response: ServerResponse, header: string): void {
  const setHeader = response.setHeader.bind(response)
  response.setHeader = (name, value) => (name.toLowerCase() === header ? response : setHeader(name, value))
}

/** The board of any link. */
async function boardWhere(tables: Kysely<Tables>, column: 'hash' | 'id', value: string): Promise<BoardId | null> {
  const links = tables.selectFrom('links').select('board')
  return (await links.where(column, '=', value).executeTakeFirst())?.board ?? null
}

/** All people with a right to any board. */
async function everybody(tables: Kysely<Tables>): Promise<readonly PrincipalId[]> {
  const rows = await tables.selectFrom('grants').select('principal').distinct().execute()
  return rows.map(({ principal }) => principal)
}

/** A setting of tests about pages of allowed origins. */
export const allowedOrigin = 'https://app.example.com'

/** The defences by name, each with the removal that a test must detect. */
export const removals: Readonly<Record<string, Defence>> = {
  ...sharingRemovals,
  'the signature of the guest cookie': {
    test: ['admission/identity.test.ts', 'a cookie with a foreign signature identifies nobody: a new guest is made'],
    secrets: (secrets) => variant(secrets, { verify: () => true }),
  },
  "a link's secret opens its own board only": {
    test: [
      'http/boards.test.ts',
      'a secret of another board is answered like an unknown one, and grants nothing on either board',
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
  'lists and searches have only boards that the person may see': {
    test: [
      'http/board-lists.test.ts',
      '[V3] a search finds titles first, then text with the place where it is, and nothing of boards that one may not see',
    ],
    directory: (directory, tables) =>
      variant(directory, {
        listed: async () => (await Promise.all((await everybody(tables)).map(directory.listed))).flat(),
        async searchText(_, words, most) {
          const found = (await everybody(tables)).map((principal) => directory.searchText(principal, words, most))
          return (await Promise.all(found)).flat()
        },
      }),
  },
  'a folder is changed by its owner only': {
    test: [
      'http/board-lists.test.ts',
      '[V5] boards are put into folders, which only their owner sees, changes and deletes',
    ],
    directory: (directory, tables) =>
      variant(directory, {
        async changeFolder(principal, id, change) {
          const folders = tables.selectFrom('folders').select('principal').where('id', '=', id)
          return directory.changeFolder((await folders.executeTakeFirst())?.principal ?? principal, id, change)
        },
      }),
  },
  'a board is deleted for good by its owner only': {
    test: [
      'http/board-lists.test.ts',
      'only its owner deletes a board in the trash for good; then it is in no list, cannot be restored, and leaves no text',
    ],
    directory: (directory, tables) =>
      variant(directory, {
        async discard(id) {
          const discarded = (await everybody(tables)).map((principal) => directory.discard(id, principal))
          return (await Promise.all(discarded)).includes(true)
        },
      }),
  },
  'a stream of events ends when its browser is signed out': {
    test: ['http/events.test.ts', '[V9] a stream ends within two seconds when its browser is signed out'],
    apiAdmission: (admission) => variant(admission, { onRevocation: () => () => {} }),
  },
  'streams of events are limited': {
    test: [
      'http/events.test.ts',
      '[V9] a person has a limited number of streams, and closing one makes room for another',
    ],
    config: (config) => ({ ...config, limited: false }),
  },
  'a cookie counts only from our own pages': {
    test: ['http/api.test.ts', 'a cookie > is ignored in a write without an origin'],
    admission: (admission) =>
      variant(admission, {
        admit: (board, request, shown) =>
          admission.admit(board, asOwn(request, `http://${request.headers.host}`), shown),
      }),
  },
  'rights are checked again after a board has loaded': {
    test: ['admission/admission.test.ts', 'a right that is lost while the board loads lets nobody in'],
    roomAdmission: ({ rightOf, exists }) => ({ revocations: 0, rightOf, exists }),
  },
  'connections on a board are limited': {
    test: [
      'admission/admission.test.ts',
      'a board takes as many connections as MAX_BOARD_SOCKETS says, and another when one has left',
    ],
    config: (config) => ({ ...config, maxBoardSockets: Number.POSITIVE_INFINITY }),
  },
  'exports have a content security policy': {
    test: ['http/file-routes.test.ts', 'an export as svg runs nothing when it is opened at our origin'],
    apiCall: (_request, response) => leaveOut(response, 'content-security-policy'),
  },
  'the API checks the role a route needs': {
    test: [
      'http/api.test.ts',
      'a role that is too weak for a route is refused with the needed role, and nothing changes',
    ],
    apiAdmission: (admission) => withRole(admission, 'owner'),
  },
  'the API refuses pages of other sites': {
    test: ['http/api.test.ts', 'a page of another site > reads nothing, not even with a token'],
    apiCall: (request, _response, own) => makeOwn(request, own),
  },
  'wrong secrets are limited': {
    test: ['http/api.test.ts', 'twenty wrong secrets from one address are answered 404, more 429'],
    limiter: (limiter) => Object.assign(limiter, { guessedWrong: () => true }),
  },
  'an expired right ends its sessions': {
    test: ['admission/admission.test.ts', 'a link that expires ends the sessions it admitted, at that moment'],
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
      '[L7] a client refused ten times in a minute is not admitted, and its neighbour at the same address is',
    ],
    limiter: (limiter) => Object.assign(limiter, { offended: () => {} }),
  },
  'a grant ends with its link': {
    test: ['http/links.test.ts', 'a grant that a browser got by a link ends with the link'],
    directory: (directory, tables) =>
      variant(directory, {
        async rightOf(board, principal) {
          const grants = tables.selectFrom('grants').select('role').where('board', '=', board)
          const grant = await grants.where('principal', '=', principal).executeTakeFirst()
          return grant ? { role: grant.role, until: null } : directory.rightOf(board, principal)
        },
      }),
  },
  'a long-polling write with a cookie needs an origin': {
    test: ['gateway/gateway.test.ts', 'long-polling > a write with a cookie but without an origin is answered 403'],
    request(request, own) {
      if (request.method === 'POST' && request.url?.startsWith('/socket.io')) makeOwn(request, own)
    },
  },
  'pages of allowed origins need a token': {
    test: [
      'gateway/gateway.test.ts',
      'a page of an allowed origin > is not identified by its cookie, on the API and at every door',
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
  'rights are checked again before an answer is sent': {
    test: ['http/file-routes.test.ts', 'a picture that is being rendered when its link is revoked is not sent'],
    apiAdmission: (admission) => variant(admission, { revocations: 0, onRevocation: () => () => {} }),
  },
  'a long-polling write before joining is small': {
    test: [
      'gateway/gateway.test.ts',
      'long-polling > before admission a write is no larger than a packet, and has a Content-Length',
    ],
    request(request) {
      if (request.method === 'POST' && request.url?.startsWith('/socket.io')) request.headers['content-length'] = '1'
    },
  },
  'the body of a request is limited': {
    test: [
      'http/api.test.ts',
      'the body of a request > that is too large for its route is refused with 413, with or without Content-Length, and changes nothing',
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
  'the nesting of plain values is limited': {
    test: [
      'rooms/hostile.test.ts',
      '[O1] a value nested a hundred deep: its sender is closed with 4422, and the witness has everything',
    ],
    guard: createGuard({ scan: (update) => scanUpdate(update, { ...scanLimits, depth: 1_000 }), check: () => null }),
  },
  'the nesting of types is limited': {
    test: [
      'rooms/hostile.test.ts',
      '[O1] elements in elements, twenty deep: its sender is closed with 4422, and the witness has everything',
    ],
    guard: createGuard({
      check: (location, content, context) => checkContent({ ...location, depth: 0 }, content, context),
    }),
  },
  'each location accepts only its contents': {
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
  'only checked content is applied, encoded again': {
    test: [
      'rooms/guard.test.ts',
      '[O11] 5,000 hostile updates: only checked content is applied, at every clock, and the board stays valid',
    ],
    guard: {
      scan: guard.scan,
      judge(doc, update) {
        const judged = guard.judge(doc, update)
        return judged.ok && typeof judged.value === 'object' ? ok({ ...judged.value, update }) : judged
      },
    },
  },
  'an upload is decoded and encoded again': {
    test: [
      'http/hostile-uploads.test.ts',
      'a picture that is something else too > a PNG with a web page in a text chunk and after its end is stored without them',
    ],
    convert: (convert) => async (request, asker) => {
      const result = await convert(request, asker)
      await copyFile(request.upload, join(request.folder, 'full'))
      return result
    },
  },
  'the bytes of an upload have the hash that names them': {
    test: ['http/upload-pieces.test.ts', 'the bytes of an upload > other bytes than the address names are discarded'],
    convert: (convert) => async (request, asker) => {
      const digest = createHash('sha256').update(await readFile(request.upload))
      return convert({ ...request, asset: digest.digest('base64url') as AssetId }, asker)
    },
  },
  'pictures run and load nothing when they are opened at our origin': {
    test: ['http/asset-routes.test.ts', 'a picture is sent once for ever, and runs and loads nothing'],
    apiCall: (_request, response) => leaveOut(response, 'content-security-policy'),
  },
  'guessing passwords is slowed': {
    test: [
      'http/accounts.test.ts',
      'signing in > wrong passwords are limited, and the right one is not accepted before the wait is over',
    ],
    attempts: (attempts) => Object.assign(attempts, { begin: () => 0 }),
  },
  'the answer of a provider belongs to one attempt': {
    test: [
      'http/open-id.test.ts',
      'the answer of a provider is worth nothing in another browser, with another state, or without an attempt',
    ],
    openId: ({ begin, finish }) => ({
      begin,
      finish: (address, checks) => finish(address, { ...checks, state: address.searchParams.get('state') ?? '' }),
    }),
  },
  'the header of a proxy counts from trusted proxies only': {
    test: ['http/proxy-sign-in.test.ts', 'the header of a client that is no trusted proxy is ignored'],
    config: (config) => ({ ...config, trustedProxies: [{ address: '0.0.0.0', bits: 0 }] }),
  },
  'a cookie counts only for the person that the proxy names': {
    test: ['http/proxy-sign-in.test.ts', 'a cookie of one person is worth nothing while the proxy names another'],
    known: (known) => Object.assign(known, { isOf: () => true }),
  },
  'only administrators manage accounts': {
    test: ['http/administration.test.ts', 'an administrator sees all accounts; other people see none'],
    directory: (directory) =>
      variant(directory, {
        async account(principal) {
          const account = await directory.account(principal)
          return account && { ...account, role: 'admin' }
        },
      }),
  },
  'a link to set a password works once': {
    test: ['http/accounts.test.ts', 'a link to set a password > of two uses at the same time one counts'],
    directory: (directory) => variant(directory, { usePasswordLink: async () => true }),
  },
  'a new password ends other sessions': {
    test: [
      'http/accounts.test.ts',
      'a link to set a password > replaces earlier ones, and ends all sessions when it is used',
    ],
    accounts: (accounts) => Object.assign(accounts, { endSessions: async () => {} }),
  },
  'a guest that is part of an account is nobody': {
    test: [
      'http/linked-guests.test.ts',
      'on a shared computer the next person does not get the boards of the previous one',
    ],
    known: (known) => Object.assign(known, { isClosed: () => false }),
  },
  'with ACCESS=private links let no guest in': {
    test: [
      'http/access-setting.test.ts',
      'with ACCESS=private > a link lets no guest and no program in: not on the API and through no door',
    ],
    config: (config) => ({ ...config, access: 'open' }),
  },
  'with ACCESS=private guests are nobody to the API': {
    test: [
      'http/access-setting.test.ts',
      'with ACCESS=private > a link lets no guest and no program in: not on the API and through no door',
    ],
    admission: (admission) => variant(admission, { mayEnter: () => true }),
  },
  'a partly applied update is discarded': {
    test: [
      'rooms/hostile.test.ts',
      '[O1] an accepted update that throws while it is applied has no effect: the board is reloaded',
    ],
    applyUpdate(doc, update, origin) {
      try {
        Y.applyUpdate(doc, update, origin)
      } catch {
        // Not reported.
      }
    },
  },
}

/** The removal of this test run, named by the program that starts it. */
export function removalOfThisRun(): Removal {
  const name = process.env.INKBRIDGE_TEST_WITHOUT
  if (name === undefined) return {}
  const removal = removals[name]
  if (!removal) throw new Error(`INKBRIDGE_TEST_WITHOUT names no defence: ${name}`)
  return removal
}
