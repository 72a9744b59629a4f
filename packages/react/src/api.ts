import type {
  AccountState,
  AllowPassing,
  AnswerRequest,
  ApiError,
  ApiErrorCode,
  AssetId,
  Audit,
  AuditEntry,
  BoardFolder,
  BoardFolders,
  BoardId,
  BoardLink,
  BoardLinks,
  BoardLock,
  BoardMarks,
  BoardPeople,
  BoardSummaries,
  BoardSummary,
  BoardsQuery,
  ChangeFolder,
  ChangeLink,
  ChangeMe,
  ChangePerson,
  CreateBoard,
  CreatedBoard,
  CreateFolder,
  CreateLink,
  Device,
  DeviceId,
  Devices,
  FolderId,
  HandOver,
  ImportedFile,
  JoinBoard,
  LinkId,
  MarkBoard,
  Me,
  OwnLink,
  Person,
  PrincipalId,
  RestoreState,
} from '@inkbridge/types'
import { limits } from '@inkbridge/types'

/** Files that can be opened as boards, for the attribute `accept` of a file input. */
export const boardFiles =
  '.json,.excalidraw,.excalidrawlib,.tldr,.md,.mmd,.csv,.tsv,.png,.svg,application/json,text/csv,image/png,image/svg+xml'

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

interface PdfLook {
  readonly pages: 'board' | 'frames'
  readonly theme: 'light' | 'dark'
  readonly paper: boolean
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** The server's HTTP API, as this browser or as the holder of a link. All of it rejects with an `ApiProblem`. */
export class Api {
  readonly #url: string
  readonly #token: string | undefined

  /** `url` is the server's origin, the page's own when absent; `token` a link's secret, else the cookie decides. */
  constructor({ url = '', token }: { readonly url?: string | undefined; readonly token?: string | undefined } = {}) {
    this.#url = url.replace(/\/+$/, '')
    this.#token = token
  }

  /** Whether it has a link's secret. */
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
    // ISO 8601 strings sort by time.
    return [...all.values()].sort((a, b) => b.updatedAt.localeCompare(a.updatedAt))
  }

  /** A page of a list of boards, and how many are in the list. */
  list(query: BoardsQuery): Promise<BoardSummaries> {
    const given = Object.entries(query).map(([name, value]) => [name, String(value)])
    return this.#call('GET', `/boards?${new URLSearchParams(Object.fromEntries(given))}`)
  }

  /** Changes the given marks of a board for this person: its star, and the folder it is in. */
  mark(board: BoardId, change: MarkBoard): Promise<BoardMarks> {
    return this.#call('PUT', `/me/boards/${board}`, change)
  }

