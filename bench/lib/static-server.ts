import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
}

/** Serves a folder and some generated files, on this machine only. */
export async function serveFolder(folder: string, texts: Readonly<Record<string, string>>) {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://here').pathname
    const name = path.endsWith('/') ? `${path}index.html` : path
    const content = texts[name] === undefined ? readFile(join(folder, normalize(name))) : Promise.resolve(texts[name])
    content.then(
      (body) => response.setHeader('Content-Type', types[extname(name)] ?? 'application/octet-stream').end(body),
      () => response.writeHead(404).end(),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
}
