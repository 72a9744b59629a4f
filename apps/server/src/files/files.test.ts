import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJson, openBoard } from '@inkbridge/board'
import { pngWithScene } from '@inkbridge/board/formats'
import { afterAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { greyPng } from '../testing/asset-files.ts'
import { type Asker, Busy } from '../threads/jobs.ts'
import type { FileResult } from './file-messages.ts'
import { Files } from './files.ts'

/** Starting a process takes seconds on a busy machine, ms. */
const patienceMs = 60_000

const files = new Files()
const folder = mkdtempSync(join(tmpdir(), 'inkbridge-files-'))
afterAll(() => {
  files.end()
  rmSync(folder, { recursive: true })
})

/** What every import has besides its body. */
const usual = { part: 'whole', name: '', updates: [], folder } as const

function asker(address: string): Asker {
  return { board: address, address, signal: new AbortController().signal }
}

const ignored = async () => {}

const square = { kind: 'rect', at: [0, 0, 10, 10, 0], order: 'a0' }

function fileOf(shapes: object): object {
  return { type: 'inkbridge', version: 1, title: 'Harbour', document: { shapes } }
}

function read(body: unknown, others: Partial<Parameters<Files['read']>[0]> = {}): Promise<FileResult> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return files.read({ ...usual, body: new TextEncoder().encode(text), ...others }, asker('a'), ignored)
}

/** A board with one shape, as updates. */
function boardWith(id: string): readonly Uint8Array[] {
  const doc = new Y.Doc()
  doc.getMap('shapes').set(id, square)
  return [Y.encodeStateAsUpdate(doc)]
}

/** The shapes of a file that was read, by id. */
function shapesOf(result: FileResult): readonly string[] {
  if (result.type !== 'read') throw new Error(result.type)
  const doc = new Y.Doc()
  for (const slice of result.file.slices) Y.applyUpdate(doc, slice)
  return [...doc.getMap('shapes').keys()]
}

test(
  'a file becomes slices of one document; a shape whose id is taken gets another',
  async () => {
    const result = await read(fileOf({ a: square, b: square }), { updates: boardWith('a') })
    expect(result).toMatchObject({ type: 'read', file: { title: 'Harbour', shapes: 2 } })
    const ids = shapesOf(result)
    expect([ids.length, ids.includes('a'), ids.includes('b')]).toEqual([2, false, true])
  },
  patienceMs,
)

test(
  'an import has the title of the request, or else that of the file',
  async () => {
    const document = fileOf({ a: square })
    const titles = await Promise.all([
      read({ title: 'Mine', document }, { part: 'document' }),
      read({ document }, { part: 'document' }),
    ])
    expect(titles.map((result) => result.type === 'read' && result.file.title)).toEqual(['Mine', 'Harbour'])
  },
  patienceMs,
)

test(
  'invalid JSON, invalid requests and invalid board files are refused, each with its code',
  async () => {
    const results = await Promise.all([
      read('{'),
      read({ title: 1, document: fileOf({}) }, { part: 'document' }),
      read(null),
      read(fileOf({ a: { kind: 'rect', at: 'nowhere' } })),
    ])
    expect(results.map((result) => result.type === 'bad' && result.code)).toEqual([
      'bad-json',
      'bad-body',
      'bad-file',
      'bad-file',
    ])
  },
  patienceMs,
)

test(
  'a shape of a host’s kind is checked by that kind, and accepted if the kind is unknown',
  async () => {
    const informed = new Files(new URL('../testing/gauge.ts', import.meta.url).href)
    try {
      const types = await Promise.all(
        [0.5, 'high'].map(async (level) => {
          const file = fileOf({ a: { kind: 'acme.gauge', at: [0, 0, 10, 10, 0] } })
          Object.assign((file as { document: object }).document, { props: { a: { level } } })
          const body = new TextEncoder().encode(JSON.stringify(file))
          const request = { ...usual, body }
          const answers = await Promise.all([informed, files].map((each) => each.read(request, asker('a'), ignored)))
          return answers.map(({ type }) => type)
        }),
      )
      expect(types).toEqual([
        ['read', 'read'],
        ['bad', 'read'],
      ])
    } finally {
      informed.end()
    }
  },
  patienceMs,
)

test(
  'the images of a file are written to the folder, under their hashes',
  async () => {
    const bytes = Buffer.from('a picture')
    const id = createHash('sha256').update(bytes).digest('base64url')
    const image = { kind: 'image', at: [0, 0, 9, 9, 0], order: 'a0', size: [9, 9], asset: id }
    const assets = { [id]: { type: 'image/png', bytes: bytes.toString('base64') } }
    const result = await read({ ...fileOf({ a: image }), assets })
    const path = join(folder, id)
    expect(result).toMatchObject({ type: 'read', file: { shapes: 1, assets: [{ id, bytes: 9, path }] } })
    expect(readFileSync(path)).toEqual(bytes)
    const wrong = await read({ ...fileOf({ a: image }), assets: { [id]: { type: 'image/png', bytes: 'AAAA' } } })
    expect(wrong).toMatchObject({ type: 'bad', code: 'bad-file', reason: 'damaged-file' })
  },
  patienceMs,
)

