import { no, ok, type Result } from '@inkbridge/types'

export interface Address {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** A segment that begins with a colon is a parameter and matches any one segment. */
  readonly path: string
}

/** The names of the parameters of a path. */
export type ParamsOf<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamsOf<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never

interface MatchedRoute<Named> {
  readonly route: Named
  /** The values of the path parameters, not decoded. */
  readonly params: Readonly<Record<string, string>>
}

export type Dispatch<Named> = (
  method: string | undefined,
  path: string,
) => Result<MatchedRoute<Named>, 'no-address' | 'no-method'>

/** Finds the route of a request, or else whether its path exists with another method. */
export function createDispatch<Named extends Address>(routes: readonly Named[]): Dispatch<Named> {
  const templates = routes.map((route) => ({ route, names: route.path.split('/') }))
  return (method, path) => {
    const segments = path.split('/')
    const matching = templates.filter(({ names }) => matches(names, segments))
    const found = matching.find(({ route }) => route.method === method)
    if (!found) return no(matching.length === 0 ? 'no-address' : 'no-method')
    return ok({ route: found.route, params: paramsOf(found.names, segments) })
  }
}

function matches(names: readonly string[], segments: readonly string[]): boolean {
  if (names.length !== segments.length) return false
  return names.every((name, index) => (isOpen(name) ? segments[index] !== '' : segments[index] === name))
}

function paramsOf(names: readonly string[], segments: readonly string[]): Record<string, string> {
  const open = names.map((name, index) => [name, segments[index] ?? ''] as const).filter(([name]) => isOpen(name))
  return Object.fromEntries(open.map(([name, segment]) => [name.slice(1), segment]))
}

function isOpen(name: string): boolean {
  return name.startsWith(':')
}
