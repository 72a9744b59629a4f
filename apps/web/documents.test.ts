import { createServer, type IncomingMessage, request as open, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { createDocuments } from './documents.ts'

let server: Server
afterEach(() => server.close())

/** Serves documents whose text says what they were rendered with. Returns the URLs that were rendered, in order. */
async function serve(render: (request: IncomingMessage) => number = () => 200): Promise<readonly string[]> {
  const rendered: string[] = []
  const handle = createDocuments(
    async (request: IncomingMessage, response: ServerResponse) => {
      rendered.push(request.url ?? '')
      const { 'x-nonce': nonce, 'x-path': path, 'x-inkbridge-locale': locale } = request.headers
      const policy = request.headers['content-security-policy']
      response.writeHead(render(request), { 'Content-Type': 'text/html', 'Cache-Control': 'private' })
      response.write(`${request.url} at ${path} `)
      response.end(`in ${locale} with ${nonce} under ${policy}`)
    },
    new Set(['/icon.svg']),
    new Set(['/', '/sign-in']),
  )
  server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return rendered
}

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

let count = 0

/** Requests a page as the server passes it on: with a nonce of its own. */
async function get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer & { nonce: string }> {
  count += 1
  const nonce = `${String(count).padStart(22, 'n')}==`
  const { port } = server.address() as AddressInfo
  const own = { 'x-nonce': nonce, 'x-path': path.split('?')[0], 'content-security-policy': `script-src '${nonce}'` }
  const answer = await new Promise<Answer>((resolve, reject) => {
    const request = open(
      { host: '127.0.0.1', port, path, headers: { ...own, ...headers }, agent: false },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const body = Buffer.concat(chunks)
          const text = response.headers['content-encoding'] === 'gzip' ? gunzipSync(body).toString() : body.toString()
          resolve({ status: response.statusCode, headers: response.headers, text })
        })
      },
    )
    request.on('error', reject).end()
  })
  return { ...answer, nonce }
}

const [one, other] = ['0123456789abcdef', 'fedcba9876543210']

test('a board’s page is rendered once, and each answer has its own board and nonce', async () => {
  const rendered = await serve()
  const answers = [await get(`/b/${one}`), await get(`/b/${other}?from=mail`), await get(`/b/${one}`)]
  expect(answers.map(({ status, text }) => [status, text])).toEqual(
    [one, other, one].map((id, index) => {
      const { nonce } = answers[index] ?? { nonce: '' }
      return [200, `/b/${id} at /b/${id} in en with ${nonce} under script-src '${nonce}'`]
    }),
  )
  expect(rendered).toHaveLength(1)
})

test('each language has a template of its own, and the setting comes before what a browser prefers', async () => {
  const rendered = await serve()
  const german = { 'accept-language': 'de-CH,de;q=0.8' }
  const texts = [
    await get('/', german),
    await get('/', { ...german, 'x-inkbridge-locale': 'en-GB' }),
    await get('/', german),
  ].map(({ text }) => /in (\S+)/.exec(text)?.[1])
  expect({ texts, rendered }).toEqual({ texts: ['de-CH', 'en-GB', 'de-CH'], rendered: ['/', '/'] })
})

test('what does not exist is one page for all addresses, with status 404', async () => {
  const rendered = await serve(() => 404)
  const answers = await Promise.all(['/b/none', '/none', '/b/none/'].map((path) => get(path)))
  expect(answers.map(({ status, text }) => [status, / at (\S+)/.exec(text)?.[1]])).toEqual(
    Array.from({ length: 3 }, () => [404, 'undefined']),
  )
  expect(rendered).toHaveLength(1)
})

test('every other page has a template of its own, with any query', async () => {
  const rendered = await serve(({ url }) => (url === '/sign-in' ? 200 : 404))
  const [first, second] = [await get('/sign-in'), await get('/sign-in?next=%2Fb')]
  expect([first.status, second.status, rendered]).toEqual([200, 200, ['/sign-in']])
  expect(second.text).toContain('/sign-in at /sign-in ')
  expect((await get('/sign-in/more')).status).toBe(404)
})

test('files, data for client-side navigation and other methods are passed on as they are', async () => {
  const rendered = await serve()
  const paths = ['/icon.svg', '/_next/static/chunks/a.js', '/_next/data.json']
  for (const path of paths) await get(path)
  await get(`/b/${one}?_rsc=x`, { rsc: '1' })
  expect(rendered).toEqual([...paths, `/b/${one}?_rsc=x`])
})

test('a page that could not be rendered is not kept', async () => {
  let status = 500
  const rendered = await serve(() => status)
  const before = await get('/')
  status = 200
  const after = await get('/')
  // The first was tried as a template, then passed on as it was.
  expect([before.status, after.status, rendered.length]).toEqual([500, 200, 3])
})

test('a page whose rendering breaks off is not kept, and holds up nobody', async () => {
  let breaks = true
  const handle = createDocuments(async (_request, response) => {
    response.write('half')
    if (breaks) {
      breaks = false
      response.destroy()
    } else response.end(' and half')
  }, new Set())
  server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  expect([(await get('/')).text, (await get('/')).text]).toEqual(['half and half', 'half and half'])
})

test('a page is compressed only for those that accept it, with the headers it was rendered with', async () => {
  await serve()
  const accepting = ['gzip, br', 'br;q=1, gzip;q=0.2', 'gzip;q=0', 'identity']
  const answers = await Promise.all(accepting.map((encodings) => get('/', { 'accept-encoding': encodings })))
  expect(answers.map(({ headers }) => headers['content-encoding'])).toEqual(['gzip', 'gzip', undefined, undefined])
  expect(new Set(answers.map(({ headers, text }) => `${headers['cache-control']} ${text.slice(0, 6)}`))).toEqual(
    new Set(['private / at /']),
  )
})

test('at most 64 pages and languages are kept, those used last', async () => {
  const rendered = await serve()
  const tags = Array.from({ length: 64 }, (_, index) => `en-x-${index}`)
  await get('/', { 'accept-language': 'de' })
  for (const tag of tags) await get('/', { 'accept-language': tag })
  await get('/', { 'accept-language': tags[63] ?? '' })
  const kept = rendered.length
  await get('/', { 'accept-language': 'de' })
  expect([kept, rendered.length]).toEqual([65, 66])
})
