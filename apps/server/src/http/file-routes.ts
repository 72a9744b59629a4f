import { limits } from '@inkbridge/types'
import * as rest from '@inkbridge/types/rest'
import type { Admitted } from '../admission/admission.ts'
import type { FileResult, ReadFile } from '../files/files.ts'
import { type PictureWish, TooLarge } from '../pictures/pictures.ts'
import type { Room } from '../rooms.ts'
import { type Asker, Busy, Gone } from '../threads.ts'
import { readJsonBody } from './body.ts'
import { fileNameOf } from './file-name.ts'
import { HttpProblem } from './problem.ts'
import { type AnswerFile, type Call, file, json, type Route, route, stillMay } from './route.ts'

type BoardCall = Call & Admitted

/** CSS pixels; drawn at twice that. */
const thumbnailSize = { width: 356, height: 148 }

const jsonType = 'application/json'
const bytesType = 'application/octet-stream'

/** An answer without content: the client has what its `If-None-Match` names. */
const unchanged = { types: [], description: 'The content that the ETag in If-None-Match names is still the same.' }

const exportBoard = route(
  {
    id: 'exportBoard',
    method: 'GET',
    path: '/api/boards/:board/export',
    role: 'viewer',
    summary: 'The board as a file',
    query: rest.exportQuery,
    answers: {
      200: {
        types: [jsonType, 'image/svg+xml', 'image/png'],
        description: 'The file: JSON that an import reads again without loss, or an image.',
      },
    },
    refusals: ['busy', 'server-full', 'too-large', 'too-large-to-draw'],
  },
  async (call) => {
    const { board, query } = call
    const { format, theme, paper, scale } = query
    const name = `${fileNameOf(board.title)}.${format === 'json' ? 'inkbridge.json' : format}`
    if (format === 'json') return file(200, { content: await boardAsJson(call), type: jsonType, name })
    const content = await picture(call, { format, options: { theme, paper }, scale })
    const type = format === 'svg' ? 'image/svg+xml' : 'image/png'
    return file(200, { content, type, name })
  },
)

/** What may become of a file in the body of a request. */
export const importRefusals = ['bad-file', 'board-full', 'busy', 'server-full', 'too-much-written'] as const

const importBoard = route(
  {
    id: 'importBoard',
    method: 'POST',
    path: '/api/boards/:board/import',
    role: 'editor',
    summary: 'Add the shapes of a file to the board',
    file: rest.boardFile,
    answers: { 200: rest.importedFile },
    refusals: [...importRefusals, 'damaged'],
  },
  async (call) => {
    const { bytes, content } = await readJsonBody(call.request, limits.maxImportBytes)
    await call.parts.limits.mayGrow(call.address, bytes)
    const shapes = await call.parts.registry.use(call.board, (room) => importInto(room, call, content))
    return json(200, { shapes })
  },
)

/** What has changed since comes over a door, unless `current=1` asks for it. */
const snapshot = route(
  {
    id: 'getSnapshot',
    method: 'GET',
    path: '/api/boards/:board/snapshot',
    role: 'viewer',
    summary: 'The board as one Yjs update (version 1); it may be some moments old',
    query: rest.snapshotQuery,
    answers: { 200: { types: [bytesType], description: 'The update.' }, 304: unchanged },
    refusals: ['server-full'],
  },
  async ({ board, query, parts, request }) => {
    const encoding = await parts.registry.use(board, (room) => room.snapshot(query))
    const etag = await encoding.etag()
    const bytes = { type: bytesType, etag } satisfies Partial<AnswerFile>
    if (request.headers['if-none-match'] === etag) return file(304, { ...bytes, content: '' })
    const zipped = /\bgzip\b/.test(String(request.headers['accept-encoding']))
    if (!zipped) return file(200, { ...bytes, content: encoding.bytes })
    return file(200, { ...bytes, content: await encoding.gzip(), encoding: 'gzip' })
  },
)

