import { openBoard } from '@inkbridge/board'
import type { Edit, NewShape, ShapeId, Style } from '@inkbridge/types'
import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { ProcessLimits } from '../threads/bounded-process.ts'
import type { Asker } from '../threads/jobs.ts'
import type { PictureWish } from './picture-messages.ts'
import { type DrawnBoard, Pictures, TooLarge } from './pictures.ts'

/** Starting the process and loading its modules takes seconds on a busy machine, ms. */
const patienceMs = 60_000

const png: PictureWish = { format: 'png', options: { theme: 'light', paper: true }, scale: 1 }
const svg: PictureWish = { ...png, format: 'svg' }

let pictures: Pictures | null = null
afterEach(() => pictures?.end())

function start(limits?: ProcessLimits, kinds: string | null = null): Pictures {
  pictures = new Pictures({ kinds, ...(limits && { limits }) })
  return pictures
}

function asker(board: string): Asker {
  return { board, address: board, signal: new AbortController().signal }
}

function boardOf(id: string, edits: readonly Edit[]): DrawnBoard {
  const board = openBoard(new Y.Doc())
  board.apply(edits)
  const update = Y.encodeStateAsUpdate(board.doc)
  return { id, version: 1, updates: async () => [update] }
}

function rect(name: string, size: number, style: Partial<Style> = {}, x = 0): Edit {
  const shape = {
    id: name as ShapeId,
    kind: 'rect',
    at: { x, y: x, w: size, h: size, rotation: 0 },
    style: { color: 'ink', width: 2, ...style },
  } as NewShape
  return { type: 'create', shape }
}

const small = boardOf('small', [rect('a', 100)])

/** Width and height of a PNG (PNG, section 11.2.1). */
function sizeOf(file: Uint8Array): readonly [width: number, height: number] {
  const view = new DataView(file.buffer, file.byteOffset)
  return [view.getUint32(16), view.getUint32(20)]
}

test(
  'a picture that takes too long ends its process; waiting and later requests get their pictures',
  async () => {
    const hostile = boardOf(
      'hostile',
      Array.from({ length: 30_000 }, (_, index) =>
        rect(`h${index}`, 900, { look: 'sketchy', fill: 'red', pattern: 'cross-hatch' }, index),
      ),
    )
    const limits = { timeMs: 4_000, memoryBytes: 4e9 }
    const all = start(limits)
    const [first, waiting] = await Promise.allSettled([
      all.draw(hostile, png, asker('hostile')),
      all.draw(small, png, asker('small')),
    ])
    expect(first).toMatchObject({ status: 'rejected', reason: expect.any(TooLarge) })
    expect(waiting.status).toBe('fulfilled')
    expect(sizeOf(await all.draw({ ...small, version: 2 }, png, asker('small')))).toEqual([152, 152])
  },
  patienceMs,
)

test(
  'a picture that takes too much memory ends its process, and is not retried until the board changes',
  async () => {
    const all = start({ timeMs: 30_000, memoryBytes: 50e6 })
    const begun: number[] = []
    const counted: DrawnBoard = {
      ...small,
      updates: () => {
        begun.push(1)
        return small.updates()
      },
    }
    const draw = (version: number) =>
      all.draw({ ...counted, version }, png, asker('small')).catch((error: unknown) => error)
    expect(await draw(1)).toBeInstanceOf(TooLarge)
    expect(await draw(1)).toBeInstanceOf(TooLarge)
    expect(begun).toHaveLength(1)
    expect(await draw(2)).toBeInstanceOf(TooLarge)
    expect(begun).toHaveLength(2)
  },
  patienceMs,
)

test(
  'a PNG has at most 16 megapixels, and no side over 8,192 pixels',
  async () => {
    const all = start()
    const square = sizeOf(await all.draw(boardOf('square', [rect('a', 20_000)]), { ...png, scale: 4 }, asker('a')))
    expect(square[0] * square[1]).toBeLessThanOrEqual(16 * 1_048_576)
    expect(square[0] * square[1]).toBeGreaterThan(16 * 1_000_000)
    const long = rect('a', 1)
    if (long.type === 'create') Object.assign(long.shape.at, { w: 1e8, h: 1 })
    expect(sizeOf(await all.draw(boardOf('long', [long]), png, asker('b')))[0]).toBeLessThanOrEqual(8_192)
  },
  patienceMs,
)

