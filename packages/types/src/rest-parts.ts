import { z } from 'zod'
import type { BoardId } from './ids.ts'
import { roles } from './roles.ts'

/** A string of a certain length that is an id of one kind. */
export function id<Id extends string>(pattern: RegExp, description: string): z.ZodType<Id, Id> {
  return z.string().regex(pattern).meta({ description }) as unknown as z.ZodType<Id, Id>
}

export function list<Item>(item: z.ZodType<Item>): z.ZodType<readonly Item[], readonly Item[]> {
  return z.array(item) as unknown as z.ZodType<readonly Item[], readonly Item[]>
}

export const boardId = id<BoardId>(/^[0-9A-Za-z]{16}$/, 'A board’s id.')
export const time = z.iso.datetime({ offset: true })
export const role = z
  .enum(roles)
  .meta({ id: 'Role', description: 'Permissions on a board, weakest first; a commenter has those of a viewer so far.' })
