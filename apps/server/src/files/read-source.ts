import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type AssetFile,
  assetProblem,
  type Board,
  importJson,
  keysBetween,
  openBoard,
  parseJson,
} from '@inkbridge/board'
import { type AssetId, newShapeId, type RecordKinds, type Rejection, type ShapeId } from '@inkbridge/types'
import * as Y from 'yjs'
import { slicesOf } from '../updates.ts'
import type { FileResult, ReadAsset, ReadFile } from './file-messages.ts'

/** A file to be read. */
interface Source {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
}

/** Where a file is added. */
interface Target {
  readonly board: Board
  readonly kinds: RecordKinds
  /** The path of an empty folder for assets. */
  readonly folder: string
}

/** Reads a file of ours or of another program as updates that add its shapes to a board; the board stays as it is. */
export async function readSource(source: Source, target: Target): Promise<FileResult> {
  const formats = await import('@inkbridge/board/formats')
  const reader = formats.readerOf(source)
  if (!reader) return readBoardFile(source, target)
  const { board, kinds, folder } = target
  const read = await reader.read(source, {
    newId: newShapeId,
    isTaken: (id) => board.get(id as ShapeId) !== undefined,
    orders: (count) => keysBetween(board.shapes().at(-1)?.order ?? null, null, count),
    hash: async (bytes) => hashOf(bytes),
  })
  if (!read.ok) return badFile(read.problem)
  const { title, edits, assets, report, own } = read.value
  // A picture that was exported here has the shapes as they were, too.
  if (own)
    return withAssets(await readBoardFile({ ...source, bytes: new TextEncoder().encode(own) }, target), assets, target)
  const offset = formats.offsetBeside(formats.boxOfEdits(edits), formats.boxOfShapes(board.shapes()))
  const added = openBoard(new Y.Doc(), { kinds })
  added.apply(formats.movedEdits(edits, offset))
  return {
    type: 'read',
    file: {
      title,
      shapes: added.shapes().length,
      ...changeOf(added.doc),
      assets: written(assets, folder),
      report: {
        exact: report.exact,
        approximated: Object.fromEntries(report.approximated),
        placeholders: Object.fromEntries(report.placeholders),
      },
    },
  }
}

/** Adds the assets of the picture that a board was in. */
function withAssets(result: FileResult, assets: readonly AssetFile[], { folder }: Target): FileResult {
  return result.type === 'read' ? { type: 'read', file: { ...result.file, assets: written(assets, folder) } } : result
}

/** Existing entries of the board are not changed: shapes of the file with their ids get new ones. */
async function readBoardFile({ name, bytes }: Source, { board, kinds, folder }: Target): Promise<FileResult> {
  const input = parsed(bytes)
  if (input === undefined) return unknownFile(name, bytes)
  const file = parseJson(input, kinds)
  if (!file.ok) return badFile(file.problem)
  const { title, assets } = file.value
  const problem = await assetProblem(assets, hashOf)
  if (problem) return badFile(problem)
  const doc = new Y.Doc()
  const isTaken = (key: string) => board.doc.getMap('shapes').has(key) || board.doc.getMap('foreign').has(key)
  const shapes = importJson(doc, file.value, null, isTaken)
  const report = { exact: shapes, approximated: {}, placeholders: {} }
  return { type: 'read', file: { title, shapes, ...changeOf(doc), assets: written(assets, folder), report } }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

/** The answer to a file that is neither JSON nor of a known format. */
function unknownFile(name: string, bytes: Uint8Array): FileResult {
  const isJson = /\.json$/i.test(name) || /^\s*(?:[[{]|$)/.test(new TextDecoder().decode(bytes.subarray(0, 200)))
  if (isJson) return bad('bad-json', 'The body is not valid JSON. Nothing was changed.')
  const formats = 'boards of Inkbridge, Excalidraw and tldraw, notes of Obsidian, Mermaid and CSV'
  return bad('bad-file', `This file is of no format that can be read: ${formats}. Nothing was changed.`, 'not-a-board')
}

function changeOf(doc: Y.Doc): Pick<ReadFile, 'client' | 'slices'> {
  return { client: doc.clientID, slices: slicesOf(Y.encodeStateAsUpdate(doc)) ?? [] }
}

function written(assets: readonly AssetFile[], folder: string): readonly ReadAsset[] {
  return assets.map(({ id, bytes }) => {
    const path = join(folder, id)
    writeFileSync(path, bytes)
    return { id, bytes: bytes.byteLength, path }
  })
}

function hashOf(bytes: Uint8Array): AssetId {
  return createHash('sha256').update(bytes).digest('base64url') as AssetId
}

function badFile({ reason, message }: Rejection): FileResult {
  return bad('bad-file', message, reason)
}

export function bad(
  code: 'bad-json' | 'bad-body' | 'bad-file',
  message: string,
  reason?: Rejection['reason'],
): FileResult {
  return { type: 'bad', code, message, ...(reason && { reason }) }
}
