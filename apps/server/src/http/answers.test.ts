import { request as httpRequest } from 'node:http'
import { type ApiErrorCode, apiErrors, type BoardId, limits, newBoardId, no, type PrincipalId } from '@inkbridge/types'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { PasswordProblem } from '../accounts/accounts.ts'
import { TooLarge } from '../pictures/pictures.ts'
import { ServerFull } from '../rooms/open-memory.ts'
import { assetOf, greyPng, upload } from '../testing/asset-files.ts'
import { headersOf, makeBoard, openBrowser, type Reply, type Sent, send, sendForHead } from '../testing/client.ts'
import type { PartsOptions } from '../testing/parts.ts'
import { goodPassword, signedIn } from '../testing/people.ts'
import { startServer, type TestServer } from '../testing/server.ts'
import { Busy } from '../threads/jobs.ts'
import { routes } from './api.ts'
import { refusalsOf } from './openapi.ts'
import type { Route } from './route.ts'

/** A server with a board, and a browser that owns it. */
interface Scene {
  readonly server: TestServer
  readonly cookie: string
  readonly board: string
  readonly tokens: { readonly owner: string; readonly editor: string; readonly viewer: string }
  readonly link: string
  /** The cookie of an account. */
  readonly account: string
  /** The secret of a link that sets the password of another account. */
  readonly secret: string
  /** The id of that account. */
  readonly other: string
  /** The owner. */
  readonly owner: string
  /** Secrets of a link with a password, and of one that as many have joined by as it allows. */
  readonly restricted: { readonly password: string; readonly usedUp: string }
}

/** Routes for people who have signed in. */
const forAccounts = [
  ...['changePassword', 'downloadAccountData', 'deleteAccount', 'unlinkGuest'],
  ...['listPeople', 'invitePerson', 'resetPassword', 'changePerson', 'listUnownedBoards', 'takeOverBoard'],
]

/** A request to a route; omitted fields have the values that the owner's browser would send. */
interface Question extends Omit<Sent, 'method'> {
  readonly params?: Readonly<Record<string, string>>
  readonly search?: string
  /** Without the body that the route takes. */
  readonly bare?: true
}

const rect = { kind: 'rect', at: [0, 0, 10, 10, 0], style: { color: 'ink', width: 4 }, order: 'a0' }
const boardFile = { type: 'inkbridge', version: 1, title: 'Quay', document: { shapes: { one: rect } } }

const picture = greyPng(8, 8)
/** Views the board, and asks to be let in. */
const somebody = { id: 'g:somebody' as PrincipalId, name: 'Somebody', color: '#123456' }

const bodies: Readonly<Record<string, (scene: Scene) => unknown>> = {
  changeMe: () => ({ name: 'Ann' }),
  createBoard: () => ({}),
  renameBoard: () => ({ title: 'Quay' }),
  joinBoard: ({ tokens }) => ({ secret: tokens.viewer }),
  markBoard: () => ({ starred: true }),
  createFolder: () => ({ name: 'Work' }),
  changeFolder: () => ({ name: 'Work' }),
  createLink: () => ({ role: 'viewer' }),
  changeLink: () => ({ name: 'Class 4b' }),
  changeBoardPerson: () => ({ role: 'editor' }),
  handOver: () => ({ person: somebody.id }),
  setLock: () => ({ locked: true }),
  answerRequest: () => ({ answer: 'viewer' }),
  allowPassing: () => ({ passable: false }),
  restoreState: () => ({}),
  signIn: () => ({ email: 'ann@example.org', password: goodPassword }),
  describePasswordLink: ({ secret }) => ({ secret }),
  usePasswordLink: ({ secret }) => ({ secret, password: 'another horse' }),
  changePassword: () => ({ current: goodPassword, password: 'another horse' }),
  deleteAccount: () => ({ password: goodPassword }),
  invitePerson: () => ({ email: 'zoe@example.org' }),
  changePerson: () => ({ disabled: true }),
  importBoard: () => boardFile,
}

let opened: TestServer | null = null
afterEach(async () => {
  vi.useRealTimers()
  await opened?.dispose()
  opened = null
})

