import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '@inkbridge/e2e/server'

const folder = fileURLToPath(new URL('../peers', import.meta.url))
const pnpm = fileURLToPath(new URL('../../node_modules/.bin/pnpm', import.meta.url))

/** Installs the peers to compare with; they are not part of Inkbridge. */
export async function installPeers(): Promise<void> {
  const wanted = Object.keys((JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest).dependencies)
  if (wanted.every((name) => existsSync(join(folder, 'node_modules', name)))) return
  process.stderr.write('Installing the peers …\n')
  await run(pnpm, ['install', '--frozen-lockfile'])
}

/** Builds the pages that show Excalidraw and tldraw; returns the folder to serve. */
export async function buildPages(): Promise<string> {
  const vite = join(folder, 'node_modules/vite/bin/vite.js')
  const settings = ['--config', join(folder, 'vite.config.js'), '--logLevel', 'error']
  for (const name of ['excalidraw', 'tldraw']) {
    await run(process.execPath, [vite, 'build', name, ...settings, '--outDir', join(folder, 'dist', name)])
  }
  return join(folder, 'dist')
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
}

export interface PeerServer {
  readonly url: string
  readonly pid: number
  end(): Promise<void>
}

/** @y/websocket-server as published on npm, in memory. */
export function startYWebsocketServer(): Promise<PeerServer> {
  return start('node_modules/@y/websocket-server/src/server.js', {})
}

/** Hocuspocus with its SQLite extension: edits are stored two to ten seconds later. */
export async function startHocuspocus(): Promise<PeerServer> {
  const place = mkdtempSync(join(tmpdir(), 'inkbridge-bench-'))
  const server = await start('hocuspocus.mjs', { DATABASE: join(place, 'hocuspocus.db') })
  return {
    ...server,
    async end() {
      await server.end()
      rmSync(place, { recursive: true })
    },
  }
}

/** A plain Socket.IO relay, which stores and checks nothing. */
export function startRelay(): Promise<PeerServer> {
  return start('relay.mjs', {})
}

async function start(script: string, env: Readonly<Record<string, string>>): Promise<PeerServer> {
  const port = await freePort()
  const child = spawn(process.execPath, [join(folder, script)], {
    env: { ...process.env, ...env, HOST: '127.0.0.1', PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return { url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, end: () => end(child) }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}`)
}
