import { randomBytes } from 'node:crypto'
import { IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { acceptedLocales, matchLocale } from '@inkbridge/react/locale'
import { newBoardId, parseBoardId } from '@inkbridge/types'

/** Answers a request; resolves when the answer has been sent. */
type Render = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** A rendered document with placeholders for what differs between requests. */
interface Template {
  readonly status: number
  readonly headers: OutgoingHttpHeaders
  readonly html: string
}

/** Templates are kept for this many pages and languages; a language tag comes from the client. */
const maxTemplates = 64

/** As long as a nonce of the server, so that lengths within a document stay right. */
const placeholderNonce = randomBytes(16).toString('base64')
const placeholderBoard = newBoardId()

const compress = promisify(gzip)

/** A request for a document. */
interface DocumentRequest {
  /** With the placeholder instead of a board's id. */
  readonly path: string
  /** False for the page that says that nothing is there. */
  readonly exists: boolean
  readonly board: string | null
  readonly nonce: string
  readonly policy: string
  readonly locale: string
}

/**
 * Answers documents from templates. A page depends on its route, the language, the board's id and the nonce only: it is
 * rendered once for each route and language, with placeholders for the id and the nonce. Files and data for
 * client-side navigation are passed on.
 *
 * @param files the paths of files, outside `/_next`
 * @param pages the paths of pages, besides those of boards
 */
export function createDocuments(
  render: Render,
  files: ReadonlySet<string>,
  pages: ReadonlySet<string> = new Set(['/']),
): Render {
  const templates = new Map<string, Promise<Template | null>>()

  function templateOf(document: DocumentRequest): Promise<Template | null> {
    const key = `${document.path} ${document.locale}`
    const known = templates.get(key)
    const template = known ?? renderTemplate(render, document)
    // Most recently used last.
    templates.delete(key)
    templates.set(key, template)
    const [oldest] = templates.keys()
    if (templates.size > maxTemplates && oldest !== undefined) templates.delete(oldest)
    if (!known) {
      const forget = () => templates.get(key) === template && templates.delete(key)
      template.then((found) => found ?? forget(), forget)
    }
    return template
  }

  return async (request, response) => {
    const document = documentOf(request, files, pages)
    const template = document && (await templateOf(document).catch(() => null))
    if (!template) return render(request, response)
    const { board, nonce } = document
    const html = template.html.replaceAll(placeholderNonce, nonce)
    await send(request, response, { ...template, html: board ? html.replaceAll(placeholderBoard, board) : html })
  }
}

/** Null when the request is not for a document. */
function documentOf(
  { method, url = '', headers }: IncomingMessage,
  files: ReadonlySet<string>,
  pages: ReadonlySet<string>,
): DocumentRequest | null {
  const [nonce, policy] = [headers['x-nonce'], headers['content-security-policy']]
  if (method !== 'GET' || headers.rsc !== undefined || typeof nonce !== 'string' || !policy) return null
  const [path = ''] = url.split('?', 1)
  if (path.startsWith('/_next/') || files.has(path)) return null
  const board = parseBoardId(/^\/b\/([^/]+)$/.exec(path)?.[1])
  const set = headers['x-inkbridge-locale']
  const accepted = acceptedLocales(headers['accept-language'] ?? '')
  return {
    path: board ? `/b/${placeholderBoard}` : pages.has(path) ? path : `/${placeholderBoard}`,
    exists: board !== null || pages.has(path),
    board,
    nonce,
    policy: String(policy),
    locale: matchLocale([...(typeof set === 'string' ? [set] : []), ...accepted]),
  }
}

/** Null when the page could not be rendered. */
async function renderTemplate(
  render: Render,
  { path, exists, nonce, policy, locale }: DocumentRequest,
): Promise<Template | null> {
  const request = new IncomingMessage(new Socket())
  request.method = 'GET'
  request.url = path
  request.headers = {
    host: 'localhost',
    'x-nonce': placeholderNonce,
    'x-inkbridge-locale': locale,
    'content-security-policy': policy.replaceAll(nonce, placeholderNonce),
    ...(exists ? { 'x-path': path } : {}),
  }
  const response = new CapturedResponse(request)
  await Promise.all([render(request, response), response.ended])
  const { statusCode: status } = response
  return status === (exists ? 200 : 404) ? { status, headers: response.getHeaders(), html: response.text } : null
}

/** A response that keeps what is written to it. */
class CapturedResponse extends ServerResponse {
  readonly ended: Promise<void>
  #resolve = () => {}
  #reject = (_error: Error) => {}
  readonly #chunks: Uint8Array[] = []

  constructor(request: IncomingMessage) {
    super(request)
    this.ended = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString()
  }

  override writeHead(status: number, ...rest: unknown[]): this {
    this.statusCode = status
    const headers = rest.find((given) => typeof given === 'object') as OutgoingHttpHeaders | undefined
    for (const [name, value] of Object.entries(headers ?? {})) if (value !== undefined) this.setHeader(name, value)
    return this
  }

  /** Rendering failed after it began. */
  override destroy(error?: Error): this {
    this.#reject(error ?? new Error('the page was not rendered to its end'))
    return this
  }

  override write(chunk: string | Uint8Array, ...rest: unknown[]): boolean {
    this.#chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
    for (const done of rest) if (typeof done === 'function') done()
    return true
  }

  override end(...given: unknown[]): this {
    const [chunk] = given
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) this.write(chunk)
    for (const done of given) if (typeof done === 'function') done()
    this.emit('finish')
    this.#resolve()
    return this
  }
}

async function send(
  { headers: { 'accept-encoding': encodings = '' } }: IncomingMessage,
  response: ServerResponse,
  { status, headers, html }: Template,
): Promise<void> {
  const isCompressed = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(String(encodings))
  const body = isCompressed ? await compress(html) : Buffer.from(html)
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined && !response.hasHeader(name)) response.setHeader(name, value)
  if (isCompressed) response.setHeader('Content-Encoding', 'gzip')
  response.writeHead(status, { 'Content-Length': body.byteLength }).end(body)
}