test(
  'ten concurrent requests for one picture share one rendering',
  async () => {
    let begun = 0
    const counted: DrawnBoard = {
      ...small,
      updates: () => {
        begun += 1
        return small.updates()
      },
    }
    const all = start()
    const files = await Promise.all(Array.from({ length: 10 }, () => all.draw(counted, svg, asker('small'))))
    expect([new Set(files).size, begun]).toEqual([1, 1])
  },
  patienceMs,
)

const at = { x: 0, y: 0, w: 200, h: 120, rotation: 0 }
const style = { color: 'ink', width: 2 }
const said = (words: string, look: object = {}) => [{ runs: [{ text: words, ...look }] }]
const shape = (more: object): NewShape => ({ id: 'words', at, style, ...more }) as unknown as NewShape

const written: readonly (readonly [what: string, shape: NewShape])[] = [
  ['a figure with words', shape({ kind: 'rect', text: said('Boats at nine') })],
  ['a figure with bold and italic words', shape({ kind: 'rect', text: said('Boats', { bold: true, italic: true }) })],
  ['a figure with words in code', shape({ kind: 'rect', text: said('boats()', { code: true }) })],
  [
    'a box shape with text in another font',
    shape({ kind: 'rect', style: { ...style, font: 'serif' }, text: said('Boats') }),
  ],
  ['a note', shape({ kind: 'note', by: 'Mara', text: said('Boats at nine') })],
  ['a text', shape({ kind: 'text', text: said('Boats at nine') })],
  ['a numbered list', shape({ kind: 'text', text: [{ ...said('Boats')[0], list: 'number' }] })],
  ['a line with a label', shape({ kind: 'line', points: [0, 0, 1, 1], text: said('Boats at nine') })],
  ['a shape of a newer version', shape({ kind: 'hologram' })],
]

/** A shape in nested frames, all larger than the shape. */
function inFrames(shape: NewShape, depth: number): readonly Edit[] {
  const frames = Array.from({ length: depth }, (_, index): Edit => {
    const far = 400 + index * 100
    const around = { x: -far, y: -far, w: 2 * far, h: 2 * far, rotation: 0 }
    const frame = { id: `frame${index}`, kind: 'frame', name: '', at: around, style }
    return { type: 'create', shape: frame as unknown as NewShape }
  })
  const names = ['words', ...frames.map((_, index) => `frame${index}`)] as ShapeId[]
  const parents = names
    .slice(0, -1)
    .map((id, index): Edit => ({ type: 'parent', id, parent: names[index + 1] ?? null }))
  return [...frames.toReversed(), { type: 'create', shape }, ...parents]
}

test.each(written)(
  '%s has the same letters in frames as without',
  async (what, shape) => {
    const all = start()
    // Excludes the edges and names of the frames; clipping to a larger area changes nothing but rounding.
    const crop = { minX: -30, minY: -30, maxX: 230, maxY: 230 }
    const wish: PictureWish = { ...png, options: { theme: 'light', paper: false, crop } }
    const draw = (depth: number) => {
      const name = `${what} ${depth}`
      return all.draw(boardOf(name, inFrames(shape, depth)), wish, asker(name))
    }
    const alone = Buffer.from(await draw(0))
    for (const depth of [1, 3]) expect(Buffer.from(await draw(depth)).equals(alone), `${depth} frames`).toBe(true)
  },
  patienceMs,
)

test(
  'a shape of a host’s kind is drawn by that kind, and as a placeholder if the kind is unknown',
  async () => {
    const board = () => boardOf('gauge', [{ type: 'create', shape: shape({ kind: 'acme.gauge', level: 0.75 }) }])
    const informed = start(undefined, new URL('../testing/gauge.ts', import.meta.url).href)
    const known = String(Buffer.from(await informed.draw(board(), svg, asker('known'))))
    informed.end()
    const unknown = String(Buffer.from(await start().draw(board(), svg, asker('unknown'))))
    expect([known, unknown].map((text) => /<text [^>]*>(.*?)<\/text>/.exec(text)?.[1])).toEqual([
      'level 0.75',
      'Unsupported shape: acme.gauge',
    ])
  },
  patienceMs,
)