async function openScene(options?: PartsOptions): Promise<Scene> {
  const server = await startServer(options)
  opened = server
  const browser = openBrowser(server)
  const { id, tokens } = await makeBoard(browser)
  const { json } = await browser.send(`/api/boards/${id}/links`)
  const [link] = (json as { links: { id: string }[] }).links
  const member = await signedIn(server, 'Ann')
  const other = await server.accounts.add({ email: 'bob@example.org', name: 'Bob' })
  const { secret = '' } = other ? await server.accounts.linkFor(other) : {}
  const [cookie, account] = [browser.cookie ?? '', member.cookie ?? '']
  const { you } = (await browser.send('/api/me')).json as { you: { id: string } }
  const restricted = await restrictedLinks(server, id as BoardId)
  return {
    server,
    board: id,
    tokens,
    cookie,
    link: link?.id ?? '',
    account,
    secret,
    other: other?.principal ?? '',
    owner: you.id,
    restricted,
  }
}

async function restrictedLinks({ directory, registry }: TestServer, board: BoardId): Promise<Scene['restricted']> {
  await directory.letIn(board, somebody.id, 'viewer')
  registry.joinRequests.ask(board, somebody)
  const password = await directory.addLink(board, 'owner', null, { password: 'argon2id$AAAA$AAAA' })
  const usedUp = await directory.addLink(board, 'owner', null, { maxUses: 1 })
  await directory.grant(board, somebody.id, usedUp.id, 'viewer')
  return { password: password.secret ?? '', usedUp: usedUp.secret ?? '' }
}

function pathOf({ path }: Route, scene: Scene, { params = {}, search = '' }: Question): string {
  const known: Record<string, string> = {
    board: scene.board,
    link: scene.link,
    person: somebody.id,
    device: 'd'.repeat(22),
    account: scene.other,
    generation: '1',
    folder: 'A'.repeat(12),
    asset: assetOf(picture),
  }
  return path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? known[name] ?? name) + search
}

function sentTo(route: Route, scene: Scene, { params: _, search: __, bare, ...sent }: Question): Sent {
  const { server, cookie } = scene
  const mine = forAccounts.includes(route.id) ? scene.account : cookie
  const own = sent.token === undefined ? { origin: server.origin, cookie: mine } : {}
  const isUpload = route.bytes && !bare && !('body' in sent)
  const headers = { 'Upload-Length': String(picture.byteLength), ...sent.headers }
  if (route.bytes) return { method: route.method, ...own, ...(isUpload ? { body: picture } : {}), ...sent, headers }
  const plain = bare || 'body' in sent || 'json' in sent || !bodies[route.id] ? {} : { json: bodies[route.id]?.(scene) }
  return { method: route.method, ...own, ...plain, ...sent }
}

function ask(route: Route, scene: Scene, question: Question = {}): Promise<Reply> {
  return send(scene.server, pathOf(route, scene, question), sentTo(route, scene, question))
}

/** How an error is provoked: by preparing the server, by a request, or by both. */
interface Provocation {
  readonly options?: PartsOptions
  prepare?(scene: Scene, route: Route): unknown
  question?(scene: Scene, route: Route): Question
  ask?(route: Route, scene: Scene): Promise<Reply>
}

function fails(problem: Error): () => Promise<never> {
  return () => Promise.reject(problem)
}

const json = { 'Content-Type': 'application/json' }
const manyShapes = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`s${index}`, rect]))
const withDocument =
  (document: unknown) =>
  (_: Scene, { id, bytes }: Route) =>
    bytes ? {} : { json: id === 'createBoard' ? { document: { ...boardFile, document } } : { ...boardFile, document } }

const nobody: Question = { params: { person: 'g:nobody' } }

/** A request to a route by a link that needs more than its secret. */
function byLink(secret: string, board: string, { id }: Route): Question {
  if (id === 'joinBoard') return { json: { secret } }
  return { token: secret, ...(id === 'createBoard' ? { search: `?assetsFrom=${board}` } : {}) }
}

