import { type BoardId, no, ok, type Result } from '@inkbridge/types'
import { z } from 'zod'
import type { Directory, LinkRow, Secrets } from '../storage/storage.ts'

/** A command for a running server, or for its data folder while no server runs. */
export type ControlRequest = z.infer<typeof shape>

const shape = z.discriminatedUnion('command', [
  z.object({ command: z.literal('rotate-key'), dropOldKeys: z.boolean() }),
  /** Asks for the boards and the right to them. */
  z.object({ command: z.literal('boards') }),
])

/** The parts that commands act on. */
export interface ControlParts {
  readonly directory: Pick<Directory, 'reseal' | 'boards' | 'links' | 'addLink'>
  readonly secrets: Secrets
  /** The address of the running server on this machine; null: none is running. */
  readonly origin: string | null
  /** The address at which people find boards. */
  readonly address: string
}

/** The key was replaced. */
interface KeyRotated {
  readonly code: 'key-rotated' | 'old-keys-dropped'
  /** The number of links that were encrypted again. */
  readonly links: number
}

/** The boards of a server. */
export interface BoardList {
  readonly code: 'boards'
  readonly origin: string | null
  readonly address: string
  readonly boards: readonly {
    readonly id: BoardId
    readonly title: string
    /** The secret of a link for owners. */
    readonly token: string
  }[]
}

/** The result of a command; the command line turns it into text. */
export type ControlDone = KeyRotated | BoardList

/** Why a command failed. */
export interface ControlProblem {
  readonly code:
    | 'setting'
    | 'no-boards'
    | 'unknown-command'
    | 'not-json'
    | 'failed'
    | 'cut-short'
    | 'in-use'
    | 'other-account'
    | 'error'
  readonly values?: { readonly dataDir: string } | { readonly message: string }
}

/** Runs a command. The caller serialises requests. */
export async function perform(request: ControlRequest, parts: ControlParts): Promise<ControlDone> {
  return request.command === 'boards' ? listBoards(parts) : rotateKey(request, parts)
}

async function listBoards({ directory, origin, address }: ControlParts): Promise<BoardList> {
  const boards: BoardList['boards'][number][] = []
  for (const { id, title } of await directory.boards()) {
    const usable = (await directory.links(id)).find(isForOwners)
    const token = usable?.secret ?? (await directory.addLink(id, 'owner', null)).secret
    if (token) boards.push({ id, title, token })
  }
  return { code: 'boards', origin, address, boards }
}

function isForOwners({ role, secret, expiresAt, revokedAt }: LinkRow): boolean {
  return role === 'owner' && secret !== null && expiresAt === null && revokedAt === null
}

async function rotateKey(
  { dropOldKeys }: ControlRequest & { readonly command: 'rotate-key' },
  { directory, secrets }: ControlParts,
): Promise<KeyRotated> {
  secrets.rotate()
  const links = await directory.reseal()
  if (dropOldKeys) secrets.dropOldKeys()
  return { code: dropOldKeys ? 'old-keys-dropped' : 'key-rotated', links }
}

export function parseRequest(line: string): Result<ControlRequest, ControlProblem> {
  try {
    const parsed = shape.safeParse(JSON.parse(line))
    return parsed.success ? ok(parsed.data) : no({ code: 'unknown-command' })
  } catch {
    return no({ code: 'not-json' })
  }
}
