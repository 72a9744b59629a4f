import { plainText, type Shape, type ShapeId } from '@inkbridge/types'
import { captionOf, type Kinds } from '../shapes.ts'
import { inReadingOrder } from './search.ts'

/** A shape of a board for screen readers. */
export interface OutlineEntry {
  readonly id: ShapeId
  readonly kind: Shape['kind']
  /** Its text or its name; may be empty. */
  readonly words: string
  /** The number of frames around it. */
  readonly depth: number
  /** The shapes that the first and the last end of a bound line are bound to; else empty. */
  readonly ends: readonly (OutlineEnd | null)[]
}

/** A shape at the end of a line. */
export type OutlineEnd = Pick<OutlineEntry, 'kind' | 'words'>

/** Maximum length of the text of an entry, characters. */
const maxLength = 200

type Get = (id: ShapeId) => Shape | undefined

/** The first shapes in reading order, at most `most`. The contents of a frame follow it. */
export function outlineOf(shapes: readonly Shape[], kinds: Kinds, most: number): readonly OutlineEntry[] {
  const byId = new Map(shapes.map((shape) => [shape.id, shape]))
  const isInside = ({ frame }: Shape) => frame !== undefined && byId.has(frame)
  const contents = Map.groupBy(shapes.filter(isInside), ({ frame }) => frame)
  const entries: OutlineEntry[] = []
  const add = (level: readonly Shape[], depth: number): void => {
    for (const shape of level.toSorted(inReadingOrder)) {
      if (entries.length >= most) return
      entries.push({ ...outlined(shape, kinds, (id) => byId.get(id)), depth })
      add(contents.get(shape.id) ?? [], depth + 1)
    }
  }
  add(
    shapes.filter((shape) => !isInside(shape)),
    0,
  )
  return entries
}

/** The entry of one shape. */
export function outlined(shape: Shape, kinds: Kinds, get: Get): Omit<OutlineEntry, 'depth'> {
  const wordsOf = (each: Shape) => shortened(captionOf(each, kinds) ?? plainText(each.text ?? []))
  const endOf = (id: ShapeId | undefined) => {
    const bound = id && get(id)
    return bound ? { kind: bound.kind, words: wordsOf(bound) } : null
  }
  const [start, end] = boundTo(shape)
  const ends = start || end ? [endOf(start), endOf(end)] : []
  return { id: shape.id, kind: shape.kind, words: wordsOf(shape), ends }
}

function boundTo(shape: Shape): readonly (ShapeId | undefined)[] {
  return ['start' in shape ? shape.start?.to : undefined, 'end' in shape ? shape.end?.to : undefined]
}

function shortened(text: string): string {
  const words = text.replaceAll(/\s+/g, ' ').trim()
  return words.length > maxLength ? `${words.slice(0, maxLength)}…` : words
}
