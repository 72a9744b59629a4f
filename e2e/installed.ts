import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from '@playwright/test'
import { freePort } from './server.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'inkbridge-packages-'))
/** Packages that are already packed: each is packed once. */
const tarballs = new Map<string, Promise<string>>()

export function removeInstalled(): void {
  rmSync(folder, { recursive: true, force: true })
}

/** Runs a program to its end; its output is in the error when it fails. */
export async function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += String(part)))
  const [code] = (await once(child, 'exit')) as [number | null]
  expect(code, `${program} ${args.join(' ')}\n${said}`).toBe(0)
  return said
}

async function pack(name: string): Promise<string> {
  const into = join(folder, 'tarballs', name)
  const pnpm = join(root, 'node_modules/.bin/pnpm')
  await run(pnpm, ['pack', '--pack-destination', into], join(root, 'packages', name))
  const [tarball] = readdirSync(into)
  return join(into, tarball ?? '')
}

/** An example in a folder outside this repository, with its packages installed from tarballs. */
export async function install(example: string, names: readonly string[]): Promise<string> {
  const packed: string[] = []
  for (const name of names) {
    const tarball = tarballs.get(name) ?? pack(name)
    tarballs.set(name, tarball)
    packed.push(await tarball)
  }
  const into = join(folder, example)
  cpSync(join(root, 'examples', example), into, { recursive: true })
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...packed], into)
  return into
}

export interface ServedPage {
  readonly origin: string
  stop(): void
}

/** Builds an example that uses Vite, and serves it from its own origin. */
export async function servePage(app: string): Promise<ServedPage> {
  await run(join(app, 'node_modules/.bin/vite'), ['build'], app)
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const args = ['preview', '--host', '127.0.0.1', '--port', String(port), '--strictPort']
  const preview = spawn(process.execPath, [join(app, 'node_modules/vite/bin/vite.js'), ...args], {
    cwd: app,
    stdio: 'ignore',
  })
  const status = () =>
    fetch(origin).then(
      ({ status }) => status,
      () => 0,
    )
  await expect.poll(status).toBe(200)
  return { origin, stop: () => preview.kill() }
}
