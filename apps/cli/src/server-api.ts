import { openAsBlob } from 'node:fs'
import type { ApiError, CreatedBoard, ImportedFile } from '@inkbridge/types'
import type { ImportReport } from '@inkbridge/types/rest'
import type { BoardAccess } from './board-access.ts'
import { Failure } from './command.ts'
import type { Translate } from './locale/locale.ts'

/** A file that a server made of a board. */
export interface ExportedFile {
  /** As the server suggests it. */
  readonly name: string
  /** Null: the format has none. */
  readonly report: ImportReport | null
  readonly content: ReadableStream<Uint8Array>
}

/** The API of servers, for this command line. All of it rejects with a `Failure`. */
export class ServerApi {
  readonly #t: Translate

  constructor(t: Translate) {
    this.#t = t
  }

  async export({ origin, board, token }: BoardAccess, query: URLSearchParams): Promise<ExportedFile> {
    const response = await this.#ask(`${origin}/api/boards/${board}/export?${query}`, { token })
    const report = response.headers.get('export-report')
    if (!response.body) throw new Failure(this.#t('api.noAnswer', { origin }))
    return {
      name: nameIn(response.headers.get('content-disposition') ?? '') ?? board,
      report: report === null ? null : (JSON.parse(report) as ImportReport),
      content: response.body,
    }
  }

  /** Adds the shapes of a file to a board. */
  async import({ origin, board, token }: BoardAccess, path: string, name: string): Promise<ImportedFile> {
    const address = `${origin}/api/boards/${board}/import?name=${encodeURIComponent(name)}`
    const response = await this.#ask(address, { method: 'POST', token, body: await openAsBlob(path) })
    return (await response.json()) as ImportedFile
  }

  /** Makes a board of a file, with this title if the file has none. */
  async create(origin: string, path: string, { name, title }: { readonly name: string; readonly title: string }) {
    const address = `${origin}/api/boards?${new URLSearchParams({ name, title })}`
    const response = await this.#ask(address, { method: 'POST', body: await openAsBlob(path) })
    const { id, tokens, imported } = (await response.json()) as CreatedBoard
    if (!imported) throw new Error('expected a board of a file')
    return { board: { origin, board: id, token: tokens.owner }, imported }
  }

  async #ask(address: string, { method = 'GET', token, body }: Request): Promise<Response> {
    const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` }
    const response = await fetch(address, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    }).catch(() => null)
    const { origin } = new URL(address)
    if (!response) throw new Failure(this.#t('api.unreachable', { origin }))
    if (response.ok) return response
    const answer = (await response.json().catch(() => null)) as ApiError | null
    throw new Failure(answer?.error.message ?? this.#t('api.noAnswer', { origin }), answer?.error.reason)
  }
}

interface Request {
  readonly method?: 'GET' | 'POST'
  readonly token?: string
  readonly body?: Blob
}

/** The file name in `Content-Disposition` (RFC 6266); null: it is missing. */
function nameIn(disposition: string): string | null {
  const [, encoded] = /filename\*=UTF-8''([^;]+)/.exec(disposition) ?? []
  try {
    return encoded === undefined ? null : decodeURIComponent(encoded)
  } catch {
    return null
  }
}