/** Drawn again when the board has changed. */
const thumbnail = route(
  {
    id: 'getThumbnail',
    method: 'GET',
    path: '/api/boards/:board/thumbnail',
    role: 'viewer',
    summary: 'A small image of the board, without background',
    query: rest.thumbnailQuery,
    answers: { 200: { types: ['image/png'], description: 'A PNG of 712 x 296.' }, 304: unchanged },
    refusals: ['busy', 'server-full', 'too-large-to-draw'],
  },
  async (call) => {
    const { board, query, parts } = call
    const { theme } = query
    const changedAt = (await parts.log.changedAt([board.id])).get(board.id) ?? board.createdAt
    const etag = `"${board.id}-${changedAt}-${theme}"`
    const png = { type: 'image/png', etag } satisfies Partial<AnswerFile>
    if (call.request.headers['if-none-match'] === etag) return file(304, { ...png, content: '' })
    const { thumbnails } = parts.pictures
    const kept = thumbnails.get(etag)
    if (kept) return file(200, { ...png, content: kept })
    const options = { theme, paper: false, size: thumbnailSize }
    const content = await picture(call, { format: 'png', options, scale: 2 })
    thumbnails.put(board.id, etag, content)
    return file(200, { ...png, content })
  },
)

/** Boards as files: exported, imported, and small as a thumbnail. */
export const fileRoutes: readonly Route[] = [exportBoard, importBoard, thumbnail, snapshot]

async function boardAsJson(call: BoardCall): Promise<Uint8Array> {
  const { id, title } = call.board
  const asker = askerOf(call, id)
  const result = await call.parts.registry.use(call.board, (room) =>
    unlessBusy(call.parts.files.write({ id, title, ...contentOf(room) }, asker)),
  )
  if (result.type === 'bad') throw badFile(result)
  if (result.type !== 'file') throw new Error('a board was not written as a file')
  return result.bytes
}

async function importInto(room: Room, call: BoardCall, body: Uint8Array | string): Promise<number> {
  const { board, principal } = call
  if (room.damage)
    throw new HttpProblem(
      'damaged',
      'This board is damaged and shown as of its last valid state. Nothing was changed; its owner can restore it.',
    )
  const taken = await room.read((doc) => [...doc.getMap('shapes').keys()])
  const shapes = await readImport(call, { body, part: 'whole', taken }, askerOf(call, board.id), async (file) => {
    await room.changeInSlices(principal, file, () => stillMay(call))
    return file.shapes
  })
  await call.parts.directory.edited(board.id)
  return shapes
}

/** Reads a board file in the body of a request, and applies it: gives what that gives. */
export async function readImport<Value>(
  { parts }: Call,
  file: { readonly body: Uint8Array | string; readonly part: 'whole' | 'document'; readonly taken: readonly string[] },
  asker: Asker,
  apply: (file: ReadFile) => Promise<Value>,
): Promise<Value> {
  const applied: Value[] = []
  const result = await unlessBusy(parts.files.read(file, asker, async (read) => void applied.push(await apply(read))))
  if (result.type === 'bad') throw badFile(result)
  if (applied.length === 0) throw new Error('a file was not read as a board')
  return applied[0] as Value
}

function badFile({ code, reason, message }: FileResult & { readonly type: 'bad' }): HttpProblem {
  return new HttpProblem(code, message, { reason })
}

async function picture(call: BoardCall, wish: PictureWish): Promise<Uint8Array> {
  const { id } = call.board
  const { pictures, registry } = call.parts
  return registry.use(call.board, async (room) => {
    try {
      return await unlessBusy(pictures.draw({ id, ...contentOf(room) }, wish, askerOf(call, id)))
    } catch (error) {
      throw error instanceof TooLarge ? tooLarge : error
    }
  })
}

const tooLarge = new HttpProblem(
  'too-large-to-draw',
  'This board is too large to be drawn as an image. It was not changed; export it as JSON, or export a part of it in the browser.',
)

function contentOf(room: Room): { readonly version: number; updates(): Promise<readonly Uint8Array[]> } {
  return { version: room.version, updates: () => room.updates() }
}

/** Who asks, as long as their connection is there. */
export function askerOf({ response, address }: Call, board: string): Asker {
  const gone = new AbortController()
  const leave = () => gone.abort(new Gone('the connection has ended'))
  if (response.destroyed) leave()
  else response.once('close', leave)
  return { board, address, signal: gone.signal }
}

async function unlessBusy<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof Busy)) throw error
    throw new HttpProblem(
      'busy',
      'The server has too many exports, imports and images waiting. Nothing was changed; try again in a few seconds.',
      { retryAfterMs: error.retryAfterMs },
    )
  }
}
