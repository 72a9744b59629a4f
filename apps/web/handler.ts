import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { fileURLToPath } from 'node:url'
import next from 'next'
import { createDocuments } from './documents.ts'

export interface Web {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** Hot reload, in development only. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  close(): Promise<void>
}

/**
 * Serves the pages. Next would take over the upgrades of the server it is given, and end sockets that are not its own:
 * it is given one that never listens, and is passed its requests.
 */
export async function createWeb({
  dev,
  hostname,
  port,
}: {
  dev: boolean
  hostname: string
  port: number
}): Promise<Web> {
  // Set by `node --watch` for its own child; Next's workers fail with it.
  delete process.env.WATCH_REPORT_DEPENDENCIES
  // Next would replace methods of `process` to filter unhandled rejections; the server exits on those.
  process.env.NEXT_UNHANDLED_REJECTION_FILTER = 'disabled'
  const decoy = createServer()
  const dir = fileURLToPath(new URL('.', import.meta.url))
  if (!dev && !existsSync(join(dir, '.next/BUILD_ID')))
    throw new Error('The pages are not built. Run `npx pnpm@12.21.0 build`, then start it again.')
  const app = next({ dev, hostname, port, dir, httpServer: decoy })
  await app.prepare()
  const handle = app.getRequestHandler()
  return {
    // In development every request renders its page.
    handle: dev ? handle : createDocuments(handle, filesIn(dir), pagesIn(dir)),
    upgrade: (request, socket, head) => void decoy.emit('upgrade', request, socket, head),
    close: () => app.close(),
  }
}

/** The paths of the files that Next serves beside the pages: of `public`, and those made from the app's, such as its icon. */
function filesIn(dir: string): ReadonlySet<string> {
  return new Set([...readdirSync(join(dir, 'public')).map((name) => `/${name}`), ...pathsIn(dir, '/route')])
}

/** The paths of the pages without parameters. */
function pagesIn(dir: string): ReadonlySet<string> {
  return new Set(pathsIn(dir, '/page').filter((path) => !/[[_]/.test(path)))
}

/** The paths of what was built from sources that end so. */
function pathsIn(dir: string, end: '/page' | '/route'): readonly string[] {
  const built = JSON.parse(readFileSync(join(dir, '.next/app-path-routes-manifest.json'), 'utf8')) as Record<
    string,
    string
  >
  return Object.entries(built).flatMap(([source, path]) => (source.endsWith(end) ? path : []))
}
