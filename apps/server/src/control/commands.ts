import { no, ok, type Result } from '@inkbridge/types'
import { z } from 'zod'
import type { Secrets } from '../admission/secrets.ts'
import { resealLinks } from '../store/reseal.ts'
import type { Sqlite } from '../store/sqlite.ts'

/** What the command line can ask of a server, or of its folder while none runs. */
export type ControlRequest = z.infer<typeof shape>

const shape = z.object({ command: z.literal('rotate-key'), dropOldKeys: z.boolean() })

/** What commands act on. */
export interface ControlParts {
  readonly sqlite: Sqlite
  readonly secrets: Secrets
}

/** Does what was asked; resolves with a line for the person who asked. Requests come one after the other. */
export async function perform({ dropOldKeys }: ControlRequest, { sqlite, secrets }: ControlParts): Promise<string> {
  secrets.rotate()
  const links = await resealLinks(sqlite, secrets)
  if (dropOldKeys) secrets.dropOldKeys()
  return dropOldKeys
    ? `The key was replaced and all older keys dropped. ${links} links were sealed again and still work; browsers that have not visited since the last rotation are new guests.`
    : `A new key signs from now on. ${links} links were sealed again and still work; browsers get a new cookie at their next visit.`
}

export function parseRequest(line: string): Result<ControlRequest, string> {
  try {
    const parsed = shape.safeParse(JSON.parse(line))
    return parsed.success ? ok(parsed.data) : no('This server does not know this command. Nothing was changed.')
  } catch {
    return no('The command is not valid JSON. Nothing was changed.')
  }
}