  /** The folders of this person, by name. */
  async folders(): Promise<readonly BoardFolder[]> {
    return (await this.#call<BoardFolders>('GET', '/me/folders')).folders
  }

  createFolder(folder: CreateFolder): Promise<BoardFolder> {
    return this.#call('POST', '/me/folders', folder)
  }

  changeFolder(folder: FolderId, change: ChangeFolder): Promise<BoardFolder> {
    return this.#call('PATCH', `/me/folders/${folder}`, change)
  }

  /** Deletes a folder; its contents move to the folder around it. */
  deleteFolder(folder: FolderId): Promise<void> {
    return this.#call('DELETE', `/me/folders/${folder}`)
  }

  /** Deletes a board in the trash for good. */
  discard(board: BoardId): Promise<void> {
    return this.#call('DELETE', `/me/trash/${board}`)
  }

  /** Opens the stream of events of this person's boards; the browser reconnects it. */
  events(): EventSource {
    return new EventSource(`${this.#url}/api/events`)
  }

  /** Returns the board as a data file with its images; null: the server cannot write it now. */
  file(board: BoardId): Promise<Blob | null> {
    return this.#file(`/boards/${board}/export?format=json`)
  }

  create(board: CreateBoard = {}): Promise<CreatedBoard> {
    return this.#call('POST', '/boards', board)
  }

  rename(board: BoardId, title: string): Promise<BoardSummary> {
    return this.#call('PATCH', `/boards/${board}`, { title })
  }

  /** Creates a copy of a board with its pictures. */
  async duplicate(board: BoardId, title: string): Promise<CreatedBoard> {
    const document: unknown = await this.#call('GET', `/boards/${board}/export?format=json&images=0`)
    return this.#call('POST', `/boards?assetsFrom=${board}`, { title, document } satisfies CreateBoard)
  }

  delete(board: BoardId): Promise<void> {
    return this.#call('DELETE', `/boards/${board}`)
  }

  /** Restores a deleted board. */
  restore(board: BoardId): Promise<BoardSummary> {
    return this.#call('POST', `/boards/${board}/restore`)
  }

  /** Restores a damaged board to its last sound state. For owners. */
  async restoreState(board: BoardId): Promise<void> {
    await this.#call('POST', `/boards/${board}/history/restore`, {} satisfies RestoreState)
  }

  /** Grants this browser the rights of a link. */
  join(board: BoardId, secret: string, password?: string): Promise<BoardSummary> {
    const body: JoinBoard = password === undefined ? { secret } : { secret, password }
    return this.#call('POST', `/boards/${board}/join`, body)
  }

  /** A board that this browser may open. */
  board(board: BoardId): Promise<BoardSummary> {
    return this.#call('GET', `/boards/${board}`)
  }

  /** Adds the shapes of a file, given as its text. */
  import(board: BoardId, text: string): Promise<ImportedFile> {
    return this.#call('POST', `/boards/${board}/import`, text)
  }

  /** Creates a board from a file, with this title if the file has none. */
  createFrom(file: File, title: string): Promise<CreatedBoard> {
    const query = new URLSearchParams({ name: file.name, title })
    return this.#call('POST', `/boards?${query}`, new Blob([file]))
  }

  /**
   * Returns an image of a board, at least this wide in pixels where it is, or its file as it was added; null: it is not
   * there yet.
   */
  image(board: BoardId, asset: AssetId, size: number | 'full' | 'original'): Promise<Blob | null> {
    const query = size === 'full' ? '' : size === 'original' ? '?original' : `?w=${size}`
    return this.#file(`/boards/${board}/assets/${asset}${query}`)
  }

  /** Returns the board as saved, as a PDF with searchable text; null: the server cannot draw it now. */
  pdf(board: BoardId, look: PdfLook, signal: AbortSignal): Promise<Blob | null> {
    const { pages, theme, paper } = look
    return this.#file(`/boards/${board}/export?format=pdf&pages=${pages}&theme=${theme}&paper=${paper ? 1 : 0}`, signal)
  }

  /** Returns a file; null when there is no answer, or another. */
  async #file(path: string, signal?: AbortSignal): Promise<Blob | null> {
    const response = await fetch(`${this.#url}/api${path}`, {
      headers: this.#token ? { Authorization: `Bearer ${this.#token}` } : {},
      ...(signal ? { signal } : {}),
    }).catch(() => null)
    return response?.ok ? response.blob() : null
  }

  /** All links of a board, revoked ones included. For owners, like everything below but `ownLink`, `people` and `askToJoin`. */
  links(board: BoardId): Promise<BoardLinks> {
    return this.#call('GET', `/boards/${board}/links`)
  }

  makeLink(board: BoardId, link: CreateLink): Promise<BoardLink> {
    return this.#call('POST', `/boards/${board}/links`, link)
  }

  /** Changes a link, also for everybody who joined by it. */
  changeLink(board: BoardId, link: LinkId, change: ChangeLink): Promise<BoardLink> {
    return this.#call('PATCH', `/boards/${board}/links/${link}`, change)
  }

  /** Revokes a link, also for people on the board by it. */
  revokeLink(board: BoardId, link: LinkId): Promise<BoardLink> {
    return this.#call('POST', `/boards/${board}/links/${link}/revoke`)
  }

  /** Revokes a link and returns a new one on the same terms. */
  replaceLink(board: BoardId, link: LinkId): Promise<BoardLink> {
    return this.#call('POST', `/boards/${board}/links/${link}/rotate`)
  }

