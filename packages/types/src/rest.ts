/**
 * Bodies and queries of the HTTP API, as zod 4 schemas with the types inferred from them. Times are ISO 8601 in UTC.
 * `GET /api/openapi.json` is generated from the same schemas.
 *
 * @packageDocumentation
 */
import { z } from 'zod'
import type { AssetId, BoardId, DeviceId, PrincipalId } from './ids.ts'
import { cleanName, cleanTitle, personColors } from './presence.ts'
import { type ApiErrorCode, apiErrorCodes, type RefusalReason, refusalReasons } from './refusals.ts'
import { roles } from './roles.ts'

export {
  type Account,
  type AccountState,
  account,
  accountState,
  type ChangeMember,
  type ChangePassword,
  changeMember,
  changePassword,
  type DeleteAccount,
  deleteAccount,
  type Invitation,
  type InviteMember,
  invitation,
  inviteMember,
  type LinkedAccount,
  linkedAccount,
  type Member,
  type Members,
  member,
  members,
  type PasswordLink,
  passwordLink,
  type SetPassword,
  type SignIn,
  setPassword,
  signIn,
  type UnownedBoards,
  unownedBoards,
} from './rest-accounts.ts'

/** A string of a certain length that is an id of one kind. */
export function id<Id extends string>(pattern: RegExp, description: string): z.ZodType<Id, Id> {
  return z.string().regex(pattern).meta({ description }) as unknown as z.ZodType<Id, Id>
}

/** A list of items, read-only. */
export function list<Item>(item: z.ZodType<Item>): z.ZodType<readonly Item[], readonly Item[]> {
  return z.array(item) as unknown as z.ZodType<readonly Item[], readonly Item[]>
}

const boardId = id<BoardId>(/^[0-9A-Za-z]{16}$/, 'A board’s id.')
const deviceId = id<DeviceId>(/^[\w-]{22}$/, 'A browser’s id; not a secret.')
const assetId = id<AssetId>(/^[\w-]{43}$/, 'The SHA-256 of the uploaded bytes, base64url without padding.')
/** ISO 8601, with a time zone. */
export const time = z.iso.datetime({ offset: true })
export const role = z
  .enum(roles)
  .meta({ id: 'Role', description: 'Permissions on a board, weakest first; a commenter has those of a viewer so far.' })
const title = z.string().transform((text) => cleanTitle(text))
export const secret = z.string().meta({ description: 'A link’s secret.' })

const reasons: readonly (RefusalReason | ApiErrorCode)[] = [...new Set([...refusalReasons, ...apiErrorCodes])]
const reason = z
  .enum(reasons)
  .meta({ id: 'ErrorReason', description: 'More specific, where a code has several reasons; else the code itself.' })

/** The schema of `ApiError` with some of the codes. */
export function apiErrorOf(codes: readonly ApiErrorCode[]) {
  const message = z.string().meta({ description: 'In English, for logs and for programs without texts of their own.' })
  return z.object({ error: z.object({ code: z.enum(codes), reason, message }) })
}

const apiError = apiErrorOf(apiErrorCodes)
/** Every answer that is not 2xx or 304. */
export type ApiError = z.infer<typeof apiError>

export const createBoard = z
  .object({
    title: title.exactOptional(),
    document: z
      .unknown()
      .meta({ description: 'What `GET …/export?format=json` returns, or the JSON of Excalidraw or tldraw.' })
      .optional(),
  })
  .meta({ id: 'CreateBoard' })
/** `POST /api/boards` */
export type CreateBoard = z.input<typeof createBoard>

const counts = z.record(z.string(), z.int().min(1))

export const importReport = z
  .object({
    exact: z.int().min(0).meta({ description: 'Shapes that are as in the file.' }),
    approximated: counts.meta({ description: 'How often something is only similar, by reason, such as `font`.' }),
    placeholders: counts.meta({ description: 'How often something is missing, by reason, such as `missing-image`.' }),
  })
  .meta({ id: 'ImportReport', description: 'How closely shapes correspond to what a file says.' })
