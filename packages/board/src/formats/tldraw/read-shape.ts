import { limits, type ShapeId } from '@inkbridge/types'
import { readFrame, readGeo, readMedia, readNote, readText } from './read-box.ts'
import { readImage } from './read-image.ts'
import { readDraw, readHighlight } from './read-ink.ts'
import { readArrow, readLine } from './read-line.ts'
import type { Base, Reading, Sources } from './reading.ts'
import type { Node } from './tree.ts'

/** Reads the shape of a record; null: a group, or one that is outside of any board. */
export function readShape(node: Node, id: ShapeId, sources: Sources): Reading | null {
  const base: Base = { id, order: '', ...(node.isLocked ? { locked: true } : {}) }
  const reading = readAny(node, base, sources)
  if (!reading) return null
  const { x, y, w, h, rotation } = reading.shape.at
  const isInside = [x, y, w, h].every((value) => Math.abs(value) <= limits.maxCoordinate)
  return isInside && Number.isFinite(rotation) ? reading : null
}

function readAny({ record, space }: Node, base: Base, sources: Sources): Reading | null {
  switch (record.type) {
    case 'geo':
      return readGeo(record, space, base)
    case 'note':
      return readNote(record, space, base)
    case 'text':
      return readText(record, space, base)
    case 'draw':
      return readDraw(record, space, base, sources)
    case 'highlight':
      return readHighlight(record, space, base, sources)
    case 'line':
      return readLine(record, space, base)
    case 'arrow':
      return readArrow(record, space, base, sources)
    case 'frame':
      return readFrame(record, space, base)
    case 'image':
      return readImage(record, space, base, sources)
    case 'group':
      return null
    default:
      return readMedia(record, space, base, sources)
  }
}
