import type { ApiError, BoardId, BoardLink, BoardSummary, CreateLink, Role } from '@inkbridge/types'

/** A request that was answered with an error; the message is fit to be shown. */
export class ApiProblem extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** Calls the server's HTTP API as this browser. Rejects with an `ApiProblem`. */
export async function call<Body>(
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Body> {
  const response = await fetch(`/api${path}`, {
    method,
    credentials: 'same-origin',
    ...(body === undefined
      ? {}
      : {
          headers: { 'Content-Type': 'application/json' },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
  }).catch(() => null)
  if (!response)
    throw new ApiProblem(0, 'The server cannot be reached just now. Nothing was changed; try again in a moment.')
  if (response.status === 204) return undefined as Body
  const answer: unknown = await response.json().catch(() => null)
  if (response.ok) return answer as Body
  const message = (answer as ApiError | null)?.error?.message
  throw new ApiProblem(
    response.status,
    message ?? 'The server answered with an error. Nothing was changed; try again in a moment.',
  )
}

export function renameBoard(board: BoardId, title: string): Promise<BoardSummary> {
  return call('PATCH', `/boards/${board}`, { title })
}

/** The address of a link of this role that still works, made when there is none. For owners. */
export async function linkFor(board: BoardId, role: Role): Promise<string> {
  const { links } = await call<{ links: readonly BoardLink[] }>('GET', `/boards/${board}/links`)
  const usable = links.find(
    (link) => link.role === role && link.revokedAt === null && link.expiresAt === null && link.url,
  )
  const made = usable ?? (await call<BoardLink>('POST', `/boards/${board}/links`, { role } satisfies CreateLink))
  return new URL(made.url ?? '', location.origin).href
}

export function importBoard(board: BoardId, text: string): Promise<{ readonly shapes: number }> {
  return call('POST', `/boards/${board}/import`, text)
}
