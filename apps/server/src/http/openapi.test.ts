import { apiErrorCodes } from '@inkbridge/types'
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { send } from '../testing/client.ts'
import { startServer, type TestServer } from '../testing/server.ts'
import { routes } from './api.ts'
import { describe, refusalsOf } from './openapi.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.dispose())

test('the description is a document of OpenAPI 3.1', async () => {
  const { json } = await send(server, '/api/openapi.json')
  expect(await new Validator().validate(json as Record<string, unknown>)).toEqual({ valid: true })
  expect(json).toMatchObject({ openapi: expect.stringMatching(/^3\.1\./) })
})

test('the description has every route, each with a unique name', async () => {
  const { json } = await send(server, '/api/openapi.json')
  expect(json).toEqual(JSON.parse(JSON.stringify(describe(routes))))
  const { paths } = json as { paths: Record<string, Record<string, { operationId: string }>> }
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => `${operationId}: ${method.toUpperCase()} ${path}`),
  )
  const expected = routes.map(({ id, method, path }) => `${id}: ${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
  expect(operations.sort()).toEqual(expected.sort())
  expect(new Set(routes.map(({ id }) => id)).size).toBe(routes.length)
})

test('the description has an ETag that changes with it', async () => {
  const [once, again] = [await send(server, '/api/openapi.json'), await send(server, '/api/openapi.json')]
  expect(once.headers.etag).toMatch(/^"[\w-]{43}"$/)
  expect(again.headers.etag).toBe(once.headers.etag)
})

test('every error code is described by some route, except those of requests that reach none', () => {
  const described = new Set(routes.flatMap((route) => refusalsOf(route)))
  expect(apiErrorCodes.filter((code) => !described.has(code))).toEqual([
    'bad-address',
    // The connection has ended: there is no answer.
    'cut-short',
    'method',
    'not-websocket',
    'other-session',
    'unknown',
  ])
})