export type ImportReport = Readonly<z.infer<typeof importReport>>

export const importedFile = z
  .object({
    shapes: z.int().min(0).meta({ description: 'How many shapes were added.' }),
    title: z.string().nullable().meta({ description: 'The title in the file; the board keeps its own.' }),
    report: importReport,
  })
  .meta({ id: 'ImportedFile' })
/** 200 of `POST /api/boards/<id>/import` */
export type ImportedFile = z.infer<typeof importedFile>

export const createdBoard = z
  .object({
    id: boardId,
    url: z.string().meta({ description: '`/b/<id>`, relative to the server.' }),
    tokens: z
      .object({ owner: secret, editor: secret, viewer: secret })
      .meta({ description: 'For programs: secrets of three links.' }),
    imported: importedFile.exactOptional().meta({ description: 'Of a board that was created from a file.' }),
  })
  .meta({ id: 'CreatedBoard' })
/** 201 of `POST /api/boards` */
export type CreatedBoard = z.infer<typeof createdBoard>

const damaged = z.object({
  since: time.meta({ description: 'When it was damaged.' }),
  lastGood: z.int().meta({ description: 'The last sound entry of the log, to which a restore returns by default.' }),
  goodAt: time.nullable().meta({ description: 'The time of that entry; null: the board was empty before.' }),
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
  })
  .meta({ id: 'BoardSummary' })
/** `GET /api/boards/<id>`, and one row of `GET /api/boards` */
export type BoardSummary = z.infer<typeof boardSummary>

export const boardSummaries = z.object({ boards: list(boardSummary) }).meta({ id: 'BoardSummaries' })
/** `GET /api/boards`: boards of this browser, those of one answer last changed first. */
export type BoardSummaries = z.infer<typeof boardSummaries>

export const renameBoard = z.object({ title }).meta({ id: 'RenameBoard' })

export const restoreState = z
  .object({
    seq: z.int().min(0).meta({ description: 'An entry of the log; default: the last sound one.' }).exactOptional(),
  })
  .meta({ id: 'RestoreState' })
/** `POST /api/boards/<id>/history/restore`, of a damaged board; answered with its id. For owners. */
export type RestoreState = z.infer<typeof restoreState>

export const restoredBoard = z.object({ id: boardId }).meta({ id: 'RestoredBoard' })