  /** The address of a link that can be copied; null: its secret is lost. */
  addressOf({ url }: BoardLink): string | null {
    return url ? new URL(url, this.#url || location.origin).href : null
  }

  /** Returns the address of the link this person came by; null if it must not be passed on. For editors. */
  async ownLink(board: BoardId): Promise<string | null> {
    const { link } = await this.#call<OwnLink>('GET', `/boards/${board}/link`)
    return link && this.addressOf(link)
  }

  async allowPassing(board: BoardId, passable: boolean): Promise<void> {
    await this.#call('PATCH', `/boards/${board}/link`, { passable } satisfies AllowPassing)
  }

  /** The people on a board; for owners everybody who may enter it. */
  people(board: BoardId): Promise<BoardPeople> {
    return this.#call('GET', `/boards/${board}/people`)
  }

  async changePerson(board: BoardId, person: PrincipalId, change: ChangePerson): Promise<void> {
    await this.#call('PATCH', `/boards/${board}/people/${person}`, change)
  }

  removePerson(board: BoardId, person: PrincipalId): Promise<void> {
    return this.#call('DELETE', `/boards/${board}/people/${person}`)
  }

  /** Makes another person the owner. */
  handOver(board: BoardId, person: PrincipalId): Promise<void> {
    return this.#call('POST', `/boards/${board}/owner`, { person } satisfies HandOver)
  }

  /** Locks a board for everybody except its owners, or unlocks it. */
  async setLocked(board: BoardId, locked: boolean): Promise<void> {
    await this.#call('PATCH', `/boards/${board}/lock`, { locked } satisfies BoardLock)
  }

  /** Asks the owners of a board to let this browser in; repeated while it waits. */
  askToJoin(board: BoardId): Promise<void> {
    return this.#call('POST', `/boards/${board}/requests`)
  }

  async answerRequest(board: BoardId, person: PrincipalId, answer: AnswerRequest['answer']): Promise<void> {
    await this.#call('POST', `/boards/${board}/requests/${person}`, { answer } satisfies AnswerRequest)
  }

  /** The latest changes of the rights to a board, the newest first. */
  async audit(board: BoardId): Promise<readonly AuditEntry[]> {
    return (await this.#call<Audit>('GET', `/boards/${board}/audit`)).entries
  }

  async me(): Promise<Person> {
    return (await this.#call<Me>('GET', '/me')).you
  }

  async changeMe(change: ChangeMe): Promise<Person> {
    return (await this.#call<Me>('PATCH', '/me', change)).you
  }

  /** The account of this browser, and how to sign in. */
  account(): Promise<AccountState> {
    return this.#call('GET', '/account')
  }

  /** Returns the browsers signed in as this person, most recently seen first. */
  async devices(): Promise<readonly Device[]> {
    return (await this.#call<Devices>('GET', '/me/devices')).devices
  }

  /** Signs another browser out. */
  signOutDevice(device: DeviceId): Promise<void> {
    return this.#call('DELETE', `/me/devices/${device}`)
  }

  /** Signs out all other browsers, and copies of this one's cookie. */
  async signOutOthers(): Promise<readonly Device[]> {
    return (await this.#call<Devices>('DELETE', '/me/devices')).devices
  }

  /** Signs this browser out. */
  signOut(): Promise<void> {
    return this.#call('POST', '/me/sign-out')
  }

  #call<Body>(method: Method, path: string, body?: unknown): Promise<Body> {
    return request(method, path, body, { url: this.#url, token: this.#token })
  }
}

interface Target {
  /** The server's origin; empty: the page's own. */
  readonly url?: string
  /** A link's secret; without it the cookie decides. */
  readonly token?: string | undefined
}

/** Sends a request to a path below `/api`. Rejects with an `ApiProblem`. */
export async function request<Body>(
  method: Method,
  path: string,
  body?: unknown,
  { url = '', token }: Target = {},
): Promise<Body> {
  const response = await fetch(`${url}/api${path}`, {
    method,
    headers: {
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(body === undefined || body instanceof Blob ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined
      ? {}
      : { body: typeof body === 'string' || body instanceof Blob ? body : JSON.stringify(body) }),
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
