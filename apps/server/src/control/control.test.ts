import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSecrets } from '../storage/secrets.ts'
import { cookieOf, guestHeaders, makeBoard, openBrowser, send } from '../testing/client.ts'
import { enter } from '../testing/doors.ts'
import { goodPassword, signedIn, trySignIn } from '../testing/people.ts'
import { startServerOnDisk, type TestServer } from '../testing/server.ts'
import { type ControlRequest, runCommand } from './control.ts'
import { controlSocketOf, listenForCommands } from './control-socket.ts'

/** A command replaces the key, with and without a running server. */

let dataDir: string
let umask: number
beforeEach(() => {
  umask = process.umask(0o077)
  dataDir = mkdtempSync(join(tmpdir(), 'inkbridge-control-'))
})
afterEach(() => {
  process.umask(umask)
  rmSync(dataDir, { recursive: true, force: true })
})

const logger = pino({ level: 'silent' })
const rotateOn = (folder: string, dropOldKeys: boolean) =>
  runCommand({ DATA_DIR: folder }, '/', { command: 'rotate-key', dropOldKeys })
const rotate = (dropOldKeys = false) => rotateOn(dataDir, dropOldKeys)

/** A guest with a board; reads their list of boards and the addresses of its links. */
async function withBoard(server: TestServer) {
  const guest = await guestHeaders(server)
  const board = JSON.parse((await send(server, '/api/boards', { method: 'POST', headers: guest, json: {} })).text).id
  return { guest, seen: (on: TestServer, headers = guest) => look(on, board, headers) }
}

async function look(server: TestServer, board: string, headers: Record<string, string>) {
  const own = { ...headers, Origin: `http://127.0.0.1:${server.port}` }
  const [boards, links] = [
    await send(server, '/api/boards', { headers: own }),
    await send(server, `/api/boards/${board}/links`, { headers: own }),
  ]
  const answers = [JSON.parse(boards.text), JSON.parse(links.text)]
  return {
    boards: answers[0].boards.length as number,
    urls: (answers[1].links ?? []).map(({ url }: { url?: string }) => typeof url) as string[],
    cookie: cookieOf(boards.headers),
  }
}

const all = { boards: 1, urls: ['string', 'string', 'string'] }

test('a running server uses a new key immediately: guests and links stay, and the next visit renews the cookie', async () => {
  const server = await startServerOnDisk({ dataDir })
  const commands = listenForCommands(dataDir, { ...server, address: server.origin }, logger)
  const { guest, seen } = await withBoard(server)
  const before = readFileSync(join(dataDir, 'secret.key'))
  expect(await rotate()).toEqual({ ok: true, value: { code: 'key-rotated', links: 3 } })
  const after = readFileSync(join(dataDir, 'secret.key'))
  expect([before.length, after.length, after.subarray(32).equals(before)]).toEqual([32, 64, true])
  const first = await seen(server)
  expect(first).toMatchObject({ ...all, cookie: expect.stringMatching(/^inkbridge=/) })
  expect(first.cookie).not.toBe(guest.Cookie)
  expect(await seen(server, { ...guest, Cookie: first.cookie })).toEqual({ ...all, cookie: '' })
  // Nothing is sealed with the old key.
  expect(await rotate(true)).toMatchObject({ ok: true })
  expect(readFileSync(join(dataDir, 'secret.key')).length).toBe(32)
  expect(await seen(server)).toMatchObject({ boards: 0 })
  commands.close()
  await server.dispose()
})

test('without a server the command opens the folder, and the next server knows guests and links', async () => {
  const first = await startServerOnDisk({ dataDir })
  const { seen } = await withBoard(first)
  await first.dispose()
  expect(await rotate()).toMatchObject({ ok: true })
  copyFileSync(join(dataDir, 'secret.key'), join(dataDir, 'ring'))
  const second = await startServerOnDisk({ dataDir })
  expect(await seen(second)).toMatchObject(all)
  await second.dispose()
  // The links open with the newest key alone: they were sealed again.
  writeFileSync(join(dataDir, 'secret.key'), readFileSync(join(dataDir, 'ring')).subarray(0, 32))
  const third = await startServerOnDisk({ dataDir })
  const { id } = await third.tables.selectFrom('boards').select('id').executeTakeFirstOrThrow()
  const links = await third.directory.links(id)
  expect(links.map(({ secret }) => typeof secret)).toEqual(['string', 'string', 'string'])
  await third.dispose()
})

test('a folder without boards, or whose server accepts no commands, is reported, and nothing is changed', async () => {
  expect(await rotate()).toEqual({ ok: false, problem: { code: 'no-boards', values: { dataDir } } })
  const server = await startServerOnDisk({ dataDir })
  const before = readFileSync(join(dataDir, 'secret.key'))
  expect(await rotate()).toEqual({ ok: false, problem: { code: 'in-use', values: { dataDir } } })
  expect(readFileSync(join(dataDir, 'secret.key'))).toEqual(before)
  await server.dispose()
})

