import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '@inkbridge/e2e/server'

const folder = fileURLToPath(new URL('../peers', import.meta.url))
const pnpm = fileURLToPath(new URL('../../node_modules/.bin/pnpm', import.meta.url))

/** Installs what we measure ourselves against; it is no part of Inkbridge. */
export async function installPeers(): Promise<void> {
  if (existsSync(join(folder, 'node_modules/@excalidraw/excalidraw'))) return
  process.stderr.write('Installing the peers …\n')
  await run(pnpm, ['install', '--frozen-lockfile'])
}

/** Builds the page that shows Excalidraw; returns the folder to serve. */
export async function buildExcalidraw(): Promise<string> {
  await run(process.execPath, [join(folder, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error'])
  return join(folder, 'dist')
}

export interface PeerServer {
  readonly url: string
  readonly pid: number
  end(): Promise<void>
}

/** @y/websocket-server as npm has it, in memory. */
export async function startYWebsocketServer(): Promise<PeerServer> {
  const port = await freePort()
  const child = spawn(process.execPath, [join(folder, 'node_modules/@y/websocket-server/src/server.js')], {
    env: { ...process.env, HOST: '127.0.0.1', PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return { url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, end: () => end(child) }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const exited = once(child, 'exit')
  child.kill()
  await exited
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}`)
}
