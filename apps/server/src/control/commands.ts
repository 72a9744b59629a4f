import { no, ok, type Result } from '@inkbridge/types'
import { z } from 'zod'
import type { Directory, Secrets } from '../storage/storage.ts'

/** What the command line can ask of a server, or of its folder while none runs. */
export type ControlRequest = z.infer<typeof shape>

const shape = z.object({ command: z.literal('rotate-key'), dropOldKeys: z.boolean() })

/** What commands act on. */
export interface ControlParts {
  readonly directory: Pick<Directory, 'reseal'>
  readonly secrets: Secrets
}

/** What a command has done: the command line has the words for it. */
export interface ControlDone {
  readonly code: 'key-rotated' | 'old-keys-dropped'
  /** How many links were encrypted again. */
  readonly links: number
}

/** Why a command was not done. */
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

/** Runs a command. Requests come one after the other. */
export async function perform(
  { dropOldKeys }: ControlRequest,
  { directory, secrets }: ControlParts,
): Promise<ControlDone> {
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
