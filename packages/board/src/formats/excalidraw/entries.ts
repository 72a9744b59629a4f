import type { Shape, ShapeId } from '@inkbridge/types'
import { eachOf, type Steps } from '../../slices.ts'
import type { Exported } from '../format.ts'
import type { Elements } from './element-ends.ts'
import { elementsOf } from './import-scene.ts'
import { type Kept, keptOf } from './kept.ts'
import { idOf } from './raw.ts'
import { type Reading, readingOf } from './reading.ts'

/** A shape to be written, beside what the drawing that it came from says of it. */
export interface Entry {
  /** The id of its element. */
  readonly id: string
  readonly labelId: string
  readonly shown: Shape
  readonly stored: Shape
  /** Null: it did not come from a drawing, or is another kind of shape now. */
  readonly kept: Kept | null
  readonly reading: Reading | null
}

/** All shapes of a board to be written, bottom to top. */
export interface Entries {
  readonly board: Exported
  readonly all: readonly Entry[]
  get(id: ShapeId): Entry | undefined
  /** Ids of elements that are taken; `unique` gives out another one. */
  unique(id: string): string
}

export function* entrySteps(board: Exported): Steps<Entries> {
  const known: { readonly shown: Shape; readonly kept: Kept | null }[] = []
  yield* eachOf(board.shapes, (shown) => known.push({ shown, kept: keptOf(board.foreignOf(shown.id)) }))
  const elements = elementsOf(known.flatMap(({ kept }) => (kept ? [kept.element] : [])))
  const unique = uniqueIds()
  const all: Entry[] = []
  yield* eachOf(known, ({ shown, kept }) => all.push(entryOf(board, shown, kept, elements, unique)))
  const byId = new Map(all.map((entry) => [entry.shown.id, entry]))
  return { board, all, get: (id) => byId.get(id), unique }
}

function entryOf(
  board: Exported,
  shown: Shape,
  kept: Kept | null,
  elements: Elements,
  unique: (id: string) => string,
): Entry {
  const stored = board.storedOf(shown.id) ?? shown
  const reading = kept && readingOf(kept, elements)
  const id = unique((kept && idOf(kept.element)) ?? shown.id)
  const labelId = unique((kept?.label && idOf(kept.label)) ?? `${id}-text`)
  const { kind } = stored
  if (reading === null || !same(reading.kind, kind)) return { id, labelId, shown, stored, kept: null, reading: null }
  return { id, labelId, shown, stored, kept, reading }
}

function uniqueIds(): (id: string) => string {
  const used = new Set<string>()
  return (id) => {
    let free = id
    for (let copy = 2; used.has(free); copy += 1) free = `${id}-${copy}`
    used.add(free)
    return free
  }
}

/** The id that a shape has in the drawing it came from; null: none. */
export function ownId({ kept }: Entry): string | null {
  return kept && idOf(kept.element)
}

/** Whether two plain values are equal. */
export function same(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}

/** Whether the place of a shape is still that in the drawing. */
export function isInPlace({ stored, reading }: Entry): boolean {
  return reading !== null && same(placeKey(stored.at), placeKey(reading.at))
}

export function placeKey({ x, y, w, h, rotation, mirrored }: Shape['at']): readonly unknown[] {
  return [x, y, w, h, rotation, mirrored === true]
}
