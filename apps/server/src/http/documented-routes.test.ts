import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { routes } from './api.ts'

const protocol = readFileSync(new URL('../../../../docs/protocol.md', import.meta.url), 'utf8')

/** The requests in the first column of the API table, with `<…>` for each parameter of a path. */
function documented(): string[] {
  const [, section = ''] = /\n## The API\n([\s\S]*?)(?:\n## |$)/.exec(protocol) ?? []
  const rows = section.split('\n').filter((line) => line.startsWith('| `'))
  return rows.flatMap((row) => requestsIn(row.split(' | ')[0] ?? '')).filter((request) => request.includes(' /api/'))
}

/** A cell may list several methods, and `…` repeats the previous path without its last segment. */
function requestsIn(cell: string): string[] {
  let methods: string[] = []
  let path = ''
  const requests: string[] = []
  for (const [, span = ''] of cell.matchAll(/`([^`]+)`/g)) {
    const [, method, given] = /^([A-Z]+)?(?: ?([/…].*))?$/.exec(span) ?? []
    if (method) methods = path === '' || given === undefined ? [...methods, method] : [method]
    if (given === undefined) continue
    path = given.startsWith('…') ? path.slice(0, path.lastIndexOf('/')) + given.slice(1) : given
    requests.push(...methods.map((each) => `${each} ${path.replace(/<\w+>/g, '<…>')}`))
    methods = methods.slice(-1)
  }
  return requests
}

test('docs/protocol.md names every route of the API, and no other', () => {
  const expected = routes.map(({ method, path }) => `${method} ${path.replace(/:\w+/g, '<…>')}`)
  expect(documented().sort()).toEqual(expected.sort())
})