test('the boards of a folder are listed with a right to each, by its server or without one', async () => {
  const first = await startServerOnDisk({ dataDir })
  const commands = listenForCommands(dataDir, { ...first, address: 'https://ink.example.org' }, logger)
  await withBoard(first)
  const { id } = await first.tables.selectFrom('boards').select('id').executeTakeFirstOrThrow()
  const asked = () => runCommand({ DATA_DIR: dataDir, PORT: '4000' }, '/', { command: 'boards' })
  const running = await asked()
  const [link] = (await first.directory.links(id)).filter(({ role }) => role === 'owner')
  const boards = [{ id, title: 'Untitled board', token: link?.secret }]
  const { origin } = first
  expect(running).toEqual({ ok: true, value: { code: 'boards', origin, address: 'https://ink.example.org', boards } })
  commands.close()
  await first.directory.revokeLink(id, link?.id ?? '')
  await first.dispose()
  const stopped = await asked()
  const token = expect.stringMatching(/^[\w-]{32,}$/)
  const address = 'http://localhost:4000'
  const value = { code: 'boards', origin: null, address, boards: [{ id, title: 'Untitled board', token }] }
  expect(stopped).toEqual({ ok: true, value })
})

const run = (request: ControlRequest) => runCommand({ DATA_DIR: dataDir, PORT: '4000' }, '/', request)

