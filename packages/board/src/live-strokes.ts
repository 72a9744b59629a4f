import type { InkPoint, ShapeId, Style } from '@inkbridge/types'
import * as Y from 'yjs'
import { encodeBegin, encodeExtend, encodeInk, exponentFor, InkTrail, type LiveStroke, readChunk } from './ink.ts'
import { type Layout, layoutOf } from './layout.ts'

/** A list is replaced after this many strokes, so that deletions in it do not accumulate. */
const strokesAList = 64

export interface InkBegin {
  readonly id: ShapeId
  readonly style: Style
  readonly order: string
  readonly pressure: boolean
  /** World units. */
  readonly quantum: number
}

/** The local user's pen: writes the live stroke into the document, and seals it. Call inside a transaction. */
export class Pen {
  readonly #layout: Layout
  readonly #key: () => string
  #current: LiveStroke | null = null
  #strokes = 0

  constructor(doc: Y.Doc, layout: Layout) {
    this.#layout = layout
    this.#key = () => String(doc.clientID)
  }

  begin({ id, style, order, pressure, quantum }: InkBegin, points: readonly InkPoint[]): void {
    if (this.#current) this.seal(this.#current.id)
    const trail = new InkTrail({ style, order, pressure, exponent: exponentFor(quantum) })
    const steps = trail.round(points)
    this.#current = { id, trail }
    this.#list().push([encodeBegin(id, trail, steps)])
    trail.add(steps)
  }

  extend(id: ShapeId, points: readonly InkPoint[]): void {
    if (this.#current?.id !== id) return
    const { trail } = this.#current
    const steps = trail.round(points)
    if (steps.length === 0) return
    this.#list().push([encodeExtend(trail, steps)])
    trail.add(steps)
  }

  /** The stroke becomes one value of `shapes`, and its chunks are deleted. */
  seal(id: ShapeId): void {
    const stroke = this.#take(id)
    if (stroke && stroke.trail.steps.length > 0) this.#layout.shapes.set(id, encodeInk(stroke.trail))
  }

  drop(id: ShapeId): void {
    this.#take(id)
  }

  #take(id: ShapeId): LiveStroke | null {
    const stroke = this.#current
    if (stroke?.id !== id) return null
    this.#current = null
    emptyList(this.#layout.wet.get(this.#key()))
    return stroke
  }

  #list(): Y.Array<Uint8Array> {
    const list = this.#layout.wet.get(this.#key())
    if (list instanceof Y.Array && (list.length > 0 || this.#strokes % strokesAList !== 0)) {
      if (list.length === 0) this.#strokes += 1
      return list
    }
    this.#strokes += 1
    const fresh = new Y.Array<Uint8Array>()
    this.#layout.wet.set(this.#key(), fresh)
    return fresh
  }
}

/** Follows one list of chunks: each is read once. */
class LiveStrokeReader {
  #read: readonly unknown[] = []
  #stroke: LiveStroke | null = null

  get stroke(): LiveStroke | null {
    return this.#stroke
  }

  /** Reads new chunks; returns the ids of strokes that changed, started or ended. */
  follow(list: unknown): ReadonlySet<ShapeId> {
    const changed = new Set<ShapeId>()
    const chunks: readonly unknown[] = list instanceof Y.Array ? list.toArray() : []
    if (this.#read.some((chunk, index) => chunk !== chunks[index])) {
      if (this.#stroke) changed.add(this.#stroke.id)
      this.#read = []
      this.#stroke = null
    }
    const fresh = chunks.slice(this.#read.length)
    this.#read = chunks
    for (const chunk of fresh) {
      const before = this.#stroke
      this.#stroke = readChunk(chunk, before)
      if (before && before.id !== this.#stroke?.id) changed.add(before.id)
      if (this.#stroke) changed.add(this.#stroke.id)
    }
    return changed
  }
}

/** The live strokes of all clients. */
export class LiveStrokes {
  readonly #lists: Y.Map<unknown>
  readonly #readers = new Map<string, LiveStrokeReader>()
  readonly #readerOf = new Map<ShapeId, LiveStrokeReader>()

  constructor(lists: Y.Map<unknown>) {
    this.#lists = lists
    for (const key of lists.keys()) this.follow(key)
  }

  ids(): Iterable<ShapeId> {
    return this.#readerOf.keys()
  }

  get(id: ShapeId): LiveStroke | null {
    const stroke = this.#readerOf.get(id)?.stroke
    return stroke?.id === id ? stroke : null
  }

  /** Reads new chunks in a client's list; returns the ids of strokes that changed, started or ended. */
  follow(key: string): ReadonlySet<ShapeId> {
    const reader = this.#readers.get(key) ?? new LiveStrokeReader()
    this.#readers.set(key, reader)
    const changed = reader.follow(this.#lists.get(key))
    for (const id of changed) {
      if (reader.stroke?.id === id) this.#readerOf.set(id, reader)
      else if (this.#readerOf.get(id) === reader) this.#readerOf.delete(id)
    }
    return changed
  }
}

/** The cost of a chunk besides its bytes, in bytes: reading and deleting it takes as long. */
const chunkCost = 64

/**
 * Seals the live strokes of disconnected clients. Every client produces the same bytes; run by the server, whose client
 * id is the lowest, so that an author who reconnects with more of the stroke wins.
 *
 * @param most bytes of chunks that are sealed at once, about: another call seals the rest
 * @returns how many clients' strokes were sealed; 0 when nothing was left to seal
 */
export function sealAbandoned(
  doc: Y.Doc,
  isLive: (clientId: number) => boolean,
  origin: unknown,
  most = Number.POSITIVE_INFINITY,
): number {
  const layout = layoutOf(doc)
  const abandoned = [...layout.wet].filter(
    ([key, list]) => list instanceof Y.Array && list.length > 0 && !isLive(Number(key)),
  )
  if (abandoned.length === 0) return 0
  let count = 0
  let bytes = 0
  doc.transact(() => {
    for (const [, list] of abandoned) {
      if (bytes >= most) return
      bytes += sealSome(layout, list as Y.Array<unknown>, most - bytes)
      count += 1
    }
  }, origin)
  return count
}

/** Seals the first strokes of a list, and deletes their chunks; returns about how many bytes they were. */
function sealSome(layout: Layout, list: Y.Array<unknown>, most: number): number {
  const strokes: LiveStroke[] = []
  let chunks = 0
  let bytes = 0
  for (const chunk of list.toArray()) {
    const last = strokes.at(-1) ?? null
    const stroke = readChunk(chunk, last)
    if (stroke && stroke !== last) {
      if (last && bytes >= most) break
      strokes.push(stroke)
    }
    chunks += 1
    bytes += chunkCost + (chunk instanceof Uint8Array ? chunk.byteLength : 0)
  }
  for (const { id, trail } of strokes)
    if (!layout.shapes.has(id) && trail.steps.length > 0) layout.shapes.set(id, encodeInk(trail))
  list.delete(0, chunks)
  return bytes
}

/** All strokes in a list of chunks, in the order they were started. */
export function strokesOf(list: unknown): readonly LiveStroke[] {
  const strokes: LiveStroke[] = []
  for (const chunk of list instanceof Y.Array ? list.toArray() : []) {
    const last = strokes.at(-1) ?? null
    const stroke = readChunk(chunk, last)
    if (stroke && stroke !== last) strokes.push(stroke)
  }
  return strokes
}

function emptyList(list: unknown): void {
  if (list instanceof Y.Array && list.length > 0) list.delete(0, list.length)
}