const provocations: Partial<Record<ApiErrorCode, Provocation>> = {
  foreign: { question: () => ({ origin: 'https://evil.example' }) },
  'signed-out': {
    // During the request: after its cookie was read, for the guest and for the board.
    prepare({ server }, { role }) {
      let left = role ? 2 : 1
      Object.assign(server.devices, { isRevoked: () => left-- <= 0 })
    },
  },
  'too-many-requests': { prepare: ({ server }) => Object.assign(server.requests, { take: async () => 1_000 }) },
  failed: {
    prepare: ({ server }) =>
      Object.assign(server.identity, {
        ensure() {
          throw new Error('broken')
        },
      }),
  },
  'no-board': {
    question: (_, { id }) => ({
      params: { board: newBoardId() },
      ...(id === 'createBoard' ? { search: `?assetsFrom=${newBoardId()}` } : {}),
    }),
  },
  'password-needed': { question: ({ restricted, board }, route) => byLink(restricted.password, board, route) },
  'link-used-up': { question: ({ restricted, board }, route) => byLink(restricted.usedUp, board, route) },
  crowded: {
    async prepare({ server, board }, { id }) {
      if (id === 'joinBoard') Object.assign(server.limiter, { triesPassword: () => null })
      for (let guess = 0; guess < 21; guess += 1)
        await send(server, `/api/boards/${board}`, { token: `wrong-secret-${String(guess).padStart(4, '0')}` })
    },
    question: ({ board, restricted }, { id }) => ({
      ...(id === 'joinBoard'
        ? { json: { secret: restricted.password, password: 'wrong' } }
        : { token: 'n'.repeat(32) }),
      ...(id === 'createBoard' ? { search: `?assetsFrom=${board}` } : {}),
    }),
  },
  role: { question: ({ tokens }, { role }) => ({ token: role === 'owner' ? tokens.editor : tokens.viewer }) },
  'no-guest': { question: ({ tokens }) => ({ token: tokens.owner }) },
  'no-device': {},
  members: {
    prepare: ({ server }) => Object.assign(server.admission, { mayCreate: () => false }),
    question: ({ cookie }) => ({ cookie }),
  },
  administrators: {
    prepare({ server }) {
      const account = server.directory.account
      Object.assign(server.directory, { account: async (id: never) => ({ ...(await account(id)), role: 'member' }) })
    },
  },
  'no-account': { question: () => ({ params: { account: `a:${'n'.repeat(22)}` } }) },
  'own-account': {
    prepare: ({ server, other }) => {
      const account = server.directory.account
      const principal = other as PrincipalId
      Object.assign(server.directory, { account: async (id: never) => ({ ...(await account(id)), principal }) })
    },
  },
  'taken-address': { question: () => ({ json: { email: 'bob@example.org' } }) },
  'not-unowned': {},
  'signed-in': { question: ({ account }) => ({ cookie: account }) },
  'no-password-link': { question: () => ({ json: { secret: 'n'.repeat(32), password: goodPassword } }) },
  'wrong-password': { prepare: ({ server }) => refusePasswords(server, 'wrong') },
  'too-many-attempts': { prepare: ({ server }) => refusePasswords(server, { waitMs: 1_000 }) },
  'no-folder': {
    question: (_, { id }) =>
      id === 'changeFolder' || id === 'deleteFolder'
        ? {}
        : { json: { name: 'Work', folder: 'A'.repeat(12), parent: 'A'.repeat(12) } },
  },
  'too-many-folders': {
    prepare: ({ server }) => Object.assign(server.directory, { addFolder: async () => 'too-many-folders' }),
  },
  'folder-place': {
    prepare: ({ server }) =>
      Object.assign(server.directory, {
        addFolder: async () => 'folder-place',
        changeFolder: async () => 'folder-place',
      }),
  },
  'too-many-streams': { prepare: ({ server }) => Object.assign(server.streams, { open: () => null }) },
  'no-person': { question: (_, { id }) => (id === 'handOver' ? { json: { person: 'g:nobody' } } : nobody) },
  'own-right': {
    question: ({ owner }, { id }) => (id === 'handOver' ? { json: { person: owner } } : { params: { person: owner } }),
  },
  'no-request': { question: () => nobody },
  'no-link': { question: () => ({ params: { link: 'A'.repeat(12) } }) },
  'too-many-links': {
    prepare: ({ server }) => Object.assign(server.directory, { countLinks: async () => limits.maxLinks }),
  },
  'no-generation': { question: () => ({ params: { generation: '99' } }) },
  current: {},
  'not-restored': {},
  'no-asset': {},
  'asset-too-large': { options: { env: { MAX_ASSET_BYTES: '10' } } },
  'bad-upload': { question: () => ({ headers: { 'Upload-Length': 'many' } }) },
  'unsupported-type': { question: () => ({ body: '%PDF-1.7', headers: { 'Upload-Length': '8' } }) },
  'hash-mismatch': { question: () => ({ params: { asset: 'A'.repeat(43) } }) },
  'wrong-offset': { question: () => ({ headers: { 'Upload-Offset': '3' } }) },
  'no-title': { question: () => ({ json: { title: ' ' } }) },
  'cut-key': { question: () => ({ json: { secret: 'short' } }) },
  'bad-body': {
    question: (_, { query }) =>
      query
        ? { search: `?format=exe&theme=sepia&current=2&skip=-1&w=0&assetsFrom=x&name=${'x'.repeat(256)}&before=x` }
        : {
            json: {
              email: 7,
              password: 7,
              current: 7,
              title: 7,
              name: 7,
              secret: 7,
              role: 7,
              passable: 7,
              seq: 'x',
              disabled: 7,
              starred: 7,
              blocked: 7,
              person: 7,
              answer: 7,
              locked: 7,
            },
          },
  },
  'bad-json': { question: () => ({ headers: json, body: '{' }) },
  'not-json': { question: () => ({ headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: '{}' }) },
  'bad-file': { question: withDocument({ shapes: 7 }) },
  'too-large': {
    prepare: ({ server }) =>
      Object.assign(server.files, { write: async () => ({ type: 'bad', code: 'too-large', message: 'Too large.' }) }),
    question: (_, { body, file, bytes }) =>
      body || file || bytes
        ? { bare: true, headers: { ...json, Connection: 'close', 'Content-Length': String(limits.maxImportBytes + 1) } }
        : {},
  },
  'too-slow': { ask: askSlowly },
  'too-much-at-once': { prepare: ({ server }) => Object.assign(server.memory, { isFull: () => true }) },
  'too-much-written': {
    options: { rates: { written: { points: 60, seconds: 600 } } },
    question: withDocument(boardFile.document),
  },
  'too-many-boards': { options: { rates: { boards: { points: 1, seconds: 600 } } } },
  'disk-full': {
    prepare: ({ server }) => Object.assign(server.disk, { isLow: async () => true }),
    question: () => ({ headers: { 'Transfer-Encoding': 'chunked' } }),
  },
  'board-full': {
    options: { env: { MAX_BOARD_BYTES: '65536' } },
    question: (scene, route) =>
      route.bytes ? { headers: { 'Upload-Length': '65537' } } : withDocument({ shapes: manyShapes })(scene, route),
  },
  'server-full': {
    prepare: ({ server }) => {
      const use = fails(new ServerFull())
      Object.assign(server.registry, { use, damageOf: use, restore: use })
    },
    question: withDocument(boardFile.document),
  },
  busy: {
    prepare({ server }) {
      Object.assign(server.files, { read: fails(new Busy()), write: fails(new Busy()) })
      Object.assign(server.pictures, { draw: fails(new Busy()) })
      Object.assign(server.assets, { receive: fails(new Busy()) })
      refusePasswords(server, 'busy')
      Object.assign(server.admission, { hashPassword: async () => null })
    },
    question: (scene, route) =>
      route.id === 'createLink' || route.id === 'changeLink'
        ? { json: { role: 'viewer', password: 'correct horse' } }
        : route.body
          ? {}
          : withDocument(boardFile.document)(scene, route),
  },
  'too-large-to-draw': {
    prepare: ({ server }) => Object.assign(server.pictures, { draw: fails(new TooLarge()) }),
    question: () => ({ search: '?format=png' }),
  },
  damaged: {
    prepare: ({ server }) =>
      Object.assign(server.registry, {
        use: async (_: unknown, run: (room: unknown) => unknown) => run({ damage: {} }),
      }),
  },
}

