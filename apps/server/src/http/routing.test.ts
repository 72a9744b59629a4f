import fc from 'fast-check'
import { expect, test } from 'vitest'
import { routes } from './api.ts'
import { createDispatch } from './routing.ts'

const dispatch = createDispatch(routes)
const segment = fc.string({ unit: fc.constantFrom(...'abAB09-_.%~'), minLength: 1 })
const method = fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE', 'PUT', 'HEAD', '', 'get', undefined)

test('the path of a route matches that route only, with its parameters', () => {
  fc.assert(
    fc.property(fc.constantFrom(...routes), fc.array(segment, { minLength: 2, maxLength: 2 }), (route, names) => {
      const rest = [...names]
      const params: Record<string, string> = {}
      const path = route.path.replace(/:(\w+)/g, (_, open: string) => {
        params[open] = rest.shift() ?? ''
        return params[open]
      })
      expect(dispatch(route.method, path)).toEqual({ ok: true, value: { route, params } })
    }),
  )
})

test('any other path does not match, and a matching route has the method and segments of the request', () => {
  const path = fc.array(fc.oneof(segment, fc.constantFrom('api', 'boards', 'links', 'me', 'join', '')), {
    maxLength: 8,
  })
  fc.assert(
    fc.property(method, path, (asked, segments) => {
      const found = dispatch(asked, segments.join('/'))
      if (!found.ok) return
      const { route, params } = found.value
      expect(route.method).toBe(asked)
      expect(route.path.replace(/:(\w+)/g, (_, open: string) => params[open] ?? '')).toBe(segments.join('/'))
      expect(Object.values(params).every((param) => param !== '' && !param.includes('/'))).toBe(true)
    }),
    { numRuns: 5_000 },
  )
})

test('two routes never answer the same request', () => {
  const shape = ({ method, path }: (typeof routes)[number]) => `${method} ${path.replace(/:\w+/g, ':')}`
  expect(new Set(routes.map(shape)).size).toBe(routes.length)
})

test.each([
  ['/api/boards/', 'no-address'],
  ['/api/boards//links', 'no-address'],
  ['/API/boards', 'no-address'],
  ['/api/boards/x/', 'no-address'],
  ['/api/./boards', 'no-address'],
  ['/api/boards/x/links/y/z', 'no-address'],
])('%s is not the address of a route', (path, problem) => {
  expect(dispatch('GET', path)).toEqual({ ok: false, problem })
})
