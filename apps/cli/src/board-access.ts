import { startChildServer } from '@inkbridge/server/child-server'
import { type BoardList, runCommand } from '@inkbridge/server/control'
import { type BoardId, parseBoardId } from '@inkbridge/types'
import { Failure } from './command.ts'
import type { Translate } from './locale/locale.ts'

/** A board, and a right to it. */
export interface BoardAccess {
  readonly origin: string
  readonly board: BoardId
  readonly token: string
}

/** A board's link as people share it, `https://host/b/<board>#k=<secret>`; null: something else. */
export function parseLink(link: string): BoardAccess | null {
  const address = URL.canParse(link) ? new URL(link) : null
  const board = parseBoardId(address?.pathname.match(/^\/b\/([^/]+)$/)?.[1])
  const token = address?.hash.match(/^#k=([\w-]+)$/)?.[1]
  return address && board && token ? { origin: address.origin, board, token } : null
}

/** The link of a board for people, at an address. */
export function linkAt(address: string, { board, token }: BoardAccess): string {
  return `${address}/b/${board}#k=${token}`
}

/** The boards of a data folder, and a server that serves them. */
interface DataFolder {
  readonly origin: string
  /** Where people find its boards. */
  readonly address: string
  readonly boards: BoardList['boards']
  close(): Promise<void>
}

/** Opens the data folder of the settings: by the server that runs on it, or else by one that ends with this command. */
async function openDataFolder(t: Translate): Promise<DataFolder> {
  const cwd = process.env.INIT_CWD ?? process.cwd()
  const done = await runCommand(process.env, cwd, { command: 'boards' })
  if (!done.ok) throw new Failure(t(`problem.${done.problem.code}`, done.problem.values))
  if (done.value.code === 'accounts-only') throw new Failure(t('places.accountsOnly'))
  if (done.value.code !== 'boards') throw new Error('expected the list of boards')
  const { origin, address, boards } = done.value
  if (origin) return { origin, address, boards, close: async () => {} }
  const server = await startChildServer({ ...process.env, INIT_CWD: cwd }).catch((error: Error) => {
    throw new Failure(error.message)
  })
  return { ...server, address, boards }
}

/** Opens the boards that arguments name: links anywhere, and ids in the data folder, which is opened when it is needed. */
export class BoardPlaces {
  readonly #t: Translate
  #folder: Promise<DataFolder> | null = null

  constructor(t: Translate) {
    this.#t = t
  }

  folder(): Promise<DataFolder> {
    this.#folder ??= openDataFolder(this.#t)
    return this.#folder
  }

  async find(name: string): Promise<BoardAccess> {
    const link = parseLink(name)
    if (link) return link
    const id = parseBoardId(name)
    if (!id) throw new Error(this.#t('places.invalid', { name }))
    const { origin, boards } = await this.folder()
    const found = boards.find((each) => each.id === id)
    if (!found) throw new Failure(this.#t('places.missing', { name }))
    return { origin, board: id, token: found.token }
  }

  async all(): Promise<readonly BoardAccess[]> {
    const { origin, boards } = await this.folder()
    return boards.map(({ id, token }) => ({ origin, board: id, token }))
  }

  async close(): Promise<void> {
    const folder = await this.#folder?.catch(() => null)
    await folder?.close()
  }
}
