/** The parts of JSON Schema that the description of the API uses. */
interface Schema {
  readonly $ref?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly type?: string | readonly string[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>

interface Parameter {
  readonly in: string
  readonly name: string
  readonly required?: boolean
  readonly schema: Schema
}

interface Operation {
  readonly operationId: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
}

/** An OpenAPI 3.1 document. */
export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

/** Generates a client in TypeScript from a description of the API: a method for each operation. */
export function clientSource({ paths, components }: Description): string {
  const types = Object.entries(components.schemas).map(([name, schema]) => `export type ${name} = ${typeOf(schema)}`)
  const methods = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => methodOf(path, method, operation)),
  )
  return [...types, runtime, `export class Client extends Caller {\n${methods.join('\n')}\n}`, ''].join('\n\n')
}

const runtime = `export class Refused extends Error {
  status: number
  code: string
  constructor(status: number, code: string) {
    super(code)
    this.status = status
    this.code = code
  }
}

interface Input { params?: Record<string, string>, query?: Record<string, unknown>, body?: unknown }

class Caller {
  origin: string
  token: string | undefined
  constructor(origin: string, token?: string) {
    this.origin = origin
    this.token = token
  }
  async call(method: string, path: string, { params = {}, query = {}, body }: Input): Promise<Response> {
    const url = new URL(path.replace(/{(\\w+)}/g, (_, name) => encodeURIComponent(params[name] ?? '')), this.origin)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value))
    const headers: Record<string, string> = {}
    if (this.token !== undefined) headers.Authorization = 'Bearer ' + this.token
    if (body !== undefined) headers['Content-Type'] = 'application/json'
    const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    if (!response.ok) throw new Refused(response.status, (await response.json() as any).error.code)
    return response
  }
}`

function methodOf(path: string, method: string, { operationId, parameters = [], requestBody, responses }: Operation) {
  const inputs = [
    groupOf(
      'params',
      parameters.filter((parameter) => parameter.in === 'path'),
    ),
    groupOf(
      'query',
      parameters.filter((parameter) => parameter.in === 'query'),
    ),
    requestBody ? `body: ${contentType(requestBody.content)}` : '',
  ].filter((input) => input !== '')
  const needed = inputs.some((input) => !/^\w+\?/.test(input))
  const input = `input: { ${inputs.join('; ')} }${needed ? '' : ' = {}'}`
  const answer = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1].content
  const [answered, read] = readerOf(answer)
  return `  async ${operationId}(${input}): Promise<${answered}> {
    const response = await this.call('${method.toUpperCase()}', '${path}', input)
    return ${read}
  }`
}

function groupOf(name: string, parameters: readonly Parameter[]): string {
  if (parameters.length === 0) return ''
  const needed = parameters.some(({ required }) => required)
  const fields = parameters.map(({ name, required, schema }) => `${name}${required ? '' : '?'}: ${typeOf(schema)}`)
  return `${name}${needed ? '' : '?'}: { ${fields.join('; ')} }`
}

/** The type of an answer, and the code that reads it from a response. Files are returned as responses. */
function readerOf(content: Content | undefined): readonly [type: string, read: string] {
  if (!content) return ['void', 'void response']
  if (Object.keys(content).join() === 'application/json') return [contentType(content), 'await response.json()']
  return ['Response', 'response']
}

function contentType(content: Content): string {
  const { schema } = content['application/json'] ?? {}
  return schema ? typeOf(schema) : 'unknown'
}

function typeOf(schema: Schema): string {
  if (schema.$ref) return schema.$ref.split('/').at(-1) ?? 'unknown'
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' | ')
  if (schema.type === 'array') return `readonly (${schema.items ? typeOf(schema.items) : 'unknown'})[]`
  if (schema.type === 'object') return objectType(schema)
  if (schema.type === 'integer') return 'number'
  if (typeof schema.type === 'object') return schema.type.join(' | ')
  return schema.type ?? 'unknown'
}

function objectType({ properties = {}, required = [] }: Schema): string {
  const fields = Object.entries(properties).map(
    ([name, schema]) => `${JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema)}`,
  )
  return fields.length === 0 ? 'Record<string, unknown>' : `{ ${fields.join('; ')} }`
}
