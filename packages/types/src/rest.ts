/**
 * Bodies and queries of the HTTP API, as zod 4 schemas with the types inferred from them. Times are ISO 8601 in UTC.
 * `GET /api/openapi.json` is generated from the same schemas.
 *
 * @packageDocumentation
 */
import { z } from 'zod'
import type { AssetId, DeviceId, PrincipalId } from './ids.ts'
import { cleanName, cleanTitle, personColors } from './presence.ts'
import { type ApiErrorCode, apiErrorCodes, type RefusalReason, refusalReasons } from './refusals.ts'
import { boardId, id, list, time } from './rest-parts.ts'

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
export {
  type BoardEvent,
  type BoardFolder,
  type BoardFolders,
  type BoardMarks,
  type BoardSummaries,
  type BoardSummary,
  type BoardsQuery,
  type BoardsSort,
  type BoardsView,
  boardEvent,
  boardEventTypes,
  boardFolder,
  boardFolders,
  boardMarks,
  boardSummaries,
  boardSummary,
  boardsQuery,
  boardsSorts,
  boardsViews,
  type ChangeFolder,
  type CreateFolder,
  changeFolder,
  createFolder,
  eventsHeaders,
  type MarkBoard,
  markBoard,
} from './rest-boards.ts'

const deviceId = id<DeviceId>(/^[\w-]{22}$/, 'A browser’s id; not a secret.')
const assetId = id<AssetId>(/^[\w-]{43}$/, 'The SHA-256 of the uploaded bytes, base64url without padding.')
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
