import { type AssetId, type BoardId, limits, parseAssetId } from '@inkbridge/types'
import * as rest from '@inkbridge/types/rest'
import type { Admitted } from '../admission/admission.ts'
import { type AssetRefusal, badUpload, type Progress, type UploadPiece } from '../assets/assets.ts'
import { unlessBusy } from './asker.ts'
import { readBytes } from './body.ts'
import { HttpProblem } from './problem.ts'
import { type Call, done, file, json, type Route, route, stillMay } from './route.ts'

/** A call for one picture. */
type PictureCall = Omit<Call, 'params'> &
  Admitted & { readonly params: { readonly board: string; readonly asset: string } }

const path = '/api/boards/:board/assets/:asset'

/** How the bytes of an asset may be kept by browsers: they never change, and only their owner's browser has them. */
const forever = 'private, immutable, max-age=31536000'

const putAsset = route(
  {
    id: 'putAsset',
    method: 'PUT',
    path,
    role: 'editor',
    summary: `Upload a picture, in pieces of up to ${limits.maxPieceBytes} bytes`,
    headers: rest.uploadHeaders,
    bytes: true,
    answers: { 200: rest.storedAsset, 201: rest.storedAsset, 204: null },
    refusals: [
      'asset-too-large',
      'bad-upload',
      'board-full',
      'busy',
      'hash-mismatch',
      'server-full',
      'too-much-written',
      'unsupported-type',
      'wrong-offset',
    ],
  },
  async (call) => {
    const release = call.parts.limits.mayUpload(call.address)
    try {
      return answered(call, await received(call))
    } finally {
      release()
    }
  },
)

const headAsset = route(
  {
    id: 'headAsset',
    method: 'HEAD',
    path,
    role: 'viewer',
    summary: 'How much of a picture is uploaded: Upload-Offset, and Upload-Complete ?1 or ?0',
    answers: { 200: null },
    refusals: ['no-asset'],
  },
  async ({ board, params, parts, response }) => {
    const key = keyOf(board.id, params.asset)
    const stored = await parts.assets.find(key)
    const uploaded = stored?.uploaded ?? (await parts.assets.uploaded(key))
    if (!stored && uploaded === 0) throw noAsset()
    response.setHeader('Upload-Offset', uploaded)
    response.setHeader('Upload-Complete', stored ? '?1' : '?0')
    return done(200)
  },
)

const getAsset = route(
  {
    id: 'getAsset',
    method: 'GET',
    path,
    role: 'viewer',
    summary: 'A picture, upright and without metadata',
    query: rest.assetQuery,
    answers: {
      200: { types: rest.assetTypes, description: 'The picture, or a smaller version of it as WebP.' },
      304: { types: [], description: 'Not modified: the content still has the ETag in If-None-Match.' },
    },
    refusals: ['no-asset'],
  },
  async ({ board, params, query, parts, request, response }) => {
    const { original, w = null } = query
    const key = keyOf(board.id, params.asset)
    const found = await parts.assets.version(key, original === undefined ? w : null)
    if (!found) throw noAsset()
    const { bytes, stream, type, version } = found
    response.once('close', () => stream.destroy())
    const etag = `"${key.asset}-${version}"`
    const picture = { type, etag, caching: forever }
    if (request.headers['if-none-match'] === etag) return file(304, { ...picture, content: '' })
    const name = original === undefined ? {} : { name: `picture-${key.asset.slice(0, 8)}.${extensions[type]}` }
    return file(200, { ...picture, ...name, content: { bytes, stream } })
  },
)

/** Uploads and downloads of pictures. */
export const assetRoutes: readonly Route[] = [putAsset, headAsset, getAsset]

const extensions: Readonly<Record<rest.AssetType, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/svg+xml': 'svg',
}

function keyOf(board: BoardId, input: string): { readonly board: BoardId; readonly asset: AssetId } {
  const asset = parseAssetId(input)
  if (!asset) throw noAsset()
  return { board, asset }
}

function noAsset(): HttpProblem {
  return new HttpProblem('no-asset', 'This picture is not on the board, or not yet. Try again in a moment.')
}

function pieceOf({ board, params, request }: PictureCall): UploadPiece {
  const asset = parseAssetId(params.asset)
  if (!asset) throw refused(badUpload('The address does not end with a SHA-256 as 43 characters of base64url'))
  const offset = bytesOf(request.headers['upload-offset'] ?? '0')
  const length = bytesOf(request.headers['upload-length'])
  if (offset === null) throw refused(badUpload('Upload-Offset is not a number of bytes'))
  if (length === null) throw refused(badUpload('Upload-Length is missing or not a number of bytes'))
  return { board: board.id, asset, offset, length }
}

/** Null for anything but a whole number of at most 15 digits. */
function bytesOf(header: string | readonly string[] | undefined): number | null {
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : null
}

/** Receives the piece in a request. Throws an `HttpProblem` if it is refused. */
async function received(call: PictureCall): Promise<Progress> {
  const { parts, board, request, address } = call
  const piece = pieceOf(call)
  const checked = accepted(call, await parts.assets.check(piece))
  if (checked.type === 'stored') return checked
  const body = await readBytes(request, limits.maxPieceBytes)
  await parts.limits.mayGrow(address, body.bytes)
  const uploader = {
    // A client that has left comes back for the result.
    asker: { board: board.id, address, signal: new AbortController().signal },
    stillMay: () => stillMay(call),
    exclusively: <Value>(run: () => Promise<Value>) => parts.admission.exclusively(board.id, run),
  }
  const progress = accepted(call, await unlessBusy(parts.assets.receive(piece, body, uploader)))
  if (progress.type === 'stored') await parts.directory.edited(board.id)
  return progress
}

function refused({ code, message }: AssetRefusal): HttpProblem {
  return new HttpProblem(code, message)
}

/** The progress of an upload. Throws an `HttpProblem` if it was refused. */
function accepted({ response }: Call, outcome: Awaited<ReturnType<Call['parts']['assets']['check']>>): Progress {
  if (outcome.ok) return outcome.value
  const { offset } = outcome.problem
  if (offset !== undefined) response.setHeader('Upload-Offset', offset)
  throw refused(outcome.problem)
}

function answered({ response }: PictureCall, progress: Progress) {
  if (progress.type === 'partial') {
    response.setHeader('Upload-Offset', progress.offset)
    return done(204)
  }
  const { board: _, uploaded: __, ...stored } = progress.row
  return progress.isNew ? json(201, stored) : json(200, stored)
}
