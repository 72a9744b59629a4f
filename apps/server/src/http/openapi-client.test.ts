import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { send } from '../testing/client.ts'
import { clientSource, type Description } from '../testing/openapi-client.ts'
import { startServer, type TestServer } from '../testing/server.ts'

const run = promisify(execFile)
const packageFolder = fileURLToPath(new URL('../../', import.meta.url))

let folder: string
let server: TestServer
beforeAll(async () => {
  server = await startServer()
  folder = mkdtempSync(join(tmpdir(), 'inkbridge-client-'))
  const { json } = await send(server, '/api/openapi.json')
  writeFileSync(join(folder, 'client.ts'), clientSource(json as Description))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await server.dispose()
})

const compilerOptions = {
  strict: true,
  noEmit: true,
  exactOptionalPropertyTypes: true,
  allowImportingTsExtensions: true,
  module: 'nodenext',
  target: 'es2024',
  types: ['node'],
  typeRoots: [join(packageFolder, 'node_modules/@types')],
}

/** Compiles and runs a program that uses the client, and parses the JSON that it prints. */
async function outputOf(program: string): Promise<unknown> {
  writeFileSync(join(folder, 'program.ts'), program)
  await run(join(packageFolder, 'node_modules/.bin/tsc'), ['-p', folder]).catch((error) => {
    throw new Error(error.stdout)
  })
  const { stdout } = await run(process.execPath, [join(folder, 'program.ts'), server.origin])
  return JSON.parse(stdout)
}

test('a client that is generated from the description makes a board, a link and an export', {
  timeout: 60_000,
}, async () => {
  const output = await outputOf(`
    import { type BoardLink, Client, Refused, type Role } from './client.ts'

    const origin = process.argv[2] ?? ''
    const made = await new Client(origin).createBoard({ body: { title: 'Harbour' } })
    const params = { board: made.id }
    const owner = new Client(origin, made.tokens.owner)
    const role: Role = 'editor'
    const link: BoardLink = await owner.createLink({ params, body: { role, expiresAt: null } })
    const editor = new Client(origin, link.url?.split('#k=')[1])
    const { title, role: held } = await editor.getBoard({ params })
    const imported = await editor.importBoard({
      params,
      body: {
        type: 'inkbridge',
        version: 1,
        title: 'Quay',
        document: { shapes: { one: { kind: 'rect', at: [0, 0, 10, 10, 0], style: { color: 'ink', width: 4 }, order: 'a0' } } },
      },
    })
    const file = await (await editor.exportBoard({ params, query: { format: 'json' } })).json() as {
      document: { shapes: Record<string, unknown> }
    }
    const refused = await editor.deleteBoard({ params }).catch((error: Refused) => [error.status, error.code])
    const left = await owner.deleteBoard({ params })
    console.log(JSON.stringify({
      title, held, link: [link.role, link.expiresAt], imported, shapes: Object.keys(file.document.shapes), refused,
      left: left === undefined,
    }))
  `)
  expect(output).toEqual({
    title: 'Harbour',
    held: 'editor',
    link: ['editor', null],
    imported: { shapes: 1, title: 'Quay', report: { exact: 1, approximated: {}, placeholders: {} } },
    shapes: ['one'],
    refused: [403, 'role'],
    left: true,
  })
})

test.each([
  ['an unknown role', `owner.createLink({ params, body: { role: 'king' } })`, `'"king"' is not assignable`],
  ['a body that lacks a field', 'owner.createLink({ params, body: {} })', `'"role"' is missing`],
  ['a path that lacks its board', `owner.getBoard({ params: {} })`, `'board' is missing`],
])('the client does not compile with %s', { timeout: 60_000 }, async (_, call, problem) => {
  const program = `
    import { Client } from './client.ts'
    const params = { board: '' }
    const owner = new Client('')
    await ${call}
  `
  await expect(outputOf(program)).rejects.toThrow(problem)
})
