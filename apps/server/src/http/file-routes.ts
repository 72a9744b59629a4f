import * as rest from '@inkbridge/types/rest'
import type { Admitted } from '../admission/admission.ts'
import { type DrawnBoard, type PictureWish, type ReadImage, TooLarge } from '../pictures/pictures.ts'
import type { Room } from '../rooms.ts'
import type { Asker } from '../threads.ts'
import { askerOf, unlessBusy } from './asker.ts'
import { boardAsJson } from './board-json.ts'
import { readFileBody } from './body.ts'
import { importFile, mustHaveRoom, type SentFile } from './file-imports.ts'
import { fileNameOf } from './file-name.ts'
import { HttpProblem } from './problem.ts'
import { type AnswerFile, type Call, file, json, type Route, route, stillMay } from './route.ts'

type BoardCall = Call & Admitted

/** CSS pixels; rendered at twice the size. */
const thumbnailSize = { width: 356, height: 148 }

const jsonType = 'application/json'
const bytesType = 'application/octet-stream'
const pictureTypes = { svg: 'image/svg+xml', png: 'image/png', pdf: 'application/pdf' } as const
const drawingTypes = { excalidraw: 'application/vnd.excalidraw+json', tldr: 'application/vnd.tldraw+json' } as const
const exportTypes = { ...pictureTypes, ...drawingTypes }

/** An answer without content: the client has the version of its `If-None-Match`. */
const unchanged = { types: [], description: 'Not modified: the content still has the ETag in If-None-Match.' }

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
        types: [jsonType, ...Object.values(exportTypes)],
        description:
          'The file: lossless JSON that can be imported, an image, a PDF, or a drawing of Excalidraw or tldraw. Of a drawing, the header Export-Report says in JSON how closely it corresponds to the board, as ImportReport does.',
      },
    },
    refusals: ['busy', 'server-full', 'too-large', 'too-large-to-draw'],
  },
  async (call) => {
    const { board, query } = call
    const { format, theme, paper, scale, pages, images } = query
    const name = `${fileNameOf(board.title)}.${format === 'json' ? 'inkbridge.json' : format}`
    if (format === 'json') return file(200, { ...(await boardAsJson(call, { images })), type: jsonType, name })
    const isDrawing = format in drawingTypes
    const document = format === 'pdf' || isDrawing ? { document: { title: board.title, pages } } : {}
    const wish = { format, options: { theme, paper }, scale, ...document }
    if (!isDrawing) return file(200, { content: await picture(call, wish), type: exportTypes[format], name })
    const { file: content, ...report } = await made(call, (pictures, board, asker) =>
      pictures.write(board, wish, asker),
    )
    return file(200, { content, type: exportTypes[format], name, ...report })
  },
)

/** Errors of a file import. */
export const importRefusals = ['bad-file', 'board-full', 'busy', 'server-full', 'too-much-written'] as const

const importBoard = route(
  {
    id: 'importBoard',
    method: 'POST',
    path: '/api/boards/:board/import',
    role: 'editor',
    summary: 'Add the shapes of a file to the board: ours, or one of Excalidraw, tldraw, Obsidian, Mermaid or CSV',
    query: rest.importQuery,
    file: rest.boardFile,
    anyFile: true,
    answers: { 200: rest.importedFile },
    refusals: [...importRefusals, 'bad-json', 'damaged'],
  },
  async (call) => {
    const { bytes, content } = await readFileBody(call.request)
    await call.parts.limits.mayGrow(call.address, bytes)
    const { name } = call.query
    return json(
      200,
      await call.parts.registry.use(call.board, (room) => importInto(room, call, { name, body: content })),
    )
  },
)

/** May be slightly stale unless `current=1`: a connection delivers what has changed since. */
const snapshot = route(
  {
    id: 'getSnapshot',
    method: 'GET',
    path: '/api/boards/:board/snapshot',
    role: 'viewer',
    summary: 'The board as one Yjs update (version 1); it may be slightly stale',
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

/** Rendered again when the board has changed. */
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
    // A picture may arrive after the shape that shows it.
    const assetBytes = await parts.directory.assetBytes(board.id)
    const etag = `"${board.id}-${changedAt}-${assetBytes}-${theme}"`
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

/** Exports, imports, thumbnails and snapshots. */
export const fileRoutes: readonly Route[] = [exportBoard, importBoard, thumbnail, snapshot]

async function importInto(
  room: Room,
  call: BoardCall,
  sent: Pick<SentFile, 'name' | 'body'>,
): Promise<rest.ImportedFile> {
  const { board, principal } = call
  if (room.damage)
    throw new HttpProblem(
      'damaged',
      'This board is damaged and shown as of its last valid state. Nothing was changed; its owner can restore it.',
    )
  const updates = await room.updates()
  const { value, report } = await importFile(
    call,
    { ...sent, part: 'whole', updates },
    askerOf(call, board.id),
    async (file) => {
      await mustHaveRoom(call, board.id, file)
      await room.changeInSlices(principal, file, () => stillMay(call))
      return { board: board.id, value: { shapes: file.shapes, title: file.title } }
    },
  )
  await call.parts.directory.edited(board.id)
  return { ...value, report }
}

function picture(call: BoardCall, wish: PictureWish): Promise<Uint8Array> {
  return made(call, (pictures, board, asker) => pictures.draw(board, wish, asker))
}

async function made<Made>(
  call: BoardCall,
  make: (pictures: Call['parts']['pictures'], board: DrawnBoard, asker: Asker) => Promise<Made>,
): Promise<Made> {
  const { id } = call.board
  const { pictures, registry, assets } = call.parts
  const image: ReadImage = (asset, width) => assets.read(id, asset, { width })
  return registry.use(call.board, async (room) => {
    try {
      return await unlessBusy(make(pictures, { id, image, ...contentOf(room) }, askerOf(call, id)))
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