/** Makes a server refuse every password. */
function refusePasswords({ accounts }: TestServer, problem: PasswordProblem): void {
  const [refused, told] = [async () => no(problem), async () => problem]
  Object.assign(accounts, { check: refused, useLink: refused, changePassword: told, confirm: told })
}

/** Sends the first byte of a body and no more, while the clock of the server goes on. */
async function askSlowly(route: Route, scene: Scene): Promise<Reply> {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
  const { method, ...sent } = sentTo(route, scene, {})
  const headers = { ...headersOf(sent), 'Content-Length': '100' }
  let reply: Reply | null = null
  const request = httpRequest(
    { host: '127.0.0.1', port: scene.server.port, path: pathOf(route, scene, {}), method, headers },
    async (response) => {
      const parts: Buffer[] = []
      for await (const part of response) parts.push(part as Buffer)
      const bytes = Buffer.concat(parts)
      const text = bytes.toString('utf8')
      reply = { status: response.statusCode ?? 0, headers: response.headers, bytes, text, json: JSON.parse(text) }
    },
  )
  request.on('error', () => {})
  request.write('{')
  while (reply === null) {
    vi.advanceTimersByTime(1_000)
    await new Promise((resolve) => setImmediate(resolve))
  }
  vi.useRealTimers()
  request.destroy()
  return reply
}

const described = new Map<ApiErrorCode, readonly Route[]>()
for (const route of routes)
  for (const code of refusalsOf(route)) described.set(code, [...(described.get(code) ?? []), route])

