import type {
  AllowPassing,
  ApiError,
  ApiErrorCode,
  BoardId,
  BoardLink,
  BoardLinks,
  BoardSummaries,
  BoardSummary,
  ChangeMe,
  CreateBoard,
  CreatedBoard,
  CreateLink,
  Device,
  DeviceId,
  Devices,
  JoinBoard,
  Me,
  OwnLink,
  Person,
  RestoreState,
  Role,
} from '@inkbridge/types'
import { limits } from '@inkbridge/types'

/** Codes of an `ApiProblem` when no Inkbridge server answered. */
type LocalCode = 'unreachable' | 'no-answer'

/** A request that failed. The interface has words for the code and the reason; the message is in English. */
export class ApiProblem extends Error {
  /** 0: the server cannot be reached. */
  readonly status: number
  readonly code: ApiErrorCode | LocalCode
  readonly reason: string | undefined

  constructor(status: number, { code, reason, message }: ApiFailure) {
    super(message)
    this.status = status
    this.code = code
    this.reason = reason
  }
}

interface ApiFailure {
  readonly code: ApiErrorCode | LocalCode
  readonly reason?: string
  readonly message: string
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** The server's HTTP API, as this browser or as the holder of a link. All of it rejects with an `ApiProblem`. */
export class Api {
  readonly #url: string
  readonly #token: string | undefined

  /** `url` is the server's origin, the page's own when absent; `token` a link's secret, else the cookie decides. */
  constructor({ url = '', token }: { readonly url?: string | undefined; readonly token?: string | undefined } = {}) {
    this.#url = url.replace(/\/+$/, '')
    this.#token = token
  }

  /** It shows a link's secret. */
  get hasKey(): boolean {
    return this.#token !== undefined
  }

  /** All boards of this browser, last changed first. */
  async boards(): Promise<readonly BoardSummary[]> {
    const all = new Map<BoardId, BoardSummary>()
    for (let skip = 0; ; skip += limits.maxListedBoards) {
      const { boards } = await this.#call<BoardSummaries>('GET', `/boards?skip=${skip}`)
      for (const board of boards) all.set(board.id, board)
      if (boards.length < limits.maxListedBoards) break
    }
    // As strings of ISO 8601, times are in order.
    return [...all.values()].sort((a, b) => b.updatedAt.localeCompare(a.updatedAt))
  }

  create(board: CreateBoard = {}): Promise<CreatedBoard> {
    return this.#call('POST', '/boards', board)
  }

  rename(board: BoardId, title: string): Promise<BoardSummary> {
    return this.#call('PATCH', `/boards/${board}`, { title })
  }

  /** Makes a board with the same content. */
  async duplicate(board: BoardId, title: string): Promise<CreatedBoard> {
    return this.create({ title, document: await this.#call('GET', `/boards/${board}/export?format=json`) })
  }

  delete(board: BoardId): Promise<void> {
    return this.#call('DELETE', `/boards/${board}`)
  }

  /** Takes a deletion back. */
  restore(board: BoardId): Promise<BoardSummary> {
    return this.#call('POST', `/boards/${board}/restore`)
  }

  /** Restores a damaged board to its last sound state. For owners. */
  async restoreState(board: BoardId): Promise<void> {
    await this.#call('POST', `/boards/${board}/history/restore`, {} satisfies RestoreState)
  }

  /** Gives this browser what a link allows. */
  join(board: BoardId, secret: string): Promise<BoardSummary> {
    return this.#call('POST', `/boards/${board}/join`, { secret } satisfies JoinBoard)
  }

  /** Adds the shapes of a file, given as its text. */
  import(board: BoardId, text: string): Promise<{ readonly shapes: number }> {
    return this.#call('POST', `/boards/${board}/import`, text)
  }

  /** Returns the address of a valid link of this role, and creates one if necessary. For owners. */
  async linkFor(board: BoardId, role: Role): Promise<string> {
    const [usable] = await this.#usable(board, role)
    return this.#address(usable ?? (await this.#makeLink(board, role)))
  }

  /** Ends every link of this role, also for who is on the board by one now, and gives a new one. For owners. */
  async replaceLinks(board: BoardId, role: Role): Promise<string> {
    for (const { id } of await this.#usable(board, role))
      await this.#call('POST', `/boards/${board}/links/${id}/revoke`)
    return this.#address(await this.#makeLink(board, role))
  }

  /** The address of the link this person came by; null when it is not to be passed on. For who may edit. */
  async ownLink(board: BoardId): Promise<string | null> {
    const { link } = await this.#call<OwnLink>('GET', `/boards/${board}/link`)
    return link && this.#address(link)
  }

  /** Whether those who edit may pass on the link they came by. For owners. */
  async isPassable(board: BoardId): Promise<boolean> {
    return (await this.#call<BoardLinks>('GET', `/boards/${board}/links`)).passable
  }

  async allowPassing(board: BoardId, passable: boolean): Promise<void> {
    await this.#call('PATCH', `/boards/${board}/link`, { passable } satisfies AllowPassing)
  }

  async #usable(board: BoardId, role: Role): Promise<readonly BoardLink[]> {
    const { links } = await this.#call<BoardLinks>('GET', `/boards/${board}/links`)
    return links.filter((link) => link.role === role && link.revokedAt === null && link.expiresAt === null && link.url)
  }

  #makeLink(board: BoardId, role: Role): Promise<BoardLink> {
    return this.#call('POST', `/boards/${board}/links`, { role } satisfies CreateLink)
  }

  #address({ url }: BoardLink): string {
    return new URL(url ?? '', this.#url || location.origin).href
  }

  async me(): Promise<Person> {
    return (await this.#call<Me>('GET', '/me')).you
  }

  async changeMe(change: ChangeMe): Promise<Person> {
    return (await this.#call<Me>('PATCH', '/me', change)).you
  }

  /** The browsers that act as this person, the last seen first. */
  async devices(): Promise<readonly Device[]> {
    return (await this.#call<Devices>('GET', '/me/devices')).devices
  }

  /** Ends what another browser may do as this person. */
  signOutDevice(device: DeviceId): Promise<void> {
    return this.#call('DELETE', `/me/devices/${device}`)
  }

  /** The same for every other browser, and for every copy of this one's cookie. */
  async signOutOthers(): Promise<readonly Device[]> {
    return (await this.#call<Devices>('DELETE', '/me/devices')).devices
  }

  /** Ends what this browser may do. */
  signOut(): Promise<void> {
    return this.#call('POST', '/me/sign-out')
  }

  async #call<Body>(method: Method, path: string, body?: unknown): Promise<Body> {
    const response = await fetch(`${this.#url}/api${path}`, {
      method,
      headers: {
        ...(this.#token ? { Authorization: `Bearer ${this.#token}` } : {}),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    }).catch(() => null)
    if (!response) throw new ApiProblem(0, { code: 'unreachable', message: 'the server cannot be reached' })
    if (response.status === 204) return undefined as Body
    const answer: unknown = await response.json().catch(() => null)
    if (response.ok) return answer as Body
    const error = (answer as ApiError | null)?.error
    throw new ApiProblem(
      response.status,
      error ?? { code: 'no-answer', message: `the server answered ${response.status}` },
    )
  }
}
