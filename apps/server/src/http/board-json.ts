import { Readable } from 'node:stream'
import { assetsIn, maxFileAssets, textsAroundAssets } from '@inkbridge/board'
import { type AssetId, limits } from '@inkbridge/types'
import type { Admitted } from '../admission/admission.ts'
import type { Room } from '../rooms.ts'
import { askerOf, badFile, unlessBusy } from './asker.ts'
import { HttpProblem } from './problem.ts'
import type { AnswerFile, Call } from './route.ts'

type BoardCall = Call & Admitted

/** A stored picture as it is written into a file. */
interface StoredPicture {
  /** The hash of the stored bytes, which is its id in the file. */
  readonly id: AssetId
  /** Its id on the board, the hash of what was uploaded. */
  readonly asset: AssetId
  readonly type: string
  readonly bytes: number
}

/** Writes a board as JSON; pictures are read and encoded while it is sent. */
export function boardAsJson(
  call: BoardCall,
  { images }: { readonly images: boolean },
): Promise<Pick<AnswerFile, 'content' | 'heldBytes'>> {
  return call.parts.registry.use(call.board, async (room) => {
    const { list: pictures, names } = images ? await picturesOf(call, room) : noPictures
    const document = await documentOf(call, room, names)
    if (pictures.length === 0) return { content: document }
    const texts = textsAroundAssets(pictures)
    const bytes = sizeOf(document, texts, pictures)
    if (bytes > limits.maxImportBytes) throw tooLarge
    const stream = Readable.from(pieces(call, document, texts, pictures), { objectMode: false })
    call.response.once('close', () => stream.destroy())
    return { content: { bytes, stream }, heldBytes: document.byteLength }
  })
}

const tooLarge = new HttpProblem(
  'too-large',
  'With its images, this board is too large for a file that can be imported. Nothing was changed; export it with images=0, and the images by their own addresses.',
)

/** The stored pictures that a board shows, each once, and their ids in the file where those differ. */
interface Pictures {
  readonly list: readonly StoredPicture[]
  readonly names: ReadonlyMap<AssetId, AssetId>
}

const noPictures: Pictures = { list: [], names: new Map() }

async function picturesOf({ parts, board }: BoardCall, room: Room): Promise<Pictures> {
  const found = new Map<AssetId, StoredPicture>()
  const names = new Map<AssetId, AssetId>()
  let sum = 0
  for (const asset of await room.read(assetsIn)) {
    const key = { board: board.id, asset }
    const stored = await parts.assets.version(key, null)
    if (!stored) continue
    const { bytes, stream, type } = stored
    stream.destroy()
    sum += base64Length(bytes)
    if (sum > limits.maxImportBytes || found.size === maxFileAssets) throw tooLarge
    const id = await parts.assets.digest(key)
    if (!id) continue
    if (id !== asset) names.set(asset, id)
    found.set(id, { id, asset, type, bytes })
  }
  return { list: [...found.values()], names }
}

async function documentOf(call: BoardCall, room: Room, names: Pictures['names']): Promise<Uint8Array> {
  const { id, title } = call.board
  const board = { id, title, names, version: room.version, updates: () => room.updates() }
  const result = await unlessBusy(call.parts.files.write(board, askerOf(call, id)))
  if (result.type === 'bad') throw badFile(result)
  if (result.type !== 'file') throw new Error('a board could not be exported')
  return result.bytes
}

/** Bytes of the whole file. */
function sizeOf(document: Uint8Array, texts: readonly string[], pictures: readonly StoredPicture[]): number {
  const around = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  return document.byteLength - 1 + around + pictures.reduce((sum, { bytes }) => sum + base64Length(bytes), 0)
}

function base64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4
}

async function* pieces(
  { parts, board }: BoardCall,
  document: Uint8Array,
  texts: readonly string[],
  pictures: readonly StoredPicture[],
): AsyncGenerator<Uint8Array> {
  yield document.subarray(0, -1)
  yield Buffer.from(texts[0] ?? '')
  for (const [index, { asset }] of pictures.entries()) {
    const found = await parts.assets.version({ board: board.id, asset }, null)
    // Removed since the answer began.
    if (!found) throw new Error('a picture is not stored anymore')
    yield* base64Of(found.stream)
    yield Buffer.from(texts[index + 1] ?? '')
  }
}

/** The base64 of a stream; its parts have whole groups of three bytes, except the last. */
async function* base64Of(stream: Readable): AsyncGenerator<Uint8Array> {
  let rest = Buffer.alloc(0)
  for await (const part of stream) {
    const bytes = Buffer.concat([rest, part as Uint8Array])
    const whole = bytes.byteLength - (bytes.byteLength % 3)
    rest = bytes.subarray(whole)
    yield Buffer.from(bytes.toString('base64', 0, whole), 'latin1')
  }
  yield Buffer.from(rest.toString('base64'), 'latin1')
}