test(
  'files of other programs become shapes beside the content of the board, with a report',
  async () => {
    const box = { type: 'rectangle', id: 'r', x: 0, y: 0, width: 20, height: 20 }
    const drawing = { type: 'excalidraw', version: 2, elements: [box] }
    const results = await Promise.all([
      read(drawing, { updates: boardWith('a') }),
      read({ title: 'Mine', document: drawing }, { part: 'document' }),
      read('a,b\nc,d', { name: 'table.csv' }),
      read('graph LR; A --> B'),
    ])
    const report = { approximated: {}, placeholders: {} }
    expect(results).toMatchObject([
      { type: 'read', file: { title: null, shapes: 1, report: { exact: 1, ...report } } },
      { type: 'read', file: { title: 'Mine', shapes: 1 } },
      { type: 'read', file: { shapes: 4, report: { exact: 4, ...report } } },
      { type: 'read', file: { shapes: 3 } },
    ])
    const [beside] = results
    if (beside?.type !== 'read') throw new Error(beside?.type)
    const doc = new Y.Doc()
    for (const slice of beside.file.slices) Y.applyUpdate(doc, slice)
    expect(openBoard(doc).shapes()[0]?.at).toMatchObject({ x: 90, y: 0, w: 20, h: 20 })
  },
  patienceMs,
)

test(
  'a file of an unknown format is refused with the formats that can be read',
  async () => {
    expect(await read('Dear harbour master,')).toEqual({
      type: 'bad',
      code: 'bad-file',
      reason: 'not-a-board',
      message:
        'This file is of no format that can be read: boards of Inkbridge, Excalidraw and tldraw, notes of Obsidian, Mermaid and CSV. Nothing was changed.',
    })
  },
  patienceMs,
)

test(
  'sixty concurrent exports of one board share one file, encoded once',
  async () => {
    const doc = new Y.Doc()
    doc.getMap('shapes').set('a', square)
    let encoded = 0
    const board = {
      id: 'board',
      title: 'Harbour',
      version: 1,
      names: new Map(),
      updates: async () => {
        encoded += 1
        return [Y.encodeStateAsUpdate(doc)]
      },
    }
    const all = await Promise.all(Array.from({ length: 60 }, (_, index) => files.write(board, asker(`${index}`))))
    const texts = all.map((result) => (result.type === 'file' ? new TextDecoder().decode(result.bytes) : result.type))
    expect([new Set(texts), encoded]).toEqual([new Set([exportJson(doc, 'Harbour')]), 1])
  },
  patienceMs,
)

test(
  'a file is read once the previous one has been applied',
  async () => {
    const events: string[] = []
    const one = (name: string) => {
      const body = new TextEncoder().encode(JSON.stringify(fileOf({ a: square })))
      return files.read({ ...usual, body }, asker(name), async () => {
        events.push(`${name} begins`)
        await new Promise((resolve) => setImmediate(resolve))
        events.push(`${name} is applied`)
      })
    }
    await Promise.all([one('a'), one('b')])
    expect(events).toEqual(['a begins', 'a is applied', 'b begins', 'b is applied'])
  },
  patienceMs,
)

test(
  'a file whose request was aborted is not applied',
  async () => {
    const gone = new AbortController()
    let applied = false
    const body = new TextEncoder().encode(JSON.stringify(fileOf({ a: square })))
    const by = { board: 'b', address: 'b', signal: gone.signal }
    const reading = files.read({ ...usual, body }, by, async () => {
      applied = true
    })
    gone.abort(new Error('gone'))
    await expect(reading).rejects.toThrow('gone')
    await read(fileOf({}))
    expect(applied).toBe(false)
  },
  patienceMs,
)

test(
  'of many imports from one address few wait; those from another are read',
  async () => {
    const body = fileOf(Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`s${index}`, square])))
    const many = await Promise.allSettled(Array.from({ length: 12 }, () => read(body)))
    const refused = many.filter((each) => each.status === 'rejected')
    expect(refused.map(({ reason }) => reason instanceof Busy)).toEqual(Array.from({ length: 7 }, () => true))
  },
  patienceMs,
)

test(
  'a file that exceeds the limits of the process is refused as too large, and the next one is read',
  async () => {
    const bounded = new Files(null, { timeMs: 20_000, memoryBytes: 200e6 })
    try {
      const shapes = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`s${index}`, square]))
      const body = new TextEncoder().encode(JSON.stringify(fileOf(shapes)))
      const result = await bounded.read({ ...usual, body }, asker('a'), ignored)
      expect(result).toMatchObject({ type: 'bad', code: 'too-large' })
      const small = new TextEncoder().encode(JSON.stringify(fileOf({ a: square })))
      expect((await bounded.read({ ...usual, body: small }, asker('a'), ignored)).type).toBe('read')
    } finally {
      bounded.end()
    }
  },
  patienceMs,
)

test(
  'a picture with a board in it brings back the shapes as they were, with their images',
  async () => {
    const bytes = greyPng(4, 4)
    const id = createHash('sha256').update(bytes).digest('base64url')
    const image = { kind: 'image', at: [50, 0, 9, 9, 0], order: 'a0', size: [4, 4], asset: id }
    const element = { type: 'image', id: 'i', fileId: 'f', x: 50, y: 0, width: 9, height: 9 }
    const dataURL = `data:image/png;base64,${bytes.toString('base64')}`
    const scene = {
      type: 'excalidraw',
      version: 2,
      elements: [element],
      files: { f: { id: 'f', mimeType: 'image/png', dataURL } },
      inkbridge: fileOf({ own: image }),
    }
    const picture = pngWithScene(bytes, JSON.stringify(scene))
    if (!picture) throw new Error('expected a picture with a drawing')
    const body = { ...usual, body: picture, name: 'quay.png' }
    const result = await files.read(body, asker('a'), ignored)
    expect(shapesOf(result)).toEqual(['own'])
    expect(result).toMatchObject({
      type: 'read',
      file: { title: 'Harbour', shapes: 1, assets: [{ id, bytes: bytes.byteLength }] },
    })
  },
  patienceMs,
)
