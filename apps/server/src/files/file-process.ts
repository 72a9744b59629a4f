import { readFileSync } from 'node:fs'
import { exportJson, importJson, parseJson } from '@inkbridge/board'
import { builtInRecords, createRecordKinds, type RefusalReason } from '@inkbridge/types'
import * as Y from 'yjs'
import { kindsOfProcess } from '../host-kinds.ts'
import { answerParent } from '../threads.ts'
import { slicesOf } from '../updates.ts'
import type { FileRequest, FileResult } from './file-messages.ts'

/** Writes and reads data files in a process of its own, which may be killed at any time. */

answerParent(perform)

async function perform(request: FileRequest): Promise<FileResult> {
  return request.type === 'export' ? exported(request) : imported(request)
}

function exported({ updates, title }: FileRequest & { readonly type: 'export' }): FileResult {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.mergeUpdates([...updates]))
  return { type: 'file', bytes: new TextEncoder().encode(exportJson(doc, title)) }
}

async function imported({ body, part, taken }: FileRequest & { readonly type: 'import' }): Promise<FileResult> {
  const input = parsed(body)
  if (input === undefined) return bad('bad-json', 'The body is not valid JSON. Nothing was changed.')
  const { title, document } = part === 'document' ? fieldsOf(input) : { title: undefined, document: input }
  if (title !== undefined && typeof title !== 'string')
    return bad('bad-body', 'title must be text. Nothing was changed.')
  const file = parseJson(document, createRecordKinds([...builtInRecords, ...(await kindsOfProcess())]))
  if (!file.ok) return bad('bad-file', file.problem.message, file.problem.reason)
  const doc = new Y.Doc()
  // Entries that are in a board already are left as they are: with these ids the file gets others.
  const known = new Set(taken)
  const shapes = importJson(doc, file.value, null, (id) => known.has(id))
  const slices = slicesOf(Y.encodeStateAsUpdate(doc)) ?? []
  return { type: 'read', file: { title: title ?? file.value.title, shapes, client: doc.clientID, slices } }
}

function parsed(body: Uint8Array | string): unknown {
  const bytes = typeof body === 'string' ? readFileSync(body) : body
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

function fieldsOf(input: unknown): { readonly title?: unknown; readonly document?: unknown } {
  return typeof input === 'object' && input !== null ? input : {}
}

function bad(code: 'bad-json' | 'bad-body' | 'bad-file', message: string, reason?: RefusalReason): FileResult {
  return { type: 'bad', code, message, ...(reason && { reason }) }
}