describe('an error that the description says a route may answer with', () => {
  test.each([...described])(
    '%s is answered by each of them, as described',
    { timeout: 60_000 },
    async (code, those) => {
      const provocation = provocations[code]
      if (!provocation) return expect.unreachable(`it is not known how ${code} is provoked`)
      const scene = await openScene(provocation.options)
      const wrong: string[] = []
      for (const route of those) {
        await provocation.prepare?.(scene, route)
        const question = provocation.question?.(scene, route)
        const { status, text, json } = await (provocation.ask?.(route, scene) ?? ask(route, scene, question))
        const answered = (json as { error?: { code?: string } } | null)?.error?.code
        if (status !== apiErrors[code][0] || (answered !== code && route.method !== 'HEAD'))
          wrong.push(`${route.id}: ${status} ${text.slice(0, 200)}`)
      }
      expect(wrong).toEqual([])
    },
  )
})

describe('a request that succeeds', () => {
  const expected = routes.flatMap((route) =>
    Object.keys(route.answers).map((status) => [route.id, Number(status)] as const),
  )

  test.each(expected)('%s answers %i, as described', { timeout: 30_000 }, async (id, status) => {
    const route = routes.find((each) => each.id === id)
    if (!route) return expect.unreachable(`there is no route ${id}`)
    const scene = await openScene()
    const first = await good[id]?.(route, scene, status)
    const reply = first ?? (await ask(route, scene, status === 304 ? { headers: await unchanged(route, scene) } : {}))
    expect({ status: reply.status, text: reply.status === status ? '' : reply.text }).toEqual({ status, text: '' })
  })
})

/** Requests that need more than a board and its owner. */
const good: Readonly<Record<string, (route: Route, scene: Scene, status: number) => Promise<Reply> | undefined>> = {
  async takeOverBoard(route, scene) {
    const { id } = await scene.server.directory.create('Quay', null)
    return ask(route, scene, { params: { board: id } })
  },
  async putAsset(route, scene, status) {
    if (status === 200) await storePicture(scene)
    return ask(route, scene, status === 204 ? { body: picture.subarray(0, 30) } : {})
  },
  async headAsset(route, scene) {
    await storePicture(scene)
    return ask(route, scene)
  },
  async getAsset(route, scene, status) {
    await storePicture(scene)
    return ask(route, scene, status === 304 ? { headers: await unchanged(route, scene) } : {})
  },
  async restoreBoard(route, scene) {
    const { server, board, cookie } = scene
    await send(server, `/api/boards/${board}`, { method: 'DELETE', cookie, origin: server.origin })
    return ask(route, scene)
  },
  async changeFolder(route, scene) {
    return ask(route, scene, { params: { folder: await makeFolder(scene) } })
  },
  async deleteFolder(route, scene) {
    return ask(route, scene, { params: { folder: await makeFolder(scene) } })
  },
  async discardBoard(route, scene) {
    const { server, board, cookie } = scene
    await send(server, `/api/boards/${board}`, { method: 'DELETE', cookie, origin: server.origin })
    return ask(route, scene)
  },
  async getEvents(route, scene) {
    return sendForHead(scene.server, route.path, { cookie: scene.cookie, origin: scene.server.origin })
  },
  async signOutDevice(route, scene) {
    const { server, cookie } = scene
    const { json } = await send(server, '/api/me/devices', { cookie, origin: server.origin })
    const [device] = (json as { devices: { id: string }[] }).devices
    return ask(route, scene, { params: { device: device?.id ?? '' } })
  },
  async restoreState(route, scene) {
    Object.assign(scene.server.registry, { restore: async () => null })
    return ask(route, scene)
  },
  async retiredGeneration(route, scene) {
    const retired = { stateVector: Uint8Array.of(0), deletions: Uint8Array.of() }
    Object.assign(scene.server.registry, { retired: async () => retired })
    return ask(route, scene)
  },
}

async function makeFolder({ server, cookie }: Scene): Promise<string> {
  const sent = { method: 'POST', cookie, origin: server.origin, json: { name: 'Plans' } }
  const { json } = await send(server, '/api/me/folders', sent)
  return (json as { id: string }).id
}

function storePicture({ server, board, tokens }: Scene): Promise<Reply> {
  return upload(server, { board, sent: { token: tokens.editor } }, picture)
}

async function unchanged(route: Route, scene: Scene): Promise<Record<string, string>> {
  const { headers } = await ask(route, scene)
  return { 'If-None-Match': headers.etag ?? '' }
}
