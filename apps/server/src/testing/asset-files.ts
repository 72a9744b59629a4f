import { createHash } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import { type AssetId, limits } from '@inkbridge/types'
import { type Reply, type Sent, send } from './client.ts'
import type { TestServer } from './server.ts'

/** The id under which a file is uploaded. */
export function assetOf(file: Uint8Array): AssetId {
  return createHash('sha256').update(file).digest('base64url') as AssetId
}

/** A PNG in one colour, grey level 0 to 255; announces the size, and contains the rows of `real` height. */
export function greyPng(width: number, height: number, grey = 128, real = height): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 8
  const row = Buffer.alloc(width + 1, grey)
  row[0] = 0
  const rows = Buffer.concat(Array.from({ length: real }, () => row))
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** A chunk of a PNG with its checksum. */
export function chunk(type: string, content: Uint8Array): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.byteLength)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(typed))
  return Buffer.concat([length, typed, sum])
}

/** A place for an upload, and who sends it. */
export interface UploadTarget {
  readonly board: string
  readonly sent: Sent
}

/** Sends one piece; `asset` defaults to the hash of the piece. */
export function sendPiece(
  server: Pick<TestServer, 'port'>,
  { board, sent }: UploadTarget,
  piece: Uint8Array,
  { asset = assetOf(piece), ...headers }: { readonly asset?: string } & Readonly<Record<string, string>> = {},
): Promise<Reply> {
  return send(server, `/api/boards/${board}/assets/${asset}`, {
    ...sent,
    method: 'PUT',
    body: piece,
    headers: { 'Upload-Length': String(piece.byteLength), ...headers },
  })
}

/** Uploads a file in pieces; resolves with the last answer. */
export async function upload(
  server: Pick<TestServer, 'port'>,
  target: UploadTarget,
  file: Uint8Array,
  pieceBytes: number = limits.maxPieceBytes,
): Promise<Reply> {
  const headers = { asset: assetOf(file), 'Upload-Length': String(file.byteLength) }
  let offset = 0
  for (;;) {
    const piece = file.subarray(offset, offset + pieceBytes)
    const reply = await sendPiece(server, target, piece, { ...headers, 'Upload-Offset': String(offset) })
    offset += piece.byteLength
    if (reply.status !== 204 || offset >= file.byteLength) return reply
  }
}
