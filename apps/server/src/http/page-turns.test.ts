import { createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { openParts } from '../testing/parts.ts'
import { PageTurns } from './page-turns.ts'
import { createSite, type Web } from './site.ts'

/** Only a few pages are rendered at a time, regardless of the number of requests. */

/** Tasks that the test completes, in the order in which they began. */
class Works {
  readonly begun: string[] = []
  readonly #running: (() => void)[] = []
  atOnce = 0

  make(name: string): () => Promise<void> {
    return () =>
      new Promise((resolve) => {
        this.begun.push(name)
        this.#running.push(resolve)
        this.atOnce = Math.max(this.atOnce, this.#running.length)
      })
  }

  /** Completes tasks until no more begin. */
  async finish(): Promise<void> {
    while (this.#running.length > 0) {
      for (const end of this.#running.splice(0)) end()
      await new Promise((resolve) => setImmediate(resolve))
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}

test('two pages are rendered at once, and the others in turn, one of each address', async () => {
  const [turns, works] = [new PageTurns(), new Works()]
  for (const name of ['a1', 'a2', 'a3', 'a4', 'a5']) turns.take('a', works.make(name))
  for (const name of ['b1', 'b2']) turns.take('b', works.make(name))
  await works.finish()
  expect(works.begun).toEqual(['a1', 'a2', 'a3', 'b1', 'a4', 'b2', 'a5'])
  expect(works.atOnce).toBe(2)
})

test('at most 1,500 pages wait for one address; another address is served', async () => {
  const [turns, works] = [new PageTurns(), new Works()]
  const taken = Array.from({ length: 1_510 }, (_, index) => turns.take('a', works.make(`a${index}`)))
  expect(taken.filter(Boolean)).toHaveLength(1_502)
  expect(turns.take('b', works.make('b'))).toBe(true)
  await works.finish()
  expect(works.begun).toHaveLength(1_503)
})

const parts = openParts()
const servers: { close(): void; closeAllConnections(): void }[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})

/** The pages as `handle` makes them, on a port. */
async function serve(handle: Web['handle']): Promise<number> {
  const { identity, addressOf, config, logger } = parts
  const server = createServer(createSite({ handle }, identity, addressOf, config, logger))
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

function ask(port: number, path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, agent: false }, resolve).on('error', reject)
  })
}

test('a page that has begun does not block others, whether or not it ends or is read', async () => {
  const port = await serve(async (request, response) => {
    response.write('<!doctype html>')
    if (request.url === '/') response.end()
    else await new Promise(() => {})
  })
  for (const path of ['/b/one', '/b/two', '/b/three']) await ask(port, path)
  expect((await ask(port, '/')).statusCode).toBe(200)
})

test('a page whose request was aborted is not rendered', async () => {
  const asked: string[] = []
  let finish = () => {}
  const first = new Promise<void>((resolve) => {
    finish = resolve
  })
  const port = await serve(async (request, response) => {
    asked.push(request.url ?? '')
    if (asked.length <= 2) await first
    response.end()
  })
  const [one, two] = [ask(port, '/b/one'), ask(port, '/b/two')]
  await expect.poll(() => asked).toHaveLength(2)
  const gone = get({ host: '127.0.0.1', port, path: '/b/gone', agent: false }).on('error', () => {})
  await new Promise((resolve) => gone.once('finish', resolve))
  const last = ask(port, '/b/last')
  gone.destroy()
  await new Promise((resolve) => gone.once('close', resolve))
  // Later requests are handled after it.
  await ask(port, '/_next/static/x.js')
  finish()
  await Promise.all([one, two, last])
  expect(asked.filter((path) => path.startsWith('/b/'))).toEqual(['/b/one', '/b/two', '/b/last'])
})
