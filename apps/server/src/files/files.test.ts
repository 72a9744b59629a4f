import { exportJson } from '@inkbridge/board'
import { afterAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Asker, Busy } from '../threads/jobs.ts'
import type { FileResult } from './file-messages.ts'
import { Files } from './files.ts'

/** Starting a process takes seconds on a busy machine, ms. */
const patienceMs = 60_000

const files = new Files()
afterAll(() => files.end())

function asker(address: string): Asker {
  return { board: address, address, signal: new AbortController().signal }
}

const ignored = async () => {}

const square = { kind: 'rect', at: [0, 0, 10, 10, 0], order: 'a0' }

function fileOf(shapes: object): object {
  return { type: 'inkbridge', version: 1, title: 'Harbour', document: { shapes } }
}

function read(body: unknown, part: 'whole' | 'document' = 'whole', taken: readonly string[] = []): Promise<FileResult> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return files.read({ body: new TextEncoder().encode(text), part, taken }, asker('a'), ignored)
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
    const result = await read(fileOf({ a: square, b: square }), 'whole', ['a'])
    expect(result).toMatchObject({ type: 'read', file: { title: 'Harbour', shapes: 2 } })
    const ids = shapesOf(result)
    expect([ids.length, ids.includes('a'), ids.includes('b')]).toEqual([2, false, true])
  },
  patienceMs,
)

test(
  'a request that holds a file has its own title, or that of the file',
  async () => {
    const document = fileOf({ a: square })
    const titles = await Promise.all([read({ title: 'Mine', document }, 'document'), read({ document }, 'document')])
    expect(titles.map((result) => result.type === 'read' && result.file.title)).toEqual(['Mine', 'Harbour'])
  },
  patienceMs,
)

test(
  'what is no JSON, no request and no board file is refused, each with its code',
  async () => {
    const results = await Promise.all([
      read('{'),
      read({ title: 1, document: fileOf({}) }, 'document'),
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
  'a shape of a kind of a host is read as that allows, and as anything where the kind is not known',
  async () => {
    const informed = new Files(new URL('../testing/gauge.ts', import.meta.url).href)
    try {
      const types = await Promise.all(
        [0.5, 'high'].map(async (level) => {
          const file = fileOf({ a: { kind: 'acme.gauge', at: [0, 0, 10, 10, 0] } })
          Object.assign((file as { document: object }).document, { props: { a: { level } } })
          const body = new TextEncoder().encode(JSON.stringify(file))
          const request = { body, part: 'whole', taken: [] } as const
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
  'sixty who ask for one board at once get one file, for which it was encoded once',
  async () => {
    const doc = new Y.Doc()
    doc.getMap('shapes').set('a', square)
    let encoded = 0
    const board = {
      id: 'board',
      title: 'Harbour',
      version: 1,
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
  'a file is read when the one before it has been applied',
  async () => {
    const events: string[] = []
    const one = (name: string) => {
      const body = new TextEncoder().encode(JSON.stringify(fileOf({ a: square })))
      return files.read({ body, part: 'whole', taken: [] }, asker(name), async () => {
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
  'of a file that nobody waits for any more nothing is applied',
  async () => {
    const gone = new AbortController()
    let applied = false
    const body = new TextEncoder().encode(JSON.stringify(fileOf({ a: square })))
    const by = { board: 'b', address: 'b', signal: gone.signal }
    const reading = files.read({ body, part: 'whole', taken: [] }, by, async () => {
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
  'a file that takes more than the process may is refused as too large, and the next one is read',
  async () => {
    const bounded = new Files(null, { timeMs: 20_000, memoryBytes: 200e6 })
    try {
      const shapes = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`s${index}`, square]))
      const body = new TextEncoder().encode(JSON.stringify(fileOf(shapes)))
      const result = await bounded.read({ body, part: 'whole', taken: [] }, asker('a'), ignored)
      expect(result).toMatchObject({ type: 'bad', code: 'too-large' })
      const small = new TextEncoder().encode(JSON.stringify(fileOf({ a: square })))
      expect((await bounded.read({ body: small, part: 'whole', taken: [] }, asker('a'), ignored)).type).toBe('read')
    } finally {
      bounded.end()
    }
  },
  patienceMs,
)
