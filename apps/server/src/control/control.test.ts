import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSecrets } from '../storage/secrets.ts'
import { cookieOf, guestHeaders, send } from '../testing/client.ts'
import { startServerOnDisk, type TestServer } from '../testing/server.ts'
import { runCommand } from './control.ts'
import { controlSocketOf, listenForCommands } from './control-socket.ts'

/** The key is replaced by a command, with a server on the folder and without one. */

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

/** A guest with a board, and what they see of it: their boards, and the addresses of its links. */
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

test('a running server takes a new key at once: guests and links stay, and the next visit brings a new cookie', async () => {
  const server = await startServerOnDisk({ dataDir })
  const commands = listenForCommands(dataDir, server, logger)
  const { guest, seen } = await withBoard(server)
  const before = readFileSync(join(dataDir, 'secret.key'))
  expect(await rotate()).toEqual({ ok: true, value: { code: 'key-rotated', links: 3 } })
  const after = readFileSync(join(dataDir, 'secret.key'))
  expect([before.length, after.length, after.subarray(32).equals(before)]).toEqual([32, 64, true])
  const first = await seen(server)
  expect(first).toMatchObject({ ...all, cookie: expect.stringMatching(/^inkbridge=/) })
  expect(first.cookie).not.toBe(guest.Cookie)
  expect(await seen(server, { ...guest, Cookie: first.cookie })).toEqual({ ...all, cookie: '' })
  // Nothing is sealed with the old key any more.
  expect(await rotate(true)).toMatchObject({ ok: true })
  expect(readFileSync(join(dataDir, 'secret.key')).length).toBe(32)
  expect(await seen(server)).toMatchObject({ boards: 0 })
  commands.close()
  await server.dispose()
})

test('without a server the command opens the folder itself, and the next server knows guests and links', async () => {
  const first = await startServerOnDisk({ dataDir })
  const { seen } = await withBoard(first)
  await first.dispose()
  expect(await rotate()).toMatchObject({ ok: true })
  copyFileSync(join(dataDir, 'secret.key'), join(dataDir, 'ring'))
  const second = await startServerOnDisk({ dataDir })
  expect(await seen(second)).toMatchObject(all)
  await second.dispose()
  // With the newest key alone the links still open: they were sealed again.
  writeFileSync(join(dataDir, 'secret.key'), readFileSync(join(dataDir, 'ring')).subarray(0, 32))
  const third = await startServerOnDisk({ dataDir })
  const { id } = await third.tables.selectFrom('boards').select('id').executeTakeFirstOrThrow()
  const links = await third.directory.links(id)
  expect(links.map(({ secret }) => typeof secret)).toEqual(['string', 'string', 'string'])
  await third.dispose()
})

test('a folder without boards, and one whose server takes no commands, are named, and nothing is changed', async () => {
  expect(await rotate()).toEqual({ ok: false, problem: { code: 'no-boards', values: { dataDir } } })
  const server = await startServerOnDisk({ dataDir })
  const before = readFileSync(join(dataDir, 'secret.key'))
  expect(await rotate()).toEqual({ ok: false, problem: { code: 'in-use', values: { dataDir } } })
  expect(readFileSync(join(dataDir, 'secret.key'))).toEqual(before)
  await server.dispose()
})

test('a command that is unknown, not JSON or too long changes nothing', async () => {
  const server = await startServerOnDisk({ dataDir })
  const commands = listenForCommands(dataDir, server, logger)
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

test('only the account of the server reads its folder, its database and its key, and gives it commands', async () => {
  process.umask(0o022)
  const loose = mkdtempSync(join(tmpdir(), 'inkbridge-loose-'))
  const modes = (names: readonly string[]) =>
    names.map((name) => (statSync(join(loose, name)).mode & 0o777).toString(8))
  for (const name of ['inkbridge.db', 'secret.key'])
    writeFileSync(join(loose, name), name === 'secret.key' ? Buffer.alloc(32, 7) : '', { mode: 0o644 })
  process.umask(0o077)
  const server = await startServerOnDisk({ dataDir: loose })
  await guestHeaders(server)
  const commands = listenForCommands(loose, server, logger)
  await rotateOn(loose, false)
  const names = ['.', 'inkbridge.db', 'inkbridge.db-wal', 'inkbridge.db-shm', 'lock.db', 'secret.key', 'control.sock']
  expect(modes(names)).toEqual(['700', '600', '600', '600', '600', '600', '600'])
  commands.close()
  await server.dispose()
  rmSync(loose, { recursive: true })
})

test('a folder with other things in it keeps its own mode', async () => {
  process.umask(0o022)
  writeFileSync(join(dataDir, 'thesis.txt'), '')
  chmodSync(dataDir, 0o755)
  const server = await startServerOnDisk({ dataDir })
  expect((statSync(dataDir).mode & 0o777).toString(8)).toBe('755')
  await server.dispose()
})

test('a key file of any other length is damaged, and is left alone', () => {
  for (const length of [0, 31, 33, 32 * 9]) {
    writeFileSync(join(dataDir, 'secret.key'), Buffer.alloc(length))
    expect(() => openSecrets(dataDir)).toThrow(/secret\.key is damaged.*Restore it from a backup/)
    expect(readFileSync(join(dataDir, 'secret.key')).length).toBe(length)
  }
})

test('the newest of several keys signs and seals, all of them verify and unseal, and the oldest of many goes', () => {
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