export const person = z
  .object({
    id: id<PrincipalId>(/^[agl]:/, 'The actor: an account, a guest or a link.'),
    name: z.string(),
    color: z
      .string()
      .regex(/^#[0-9a-f]{6}$/)
      .meta({ description: 'At least 4.5:1 with white text.' }),
    bot: z
      .literal(true)
      .meta({ description: 'A program that used a link’s token, also in a page of another site.' })
      .exactOptional(),
  })
  .meta({ id: 'Person' })

export const me = z.object({ you: person }).meta({ id: 'Me' })
/** `GET /api/me` */
export type Me = z.infer<typeof me>

const name = z
  .string()
  .transform((text) => cleanName(text))
  .refine((text) => text !== null, 'needs at least one character')

export const changeMe = z
  .object({ name: name.exactOptional(), color: z.enum<readonly string[]>(personColors).exactOptional() })
  .meta({ id: 'ChangeMe' })
/** `PATCH /api/me`: answered with `Me`. */
export type ChangeMe = z.input<typeof changeMe>

export const device = z
  .object({
    id: deviceId,
    label: z.string().meta({ description: 'The families of browser and system, such as `Firefox (Windows)`.' }),
    createdAt: time,
    seenAt: time.meta({ description: 'Within an hour.' }),
    current: z.boolean().meta({ description: 'Whether it is the requesting browser.' }),
  })
  .meta({ id: 'Device' })
/** One row of `GET /api/me/devices`: a browser that acts as this guest. */
export type Device = z.infer<typeof device>

export const devices = z.object({ devices: list(device) }).meta({ id: 'Devices' })
/** `GET /api/me/devices`, most recently seen first. */
export type Devices = z.infer<typeof devices>

const flag = z.enum(['0', '1']).transform((value) => value === '1')
const theme = z.enum(['light', 'dark']).default('light')

export const exportQuery = z.object({
  format: z.enum(['json', 'svg', 'png', 'pdf', 'excalidraw', 'tldr']).default('json'),
  theme: theme.meta({ description: 'Of images and PDF.' }),
  paper: flag.default(true).meta({ description: 'For images and PDF: whether the background is drawn.' }),
  pages: z.enum(['board', 'frames']).default('board').meta({
    description:
      'For PDF: the board on one page, or a page for each frame that is in no other; without frames, the board.',
  }),
  scale: z.coerce.number().min(0.1).max(4).default(2).meta({ description: 'For PNG: pixels per unit.' }),
  images: flag.default(true).meta({ description: 'For JSON: whether the bytes of images are in it.' }),
})

export const boardsQuery = z.object({
  skip: z.coerce.number().int().min(0).max(1_000_000).default(0).meta({
    description: 'The number of the newest boards to skip, because earlier answers had them.',
  }),
})

const fileName = z
  .string()
  .max(255)
  .default('')
  .meta({ description: 'The name of the file: formats without a signature, such as CSV, are known by it.' })

export const createBoardQuery = z.object({
  name: fileName,
  title: title
    .meta({ description: 'For a file that is sent as it is: the title, if the file has none.' })
    .exactOptional(),
  assetsFrom: boardId
    .meta({
      description: 'A board that the client may see: the new one gets its pictures that the document refers to.',
    })
    .exactOptional(),
})

export const importQuery = z.object({ name: fileName })

export const thumbnailQuery = z.object({ theme })

export const snapshotQuery = z.object({
  current: flag.default(false).meta({ description: 'Whether the most recent edits must be included.' }),
})

export const boardFile = z
  .looseObject({
    type: z.literal('inkbridge'),
    version: z.int(),
    title: z.string().exactOptional(),
    document: z.looseObject({}),
    assets: z
      .record(z.string(), z.object({ type: z.string(), bytes: z.string() }))
      .meta({ description: 'The images that shapes show, by their SHA-256: bytes in base64.' })
      .exactOptional(),
  })
  .meta({ id: 'BoardFile', description: 'What `GET …/export?format=json` returns; docs/schema.md describes it.' })

/** What the server makes of uploaded pictures: HEIC becomes JPEG, AVIF becomes WebP. */
export const assetTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/svg+xml'] as const
export type AssetType = (typeof assetTypes)[number]

/** Widths of the smaller versions of a picture, px. */
export const assetWidths = [256, 512, 1_024, 2_048] as const

export const storedAsset = z
  .object({
    asset: assetId,
    type: z.enum(assetTypes).meta({ description: 'Of what the server keeps; HEIC becomes JPEG, AVIF becomes WebP.' }),
    width: z.int().min(1).meta({ description: 'Pixels, upright.' }),
    height: z.int().min(1).meta({ description: 'Pixels, upright; of one image of an animation.' }),
    bytes: z.int().min(1).meta({ description: 'All bytes it takes on the board, smaller versions included.' }),
    animated: z.boolean(),
  })
  .meta({ id: 'StoredAsset' })
/** 200 and 201 of `PUT /api/boards/<id>/assets/<asset>` */
export type StoredAsset = z.infer<typeof storedAsset>

export const assetQuery = z.object({
  w: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .meta({
      description: 'A width in pixels: the smallest version that is at least as wide; without it the whole one.',
    })
    .exactOptional(),
  original: z.literal(['', '1']).meta({ description: 'The whole picture as a download.' }).exactOptional(),
})

const bytes = (description: string) =>
  z
    .string()
    .regex(/^\d{1,15}$/)
    .meta({ description })

export const uploadHeaders = z.object({
  'Upload-Length': bytes('Bytes of the whole file.'),
  'Upload-Offset': bytes('Bytes sent before this piece; default: 0.').exactOptional(),
})
