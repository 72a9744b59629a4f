// placeholder by the lead so that the server runs; the web engineer replaces this file
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
export async function createWeb(_options: { dev: boolean; hostname: string; port: number }) {
  return {
    async handle(_request: IncomingMessage, response: ServerResponse) { response.end('page') },
    upgrade(_request: IncomingMessage, _socket: Duplex, _head: Buffer) {},
    async close() {},
  }
}
