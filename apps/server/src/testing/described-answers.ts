import type { IncomingMessage, ServerResponse } from 'node:http'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { routes } from '../http/api.ts'
import { describe } from '../http/openapi.ts'
import { createDispatch } from '../http/routing.ts'

/** A described answer. */
interface Described {
  readonly content?: Readonly<Record<string, unknown>>
}

const document = describe(routes)
const dispatch = createDispatch(routes)
const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema(document, 'api')
const validators = new Map<string, ValidateFunction>()

/** Returns the validator of the schema at a place in the description; cached. */
function validatorOf(place: string): ValidateFunction {
  const made = validators.get(place) ?? ajv.compile({ $ref: `api#/${place}` })
  validators.set(place, made)
  return made
}

/** Compares answers of the API with its description, and collects the differences as sentences. */
export class DescribedAnswers {
  readonly differences: string[] = []

  /** Call before a request is answered. */
  watch(request: IncomingMessage, response: ServerResponse): void {
    if (!request.url?.startsWith('/api/')) return
    const { method } = request
    const [path = ''] = request.url.split('?', 1)
    const { end } = response
    let content: unknown
    response.end = (...args: unknown[]) => {
      content = args[0]
      return Reflect.apply(end, response, args)
    }
    response.once('finish', () => {
      // Preflights have one answer for the whole API.
      if (method !== 'OPTIONS') this.#look(method ?? '', path, response, bytesOf(content))
    })
  }

  #look(method: string, path: string, response: ServerResponse, content: Buffer): void {
    const { statusCode: status } = response
    const found = dispatch(method, path)
    const type = String(response.getHeader('content-type') ?? '').split(';', 1)[0] ?? ''
    const isWhole = response.getHeader('content-encoding') === undefined && content.byteLength > 0
    const json = type === 'application/json' && isWhole
    const body: unknown = json ? JSON.parse(content.toString('utf8')) : null
    if (!found.ok) return this.#lookAtNowhere(`${method} ${path}`, status, body)
    const { id, path: template } = found.value.route
    const name = `${id} answered ${status}`
    const pointer = [template.replace(/:(\w+)/g, '{$1}'), method.toLowerCase(), 'responses', String(status)]
    const described = at(document.paths, pointer) as Described | undefined
    if (!described) return void this.differences.push(`${name} ${content.toString('utf8').slice(0, 300)}`)
    if (described.content === undefined) {
      if (content.byteLength > 0) this.differences.push(`${name} with content`)
      return
    }
    if (!(type in described.content)) return void this.differences.push(`${name} with the type ${type}`)
    if (body === null) return
    const valid = validatorOf(['paths', ...pointer, 'content', type, 'schema'].map(escaped).join('/'))
    if (!valid(body)) this.differences.push(`${name}: ${ajv.errorsText(valid.errors)} in ${JSON.stringify(body)}`)
  }

  /** Checks the answer to a request without a route: it must be an error. */
  #lookAtNowhere(name: string, status: number, body: unknown): void {
    if (!['unknown', 'method', 'foreign', 'too-many-requests', 'bad-address'].includes(codeOf(body) ?? ''))
      this.differences.push(`${name} answered ${status} with ${JSON.stringify(body)}`)
  }
}

function codeOf(body: unknown): string | undefined {
  return (body as { error?: { code?: string } } | null)?.error?.code
}

function at(value: unknown, pointer: readonly string[]): unknown {
  return pointer.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value)
}

/** Escapes a key for a JSON pointer in a URL fragment (RFC 6901, section 6). */
function escaped(key: string): string {
  return encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))
}

function bytesOf(content: unknown): Buffer {
  return typeof content === 'string' || content instanceof Uint8Array ? Buffer.from(content) : Buffer.alloc(0)
}
