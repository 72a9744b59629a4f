import * as Y from 'yjs'

/** A piece of known text, or a gap: either nothing or exactly this many characters; any number when it is infinite. */
type Piece = string | { readonly gap: number }

/** The fields of a Yjs type that are read here. */
interface Sequence {
  readonly _start: Y.Item | null
}

/** With more gaps than these texts are not compared: then both are kept. */
const maxGaps = 1_000

/**
 * Whether a text has been edited since a copy of it was known there. New content of the copy (`isNew`) is not searched
 * for, and its deleted content may be there or not.
 */
export function hasChanged(there: Y.XmlFragment, here: Y.XmlFragment, isNew: (id: Y.ID) => boolean): boolean {
  const text = wordsIn(there)
  const pieces = piecesOf(here, isNew)
  if (pieces.filter((piece) => typeof piece !== 'string').length > maxGaps) return true
  let places = new Set([0])
  for (const piece of pieces) places = new Set(after(piece, places, text))
  return !places.has(text.length)
}

function* after(piece: Piece, places: ReadonlySet<number>, text: string): Generator<number> {
  if (typeof piece === 'string') {
    for (const place of places) if (text.startsWith(piece, place)) yield place + piece.length
  } else if (piece.gap === Number.POSITIVE_INFINITY) {
    for (let place = Math.min(...places); place <= text.length; place += 1) yield place
  } else {
    for (const place of places) yield* [place, place + piece.gap]
  }
}

function piecesOf(type: Sequence, isNew: (id: Y.ID) => boolean): readonly Piece[] {
  const pieces: Piece[] = []
  for (let item = type._start; item; item = item.right) {
    const { content } = item
    if (isNew(item.id)) continue
    // Nothing is known of a deleted element, not even its length.
    if (item.deleted) pieces.push({ gap: type instanceof Y.XmlText ? item.length : Number.POSITIVE_INFINITY })
    else if (content instanceof Y.ContentString) pieces.push(content.str)
    else if (content instanceof Y.ContentType) pieces.push(...piecesOf(content.type, isNew), ...endOf(content.type))
  }
  return pieces
}

function wordsIn(type: Sequence): string {
  return piecesOf(type, () => false)
    .filter((piece) => typeof piece === 'string')
    .join('')
}

function endOf(type: unknown): readonly string[] {
  return type instanceof Y.XmlElement ? ['\n'] : []
}

/** Puts the paragraphs of one text that contain something new after those of another. */
export function appendNew(to: Y.XmlFragment, from: Y.XmlFragment, holdsNew: (item: Y.Item) => boolean): void {
  for (let item = from._start; item; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentType) || !holdsNew(item)) continue
    const { type } = item.content
    if (type instanceof Y.XmlElement || type instanceof Y.XmlText) to.push([type.clone()])
  }
}
