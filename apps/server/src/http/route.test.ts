import fc from 'fast-check'
import { expect, test } from 'vitest'
import { routes } from './api.ts'
import { dispatch } from './route.ts'

const segment = fc.string({ unit: fc.constantFrom(...'abAB09-_.%~'), minLength: 1 })
const method = fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE', 'PUT', 'HEAD', '', 'get', undefined)

test('a path of a route is found with what its open segments hold, and in no other route', () => {
  fc.assert(
    fc.property(fc.constantFrom(...routes), fc.array(segment, { minLength: 2, maxLength: 2 }), (route, names) => {
      const rest = [...names]
      const open: string[] = []
      const path = route.path.replace(/:\w+/g, () => {
        const name = rest.shift() ?? ''
        open.push(name)
        return name
      })
      expect(dispatch(routes, route.method, path)).toEqual({ ok: true, value: { route, params: open } })
    }),
  )
})

test('any other path is found nowhere, and whatever is found has the method and the segments that were asked for', () => {
  const path = fc.array(fc.oneof(segment, fc.constantFrom('api', 'boards', 'links', 'me', 'join', '')), {
    maxLength: 8,
  })
  fc.assert(
    fc.property(method, path, (asked, segments) => {
      const found = dispatch(routes, asked, segments.join('/'))
      if (!found.ok) return
      const { route, params } = found.value
      const rest = [...params]
      expect(route.method).toBe(asked)
      expect(route.path.replace(/:\w+/g, () => rest.shift() ?? '')).toBe(segments.join('/'))
      expect(params.every((param) => param !== '' && !param.includes('/'))).toBe(true)
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
  ['/api/boards/x/links/y', 'no-address'],
])('%s is no address', (path, problem) => {
  expect(dispatch(routes, 'GET', path)).toEqual({ ok: false, problem })
})
