import { exportJson, importJson, parseJson } from '@inkbridge/board'
import { limits } from '@inkbridge/types'
import * as Y from 'yjs'
import { z } from 'zod'
import type { Admitted } from '../admission/admission.ts'
import type { PictureRequest } from '../pictures/messages.ts'
import { HttpProblem, readJson } from './body.ts'
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
/** Thumbnails kept in memory, some 10 KB each. */
const maxThumbnails = 256

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
  const file = `${fileName(board.title)}.${format === 'json' ? 'inkbridge.json' : format}`
  if (format === 'json') {
    const room = await call.parts.registry.room(board)
    const content = await room.read((doc) => exportJson(doc, board.title))
    return { status: 200, file: { content, type: 'application/json', name: file } }
  }
  const content = await picture(call, board, { format, options: { theme, paper }, scale })
  const type = format === 'svg' ? 'image/svg+xml' : 'image/png'
  return { status: 200, file: { content, type, name: file } }
}

async function importBoard(call: BoardCall): Promise<Answer> {
  const { board, principal } = call
  const file = readFile(await readJson(call.request, limits.maxImportBytes))
  const room = await call.parts.registry.room(board)
  await stillMay(call)
  const shapes = await room.change(principal, (doc, origin) => importJson(doc, file, origin))
  return { status: 200, body: { shapes } }
}

/** The board as one Yjs update, compressed; what has changed since comes over a door, unless `current=1` asks for it. */
async function snapshot(call: BoardCall): Promise<Answer> {
  const { board } = call
  const { current } = parse(z.object({ current: flag.default(false) }), Object.fromEntries(call.query))
  const room = await call.parts.registry.room(board)
  const encoding = await room.snapshot({ current })
  const file = { type: 'application/octet-stream', etag: encoding.etag } satisfies Partial<AnswerFile>
  if (call.request.headers['if-none-match'] === encoding.etag) return { status: 304, file: { ...file, content: '' } }
  const zipped = /\bgzip\b/.test(String(call.request.headers['accept-encoding']))
  if (!zipped) return { status: 200, file: { ...file, content: encoding.bytes } }
  return { status: 200, file: { ...file, content: await encoding.gzip(), encoding: 'gzip' } }
}

export function readFile(input: unknown) {
  const file = parseJson(input)
  if (!file.ok) throw new HttpProblem(400, 'bad-file', file.problem.message)
  return file.value
}

const thumbnails = new Map<string, Promise<Uint8Array>>()

/** A small PNG without paper, drawn again when the board has changed. */
async function thumbnail(call: BoardCall): Promise<Answer> {
  const { board } = call
  const { theme } = parse(exportQuery.pick({ theme: true }), Object.fromEntries(call.query))
  const etag = `"${board.id}-${board.updatedAt}-${theme}"`
  const file = { type: 'image/png', etag } satisfies Partial<AnswerFile>
  if (call.request.headers['if-none-match'] === etag) return { status: 304, file: { ...file, content: '' } }
  const drawing =
    thumbnails.get(etag) ??
    picture(call, board, { format: 'png', options: { theme, paper: false, size: thumbnailSize }, scale: 2 })
  thumbnails.delete(etag)
  thumbnails.set(etag, drawing)
  drawing.catch(() => thumbnails.delete(etag))
  for (const oldest of thumbnails.keys()) if (thumbnails.size > maxThumbnails) thumbnails.delete(oldest)
  return { status: 200, file: { ...file, content: await drawing } }
}

type PictureWish = Omit<PictureRequest, 'update'>

async function picture({ parts }: Call, board: Admitted['board'], wish: PictureWish): Promise<Uint8Array> {
  const room = await parts.registry.room(board)
  const update = await room.read((doc) => Y.encodeStateAsUpdate(doc))
  return parts.pictures.ask({ update, ...wish })
}

function fileName(title: string): string {
  return (
    title
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .trim()
      .slice(0, 60) || 'board'
  )
}
