import { z } from 'zod'
import type { FolderId } from './ids.ts'
import { limits } from './limits.ts'
import { cleanTitle } from './presence.ts'
import { boardId, id, list, role, time } from './rest-parts.ts'

const folderId = id<FolderId>(/^[0-9A-Za-z]{12}$/, 'A folder’s id.')
const folderName = z
  .string()
  .transform((text) => cleanTitle(text))
  .refine((text) => text !== null, 'needs at least one character')
const parent = folderId.nullable().meta({ description: 'The folder around it; null: none.' })

const damaged = z.object({
  since: time.meta({ description: 'When it was damaged.' }),
  lastGood: z.int().meta({ description: 'The last sound entry of the log, to which a restore returns by default.' }),
  goodAt: time.nullable().meta({ description: 'The time of that entry; null: the board was empty before.' }),
})

const position = z.int().min(0)
const found = z.object({
  text: z.string(),
  matches: list(z.tuple([position, position])).meta({ description: 'Begin and end of each match, UTF-16 code units.' }),
})

export const boardSummary = z
  .object({
    id: boardId,
    title: z.string(),
    role,
    createdAt: time,
    updatedAt: time,
    here: z.int().min(0).meta({ description: 'The number of people on it.' }),
    damaged: damaged
      .meta({ description: 'For a board that is damaged, and read-only until its owner restores it.' })
      .exactOptional(),
    starred: z.literal(true).meta({ description: 'Whether the person has starred it.' }).exactOptional(),
    folder: folderId.meta({ description: 'The person’s folder that it is in.' }).exactOptional(),
    openedAt: time.meta({ description: 'When the person last opened it.' }).exactOptional(),
    deletedAt: time.meta({ description: 'When it was moved to the trash.' }).exactOptional(),
    purgedAt: time.meta({ description: 'Of a board in the trash: when it is deleted for good.' }).exactOptional(),
    found: found.meta({ description: 'The text on the board that matches the search.' }).exactOptional(),
  })
  .meta({ id: 'BoardSummary', description: 'Stars, folders and visits are in lists only.' })
/** `GET /api/boards/<id>`, and one row of `GET /api/boards` */
export type BoardSummary = z.infer<typeof boardSummary>

export const boardSummaries = z
  .object({
    boards: list(boardSummary),
    total: z.int().min(0).meta({ description: 'How many boards there are in all answers together.' }),
  })
  .meta({ id: 'BoardSummaries' })
/** `GET /api/boards` */
export type BoardSummaries = z.infer<typeof boardSummaries>

export const boardsViews = ['all', 'mine', 'shared', 'recent', 'starred', 'trash'] as const
export type BoardsView = (typeof boardsViews)[number]
export const boardsSorts = ['changed', 'opened', 'title', 'created'] as const
export type BoardsSort = (typeof boardsSorts)[number]

export const boardsQuery = z.object({
  view: z.enum(boardsViews).default('all').meta({
    description:
      '`mine`: those that the person owns; `shared`: all others; `recent`: those that they have opened; `trash`: those that they can restore.',
  }),
  folder: folderId.meta({ description: 'Only boards in this folder of the person.' }).exactOptional(),
  sort: z.enum(boardsSorts).exactOptional().meta({
    description:
      'Times with the latest first. Default: the latest visit in `recent`, the best match in a search; else each answer has the next newest boards, last changed first.',
  }),
  q: z.string().max(200).default('').meta({
    description:
      'Only boards whose title contains these words, or that have all of them, or words that begin like them.',
  }),
  skip: z.coerce.number().int().min(0).max(1_000_000).default(0).meta({
    description: 'The number of boards to skip, because earlier answers had them.',
  }),
  limit: z.coerce.number().int().min(1).max(limits.maxListedBoards).default(limits.maxListedBoards),
})
/** The query of `GET /api/boards`. */
export type BoardsQuery = Partial<z.output<typeof boardsQuery>>

export const boardMarks = z
  .object({ starred: z.boolean(), folder: folderId.nullable().meta({ description: 'null: in no folder.' }) })
  .meta({ id: 'BoardMarks', description: 'How a person has sorted a board.' })
/** 200 of `PUT /api/me/boards/<board>` */
export type BoardMarks = z.infer<typeof boardMarks>

export const markBoard = z
  .object({ starred: z.boolean().exactOptional(), folder: folderId.nullable().exactOptional() })
  .meta({ id: 'MarkBoard' })
/** `PUT /api/me/boards/<board>`: changes the given marks only. */
export type MarkBoard = z.infer<typeof markBoard>

export const boardFolder = z.object({ id: folderId, name: z.string(), parent }).meta({ id: 'BoardFolder' })
/** One row of `GET /api/me/folders` */
export type BoardFolder = z.infer<typeof boardFolder>

export const boardFolders = z.object({ folders: list(boardFolder) }).meta({ id: 'BoardFolders' })
/** `GET /api/me/folders` */
export type BoardFolders = z.infer<typeof boardFolders>

export const createFolder = z.object({ name: folderName, parent: parent.default(null) }).meta({ id: 'CreateFolder' })
/** `POST /api/me/folders` */
export type CreateFolder = z.input<typeof createFolder>

export const changeFolder = z
  .object({ name: folderName.exactOptional(), parent: parent.exactOptional() })
  .meta({ id: 'ChangeFolder' })
/** `PATCH /api/me/folders/<folder>` */
export type ChangeFolder = z.input<typeof changeFolder>

export const boardEventTypes = ['created', 'shared', 'role', 'removed', 'renamed', 'restored', 'changed'] as const

export const boardEvent = z
  .object({ type: z.enum(boardEventTypes), board: boardId })
  .meta({ id: 'BoardEvent', description: 'What happened to a board of the person.' })
/** The data of an event of `GET /api/events`. */
export type BoardEvent = z.infer<typeof boardEvent>

export const eventsHeaders = z.object({
  'Last-Event-ID': z.string().meta({ description: 'The id of the last event, to resume after it.' }).exactOptional(),
})
