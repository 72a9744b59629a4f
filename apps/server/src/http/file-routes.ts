import { limits } from '@inkbridge/types'
import { z } from 'zod'
import type { FileResult, ReadFile } from '../files/file-messages.ts'
import type { PictureWish } from '../pictures/picture-messages.ts'
import { TooLarge } from '../pictures/pictures.ts'
import type { Room } from '../rooms/room.ts'
import { type Asker, Busy, Gone } from '../threads/jobs.ts'
import { HttpProblem, readJsonBody } from './body.ts'
import { fileNameOf } from './file-name.ts'
import { type Answer, type AnswerFile, type BoardCall, type Call, parse, type Route, stillMay } from './route.ts'

/** Boards as files: exported, imported, and small as a thumbnail. */
export const fileRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/boards/:board/export', role: 'viewer', run: exportBoard },
  { method: 'POST', path: '/api/boards/:board/import', role: 'editor', run: importBoard },
  { method: 'GET', path: '/api/boards/:board/thumbnail', role: 'viewer', run: thumbnail },
  { method: 'GET', path: '/api/boards/:board/snapshot', role: 'viewer', run: snapshot },
]

/** CSS pixels; drawn at twice that. */
const thumbnailSize = { width: 356, height: 148 }

const flag = z.enum(['0', '1']).transform((value) => value === '1')

const exportQuery = z.object({
  format: z.enum(['json', 'svg', 'png']).default('json'),
  theme: z.enum(['light', 'dark']).default('light'),
  paper: flag.default(true),
  scale: z.coerce.number().min(0.1).max(4).default(2),
})

/** `?format=json|svg|png`, and for pictures `theme=light|dark`, `paper=0|1`, `scale=0.1…4` (pixels a unit, PNG only). */
async function exportBoard(call: BoardCall): Promise<Answer> {
  const { board } = call
  const { format, theme, paper, scale } = parse(exportQuery, Object.fromEntries(call.query))
  const name = `${fileNameOf(board.title)}.${format === 'json' ? 'inkbridge.json' : format}`
  if (format === 'json') return { status: 200, file: { content: await json(call), type: jsonType, name } }
  const content = await picture(call, { format, options: { theme, paper }, scale })
  const type = format === 'svg' ? 'image/svg+xml' : 'image/png'
  return { status: 200, file: { content, type, name } }
}

const jsonType = 'application/json'

async function json(call: BoardCall): Promise<Uint8Array> {
  const { id, title } = call.board
  const asker = askerOf(call, id)
  const result = await call.parts.registry.use(call.board, (room) =>
    unlessBusy(call.parts.files.write({ id, title, ...contentOf(room) }, asker)),
  )
  if (result.type === 'bad') throw badFile(result)
  if (result.type !== 'file') throw new Error('a board was not written as a file')
  return result.bytes
}

async function importBoard(call: BoardCall): Promise<Answer> {
  const body = await readJsonBody(call.request, limits.maxImportBytes)
  await call.parts.limits.mayGrow(call.address, body.bytes)
  return call.parts.registry.use(call.board, (room) => importInto(room, call, body.content))
}

async function importInto(room: Room, call: BoardCall, body: Uint8Array | string): Promise<Answer> {
  const { board, principal } = call
  if (room.damage)
    throw new HttpProblem(
      409,
      'damaged',
      'This board is damaged and shown as of its last valid state. Nothing was changed; its owner can restore it.',
    )
  const taken = await room.read((doc) => [...doc.getMap('shapes').keys()])
  const shapes = await readImport(call, { body, part: 'whole', taken }, askerOf(call, board.id), async (file) => {
    await room.changeInSlices(principal, file, () => stillMay(call))
    return file.shapes
  })
  await call.parts.directory.edited(board.id)
  return { status: 200, body: { shapes } }
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

/** The board as one Yjs update, compressed; what has changed since comes over a door, unless `current=1` asks for it. */
async function snapshot(call: BoardCall): Promise<Answer> {
  const { board } = call
  const { current } = parse(z.object({ current: flag.default(false) }), Object.fromEntries(call.query))
  const encoding = await call.parts.registry.use(board, (room) => room.snapshot({ current }))
  const etag = await encoding.etag()
  const file = { type: 'application/octet-stream', etag } satisfies Partial<AnswerFile>
  if (call.request.headers['if-none-match'] === etag) return { status: 304, file: { ...file, content: '' } }
  const zipped = /\bgzip\b/.test(String(call.request.headers['accept-encoding']))
  if (!zipped) return { status: 200, file: { ...file, content: encoding.bytes } }
  return { status: 200, file: { ...file, content: await encoding.gzip(), encoding: 'gzip' } }
}

function badFile({ code, reason, message }: FileResult & { readonly type: 'bad' }): HttpProblem {
  return new HttpProblem(code === 'too-large' ? 413 : 400, code, message, { reason })
}

/** A small PNG without paper, drawn again when the board has changed. */
async function thumbnail(call: BoardCall): Promise<Answer> {
  const { board } = call
  const { theme } = parse(exportQuery.pick({ theme: true }), Object.fromEntries(call.query))
  const changedAt = (await call.parts.log.changedAt([board.id])).get(board.id) ?? board.createdAt
  const etag = `"${board.id}-${changedAt}-${theme}"`
  const file = { type: 'image/png', etag } satisfies Partial<AnswerFile>
  if (call.request.headers['if-none-match'] === etag) return { status: 304, file: { ...file, content: '' } }
  const { thumbnails } = call.parts.pictures
  const kept = thumbnails.get(etag)
  if (kept) return { status: 200, file: { ...file, content: kept } }
  const options = { theme, paper: false, size: thumbnailSize }
  const content = await picture(call, { format: 'png', options, scale: 2 })
  thumbnails.put(board.id, etag, content)
  return { status: 200, file: { ...file, content } }
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
  413,
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
      429,
      'busy',
      'The server has too many exports, imports and images waiting. Nothing was changed; try again in a few seconds.',
      { retryAfterMs: error.retryAfterMs },
    )
  }
}
