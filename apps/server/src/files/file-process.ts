import { readFileSync } from 'node:fs'
import { exportJson, openBoard } from '@inkbridge/board'
import { builtInRecords, createRecordKinds } from '@inkbridge/types'
import * as Y from 'yjs'
import { kindsOfProcess } from '../host-kinds.ts'
import { answerParent } from '../threads.ts'
import type { FileRequest, FileResult } from './file-messages.ts'
import { bad, readSource } from './read-source.ts'

/** Writes and reads data files in a child process, which may be killed at any time. */

answerParent(perform)

async function perform(request: FileRequest): Promise<FileResult> {
  return request.type === 'export' ? exported(request) : imported(request)
}

function exported({ updates, title, names }: FileRequest & { readonly type: 'export' }): FileResult {
  return { type: 'file', bytes: new TextEncoder().encode(exportJson(docOf(updates), title, names)) }
}

async function imported(request: FileRequest & { readonly type: 'import' }): Promise<FileResult> {
  const { body, part, name, folder } = request
  const bytes = typeof body === 'string' ? readFileSync(body) : body
  const kinds = createRecordKinds([...builtInRecords, ...(await kindsOfProcess())])
  const target = { board: openBoard(docOf(request.updates), { kinds }), kinds, folder }
  if (part === 'whole') return readSource({ name, type: '', bytes }, target)
  const fields = fieldsOf(bytes)
  if (!fields) return bad('bad-json', 'The body is not valid JSON. Nothing was changed.')
  const { title, document } = fields
  if (title !== undefined && typeof title !== 'string')
    return bad('bad-body', 'title must be text. Nothing was changed.')
  const result = await readSource({ name, type: '', bytes: new TextEncoder().encode(JSON.stringify(document)) }, target)
  return result.type === 'read' && title !== undefined ? { ...result, file: { ...result.file, title } } : result
}

function docOf(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  if (updates.length > 0) Y.applyUpdate(doc, Y.mergeUpdates([...updates]))
  return doc
}

/** The fields of a request; null: it is not JSON. */
function fieldsOf(bytes: Uint8Array): { readonly title?: unknown; readonly document?: unknown } | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return null
  }
}
