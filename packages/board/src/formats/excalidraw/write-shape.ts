import type { BoxedKind, ImageShape, Shape } from '@inkbridge/types'
import { frameRecord, imageRecord, isStroke, lineRecord, textRecord } from '@inkbridge/types'
import { rotated } from './element-points.ts'
import { type Entries, type Entry, isInPlace, placeKey, same } from './entries.ts'
import { freshElement } from './fresh.ts'
import { elementTypes, polygonOf } from './polygons.ts'
import type { Raw } from './raw.ts'
import { drawnTextPlace } from './text-place.ts'
import { inkChanges } from './write-ink.ts'
import { lineChanges, throughPoints } from './write-line.ts'
import { letterChanges, type StyleRole, styleChanges } from './write-style.ts'
import { textChanges } from './write-text.ts'

/** Returns the element of a shape without its relations: the one it came from with what has changed, or another one. */
export function elementOf(entry: Entry, entries: Entries): Raw {
  const { kept, stored, reading, id } = entry
  const base: Raw = kept ? { ...kept.element, id } : freshElement(typeFor(stored), id)
  const role = roleOf(stored)
  return {
    ...base,
    ...(reading?.placeholder ? placeChanges(entry) : ownChanges(entry, entries)),
    ...(reading?.placeholder ? {} : styleChanges(role, stored.style, reading?.style ?? null)),
    ...flagChanges(entry),
    ...polygonChanges(entry),
  }
}

function typeFor(shape: Shape): string {
  const { kind, style } = shape
  if (lineRecord.is(shape)) {
    const isArrow = style.startHead || style.endHead || style.route || shape.start || shape.end
    return isArrow ? 'arrow' : 'line'
  }
  if (polygonOf(kind, shape.at)) return 'line'
  const others: Readonly<Record<string, string>> = { ink: 'freedraw', text: 'text', frame: 'frame', image: 'image' }
  return others[kind] ?? elementTypes[kind as BoxedKind] ?? 'rectangle'
}

function roleOf({ kind }: Shape): StyleRole {
  const roles: Readonly<Record<string, StyleRole>> = {
    ...{ line: 'line', ink: 'ink', text: 'text', frame: 'frame', image: 'image', note: 'note' },
  }
  return roles[kind] ?? 'box'
}

function ownChanges(entry: Entry, entries: Entries): Raw {
  const { shown } = entry
  if (lineRecord.is(shown)) return { ...arrowType(entry), ...lineChanges({ ...entry, shown }, entries) }
  if (isStroke(shown)) return inkChanges({ ...entry, shown })
  if (imageRecord.is(shown)) return { ...imagePlace(entry), ...imageChanges({ ...entry, shown }) }
  if (textRecord.is(shown)) return textInPlace({ ...placeChanges(entry), ...textChanges(entry, entries) }, entry)
  if (frameRecord.is(shown) && shown.name !== (entry.reading?.props.name ?? ''))
    return { ...placeChanges(entry), name: shown.name === '' ? null : shown.name }
  return placeChanges(entry)
}

/** A line that has become an arrow. */
function arrowType({ kept, stored, reading }: Entry): Raw {
  const type = typeFor(stored)
  if (!kept || type === 'line' || kept.element.type === 'arrow') return {}
  const wasArrow = reading?.start || reading?.end || reading?.style.startHead || reading?.style.endHead
  return wasArrow ? {} : { type, elbowed: false }
}

/** The parts of a box that have changed. The height of a shape that grew with its text is the one shown. */
function placeChanges({ stored, reading, shown }: Entry): Raw {
  const [now, was] = [stored.at, reading?.at]
  const isWritten = !same(stored.text ?? null, reading?.text ?? null)
  const height = isWritten ? shown.at.h : now.h
  return {
    ...(now.x === was?.x ? {} : { x: now.x }),
    ...(now.y === was?.y ? {} : { y: now.y }),
    ...(now.w === was?.w ? {} : { width: now.w }),
    ...(height === was?.h ? {} : { height }),
    ...(now.rotation === was?.rotation ? {} : { angle: now.rotation }),
  }
}

/** The changes of a text, its place as it is in drawings. */
function textInPlace(changes: Raw, { kept, shown, stored, reading }: Entry): Raw {
  if (changes.x === undefined && changes.y === undefined) return changes
  const letters = letterChanges(stored.style, reading?.style ?? null)
  const { x, y } = drawnTextPlace(shown.at, { ...(kept?.element ?? freshElement('text', '')), ...letters, ...changes })
  return { ...changes, x, y }
}

/** The place of a picture: flipped pictures are flipped there by their scale. */
function imagePlace(entry: Entry): Raw {
  if (isInPlace(entry)) return {}
  const { stored, reading } = entry
  const [, , , , ...turn] = placeKey(stored.at)
  const [, , , , ...was] = reading ? placeKey(reading.at) : []
  const { angle: _angle, ...box } = placeChanges(entry)
  return same(turn, was) ? box : { ...box, angle: stored.at.rotation, scale: [stored.at.mirrored ? -1 : 1, 1] }
}

function imageChanges({ shown, reading }: Entry & { readonly shown: ImageShape }): Raw {
  const { crop, size, asset } = shown
  const fileId = asset === reading?.props.asset ? {} : { fileId: asset }
  if (reading && same(crop ?? null, reading.props.crop ?? null)) return fileId
  const [naturalWidth, naturalHeight] = size
  if (!crop) return { ...fileId, crop: null }
  const [x, y, width, height] = crop
  const pixels = {
    x: x * naturalWidth,
    y: y * naturalHeight,
    width: width * naturalWidth,
    height: height * naturalHeight,
  }
  return { ...fileId, crop: { ...pixels, naturalWidth, naturalHeight } }
}

function flagChanges({ stored, reading }: Entry): Raw {
  const isLocked = stored.locked === true
  return {
    ...(isLocked === (reading?.isLocked ?? false) ? {} : { locked: isLocked }),
    ...(stored.link === reading?.link ? {} : { link: stored.link ?? null }),
    ...(stored.hidden ? { opacity: 0 } : {}),
  }
}

/** The closed line of a shape that Excalidraw does not have. */
function polygonChanges({ kept, shown }: Entry): Raw {
  const { x, y, w, h, rotation } = shown.at
  const polygon = kept ? null : polygonOf(shown.kind, shown.at)
  if (!polygon) return {}
  const about = { x: x + w / 2, y: y + h / 2 }
  const isRound = shown.style.corners === 'round'
  return {
    ...throughPoints(polygon.map((point) => rotated(point, about, rotation))),
    polygon: true,
    roundness: isRound ? { type: 2 } : null,
  }
}
