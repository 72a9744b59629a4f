import { createHash } from 'node:crypto'
import { type ApiErrorCode, apiErrors, atLeast } from '@inkbridge/types'
import { apiErrorOf } from '@inkbridge/types/rest'
import { z } from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
import serverPackage from '../../package.json' with { type: 'json' }
import { type FileAnswer, file, type Route, type RouteDescription, route } from './route.ts'

/** The route that answers with the description of all routes, itself included. Created at the first request. */
export function describedRoute(routes: () => readonly RouteDescription[]): Route {
  let made: { readonly content: string; readonly etag: string } | null = null
  return route(
    {
      id: 'describeApi',
      method: 'GET',
      path: '/api/openapi.json',
      role: null,
      summary: 'This description',
      answers: { 200: { types: ['application/json'], description: 'An OpenAPI 3.1 document.' } },
    },
    async () => {
      made ??= tagged(JSON.stringify(describe(routes())))
      return file(200, { ...made, type: 'application/json' })
    },
  )
}

function tagged(content: string) {
  return { content, etag: `"${createHash('sha256').update(content).digest('base64url')}"` }
}

/** Descriptions of path parameters. */
const params: Readonly<Record<string, string>> = {
  board: 'A board’s id.',
  asset: 'The SHA-256 of the uploaded bytes, 43 characters of base64url.',
  link: 'A link’s id.',
  account: 'An account’s id.',
  device: 'A device’s id.',
  folder: 'A folder’s id.',
  generation: 'The number of a generation.',
}

/** Returns the OpenAPI 3.1 document of the given routes. */
export function describe(routes: readonly RouteDescription[]) {
  const paths: ZodOpenApiPathsObject = {}
  for (const each of routes) {
    const path = each.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [each.method.toLowerCase()]: operationOf(each) }
  }
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Inkbridge',
      version: serverPackage.version,
      license: { name: 'MIT', identifier: 'MIT' },
      description:
        'Boards, their links and their files. The boards themselves are edited over Socket.IO or y-websocket, as docs/protocol.md describes.',
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { cookie: [] }, {}],
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A link’s secret.' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'inkbridge', description: 'Set by any page in browsers.' },
      },
    },
    paths,
  })
}

function operationOf(described: RouteDescription): ZodOpenApiOperationObject {
  const { id, summary, role, query, headers, body, bytes, file, anyFile, path } = described
  const sent = body ?? file
  const open = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
  const shape = Object.fromEntries(open.map((name) => [name, z.string().meta({ description: params[name] ?? name })]))
  return {
    operationId: id,
    summary,
    ...(role ? { description: `Needs the role ${role}.` } : {}),
    requestParams: {
      ...(open.length > 0 ? { path: z.object(shape) } : {}),
      ...(query ? { query } : {}),
      ...(headers ? { header: headers } : {}),
    },
    ...(sent
      ? {
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: sent },
              ...(anyFile ? { 'application/octet-stream': { schema: z.any() } } : {}),
            },
          },
        }
      : {}),
    ...(bytes ? { requestBody: { content: { 'application/octet-stream': { schema: z.any() } } } } : {}),
    responses: { ...answersOf(described), ...refusedAnswersOf(described) },
  }
}

type Responses = ZodOpenApiOperationObject['responses']

function answersOf({ answers }: RouteDescription): Responses {
  const described = Object.entries(answers).map(([status, given]) => {
    if (given === null) return [status, { description: 'Done.' }]
    if (given instanceof z.ZodType) return [status, jsonAnswer('Done.', given)]
    const { description, types } = given as FileAnswer
    const content = Object.fromEntries(types.map((type) => [type, { schema: fileSchema(type) }]))
    return [status, { description, ...(types.length > 0 ? { content } : {}) }]
  })
  return Object.fromEntries(described)
}

/** Binary content has an empty schema (OpenAPI 3.1, "Considerations for File Uploads"). */
function fileSchema(type: string): z.ZodType {
  return type === 'application/json' ? z.looseObject({}) : z.any()
}

function refusedAnswersOf(described: RouteDescription): Responses {
  const codes = refusalsOf(described)
  const byStatus = Map.groupBy(codes, (code) => apiErrors[code][0])
  const refused = [...byStatus].map(([status, those]) => {
    const description = those.map((code) => `\`${code}\`: ${apiErrors[code][1]}`).join('\n\n')
    return [status, jsonAnswer(description, apiErrorOf(those))]
  })
  return Object.fromEntries(refused)
}

function jsonAnswer(description: string, schema: z.ZodType) {
  return { description, content: { 'application/json': { schema } } }
}

const always: readonly ApiErrorCode[] = ['foreign', 'signed-out', 'too-many-requests', 'failed']
const ofBoards: readonly ApiErrorCode[] = ['no-board', 'crowded', 'password-needed', 'link-used-up']
const ofJson: readonly ApiErrorCode[] = ['bad-json', 'not-json']
const ofBodies: readonly ApiErrorCode[] = ['too-large', 'too-slow', 'too-much-at-once', 'disk-full']

/** All error codes of a route. */
export function refusalsOf({
  role,
  query,
  body,
  bytes,
  file,
  refusals = [],
}: RouteDescription): readonly ApiErrorCode[] {
  const codes = new Set<ApiErrorCode>([
    ...always,
    ...(role ? ofBoards : []),
    ...(role && !atLeast('viewer', role) ? (['role'] as const) : []),
    ...(query || body ? (['bad-body'] as const) : []),
    ...(body || file ? ofJson : []),
    ...(body || file || bytes ? ofBodies : []),
    ...refusals,
  ])
  return [...codes]
}