test('the first account administers, and its link sets a password, whether a server runs or not', async () => {
  await (await startServerOnDisk({ dataDir })).dispose()
  const first = await run({ command: 'user-add', email: 'Ann@example.org', name: 'Ann' })
  const link = expect.stringMatching(/^http:\/\/localhost:4000\/account\/password#[\w-]{32}$/)
  expect(first).toEqual({
    ok: true,
    value: { code: 'administrator-added', email: 'Ann@example.org', link, days: 7 },
  })
  const server = await startServerOnDisk({ dataDir })
  const commands = listenForCommands(dataDir, { ...server, address: server.origin }, logger)
  const second = await run({ command: 'user-add', email: 'bob@example.org', name: null })
  expect(second).toMatchObject({ ok: true, value: { code: 'user-added', days: 7 } })
  expect(await run({ command: 'user-add', email: 'ann@EXAMPLE.org', name: null })).toEqual({
    ok: true,
    value: { code: 'user-exists', email: 'ann@EXAMPLE.org' },
  })
  const address = first.ok && 'link' in first.value ? first.value.link : ''
  const guest = openBrowser(server)
  await guest.send('/api/me')
  const json = { secret: address.split('#')[1], password: goodPassword }
  expect((await guest.send('/api/password-link/use', { method: 'POST', json })).json).toMatchObject({
    account: { name: 'Ann', role: 'admin' },
  })
  const users = [
    { email: 'ann@example.org', name: 'Ann', role: 'admin', disabled: false, hasPassword: true },
    { email: 'bob@example.org', name: null, role: 'member', disabled: false, hasPassword: false },
  ]
  expect(await run({ command: 'user-list' })).toEqual({ ok: true, value: { code: 'users', users } })
  commands.close()
  await server.dispose()
})

test('a user who is disabled by a command is signed out, and can sign in again when enabled', async () => {
  const server = await startServerOnDisk({ dataDir })
  const commands = listenForCommands(dataDir, { ...server, address: server.origin }, logger)
  const ann = await signedIn(server, 'Ann')
  const { id } = await makeBoard(ann)
  const session = await enter(server, 'socket.io', id, { cookie: ann.cookie, origin: server.origin })
  const email = 'ann@example.org'
  expect(await run({ command: 'user-disable', email })).toEqual({ ok: true, value: { code: 'user-disabled', email } })
  expect(await session.closed).toBe(4401)
  const guest = openBrowser(server)
  await guest.send('/api/me')
  expect((await trySignIn(guest, email, goodPassword)).status).toBe(401)
  expect(await run({ command: 'user-enable', email })).toEqual({ ok: true, value: { code: 'user-enabled', email } })
  expect((await trySignIn(guest, email, goodPassword)).status).toBe(200)
  expect(await run({ command: 'user-reset', email })).toMatchObject({
    ok: true,
    value: { code: 'user-reset', days: 1 },
  })
  const nobody = 'nobody@example.org'
  expect(await run({ command: 'user-reset', email: nobody })).toEqual({
    ok: true,
    value: { code: 'user-missing', email: nobody },
  })
  commands.close()
  await server.dispose()
})

test('a user who is disabled while no server runs cannot enter when one starts', async () => {
  const first = await startServerOnDisk({ dataDir })
  const ann = await signedIn(first, 'Ann')
  const { id } = await makeBoard(ann)
  await first.dispose()
  expect(await run({ command: 'user-disable', email: 'ann@example.org' })).toMatchObject({ ok: true })
  const second = await startServerOnDisk({ dataDir })
  const credentials = { cookie: ann.cookie, origin: second.origin }
  expect((await send(second, `/api/boards/${id}`, credentials)).status).toBe(404)
  await second.dispose()
})

test('a server that lets in only accounts gives nobody a link to its boards', async () => {
  const server = await startServerOnDisk({ dataDir, env: { ACCESS: 'private' } })
  const commands = listenForCommands(dataDir, { ...server, address: server.origin }, logger)
  expect(await run({ command: 'boards' })).toEqual({ ok: true, value: { code: 'accounts-only' } })
  commands.close()
  await server.dispose()
})

test('a command that is unknown, not JSON or too long changes nothing', async () => {
  const server = await startServerOnDisk({ dataDir })
  const commands = listenForCommands(dataDir, { ...server, address: server.origin }, logger)
  const said = (text: string) =>
    new Promise<string>((resolve) => {
      const socket = connect(controlSocketOf(dataDir))
      let answer = ''
      socket.on('data', (part) => {
        answer += String(part)
      })
      socket.on('error', () => {})
      socket.on('close', () => resolve(answer))
      socket.write(text)
    })
  expect(JSON.parse(await said('{"command":"drop-everything"}\n'))).toMatchObject({ ok: false })
  expect(JSON.parse(await said('hello\n'))).toMatchObject({ ok: false })
  expect(await said('x'.repeat(10_000))).toBe('')
  expect(readFileSync(join(dataDir, 'secret.key')).length).toBe(32)
  commands.close()
  await server.dispose()
})

test('only the account of the server can read its folder, database and key, and send commands', async () => {
  process.umask(0o022)
  const loose = mkdtempSync(join(tmpdir(), 'inkbridge-loose-'))
  const modes = (names: readonly string[]) =>
    names.map((name) => (statSync(join(loose, name)).mode & 0o777).toString(8))
  for (const name of ['inkbridge.db', 'secret.key'])
    writeFileSync(join(loose, name), name === 'secret.key' ? Buffer.alloc(32, 7) : '', { mode: 0o644 })
  process.umask(0o077)
  const server = await startServerOnDisk({ dataDir: loose })
  await guestHeaders(server)
  const commands = listenForCommands(loose, { ...server, address: server.origin }, logger)
  await rotateOn(loose, false)
  const names = ['.', 'inkbridge.db', 'inkbridge.db-wal', 'inkbridge.db-shm', 'lock.db', 'secret.key', 'control.sock']
  expect(modes(names)).toEqual(['700', '600', '600', '600', '600', '600', '600'])
  commands.close()
  await server.dispose()
  rmSync(loose, { recursive: true })
})

test('a folder with other files in it keeps its mode', async () => {
  process.umask(0o022)
  writeFileSync(join(dataDir, 'thesis.txt'), '')
  chmodSync(dataDir, 0o755)
  const server = await startServerOnDisk({ dataDir })
  expect((statSync(dataDir).mode & 0o777).toString(8)).toBe('755')
  await server.dispose()
})

test('a key file of an unexpected length counts as damaged, and is not changed', () => {
  for (const length of [0, 31, 33, 32 * 9]) {
    writeFileSync(join(dataDir, 'secret.key'), Buffer.alloc(length))
    expect(() => openSecrets(dataDir)).toThrow(/secret\.key is damaged.*Restore it from a backup/)
    expect(readFileSync(join(dataDir, 'secret.key')).length).toBe(length)
  }
})

test('the newest of several keys signs and seals, all verify and unseal, and the oldest of too many is dropped', () => {
  const secrets = openSecrets(dataDir)
  const [signature, sealed] = [secrets.sign('a'), secrets.seal('b')]
  secrets.rotate()
  expect([secrets.verify('a', signature), secrets.isNewest('a', signature), secrets.unseal(sealed)]).toEqual([
    true,
    false,
    'b',
  ])
  expect(secrets.isNewest('a', secrets.sign('a'))).toBe(true)
  const again = openSecrets(dataDir)
  expect([again.verify('a', signature), again.unseal(sealed), again.verify('a', secrets.sign('a'))]).toEqual([
    true,
    'b',
    true,
  ])
  for (let more = 0; more < 7; more += 1) secrets.rotate()
  expect([secrets.verify('a', signature), secrets.unseal(sealed)]).toEqual([false, null])
})
