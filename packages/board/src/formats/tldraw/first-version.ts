import { no, ok, type Result } from '@inkbridge/types'
import { keysBetween } from '../../order.ts'
import { isPlainRecord, type PlainRecord } from '../../plain.ts'
import { refusal } from '../refusal.ts'
import { firstShape, numberOr, recordIn, textIn } from './first-shapes.ts'
import { pointLists, type Snapshot } from './library.ts'

/** The document version of the last release of tldraw 1, which is the only one that files have. */
const lastVersion = 15.5

/**
 * Converts a document of tldraw 1 into records of the current schema. There, `point` is the top left of a shape's box,
 * and rotation is about its centre.
 */
export function fromFirstVersion(document: PlainRecord): Result<Snapshot> {
  const { version, pages } = document
  if (typeof version !== 'number' || version > lastVersion)
    return no(refusal('newer-version', 'This is a file of an unknown version of tldraw.'))
  if (version < 15)
    return no(refusal('damaged-file', 'This file is older than tldraw 1.15. Open it there and save it again.'))
  if (!isPlainRecord(pages)) return no(refusal('damaged-file', 'This tldraw file is damaged: it has no pages.'))
  const sorted = Object.values(pages)
    .filter(isPlainRecord)
    .toSorted((one, other) => numberOr(one.childIndex, 0) - numberOr(other.childIndex, 0))
  const keys = keysBetween(null, null, sorted.length, () => 0.5)
  const records = sorted.flatMap((page, index) => pageRecords(page, keys[index] ?? 'a1', recordIn(document.assets)))
  const name = textIn(document.name)
  const root = { id: 'document:document', typeName: 'document', gridSize: 10, name, meta: {} }
  return ok({ schema: pointLists, records: [root, ...assetRecords(recordIn(document.assets)), ...records] })
}

function assetRecords(assets: PlainRecord): readonly PlainRecord[] {
  return Object.values(assets)
    .filter(isPlainRecord)
    .filter(({ type, src }) => type === 'image' && typeof src === 'string')
    .map(({ id, name, src, size }) => {
      const [w, h] = Array.isArray(size) ? (size as readonly unknown[]) : []
      const props = {
        w: numberOr(w, 100),
        h: numberOr(h, 100),
        name: textIn(name),
        isAnimated: false,
        mimeType: null,
        src,
      }
      return { id: `asset:${textIn(id)}`, typeName: 'asset', type: 'image', props, meta: {} }
    })
}

function pageRecords(page: PlainRecord, index: string, assets: PlainRecord): readonly PlainRecord[] {
  const pageId = `page:${textIn(page.id)}`
  const shapes = Object.values(recordIn(page.shapes)).filter(isPlainRecord)
  const known = new Map(shapes.map((shape) => [textIn(shape.id), shape]))
  const sorted = shapes.toSorted((one, other) => numberOr(one.childIndex, 0) - numberOr(other.childIndex, 0))
  const keys = keysBetween(null, null, sorted.length, () => 0.5)
  const converted = sorted.flatMap((shape, at) => {
    const around = known.get(textIn(shape.parentId))
    const parent = around && around !== shape ? around : null
    const record = firstShape(shape, assets)
    const parentId = parent ? `shape:${textIn(parent.id)}` : pageId
    return record ? [{ ...record, index: keys[at] ?? 'a1', parentId }] : []
  })
  const record = { id: pageId, typeName: 'page', name: textIn(page.name), index, meta: {} }
  return [record, ...converted, ...bindingRecords(recordIn(page.bindings), known)]
}

function bindingRecords(bindings: PlainRecord, shapes: ReadonlyMap<string, PlainRecord>): readonly PlainRecord[] {
  return Object.values(bindings)
    .filter(isPlainRecord)
    .filter(({ fromId, toId }) => shapes.has(textIn(fromId)) && shapes.has(textIn(toId)))
    .map(({ id, fromId, toId, handleId, point }) => {
      const [x, y] = Array.isArray(point) ? (point as readonly unknown[]) : []
      const props = {
        terminal: handleId === 'start' ? 'start' : 'end',
        normalizedAnchor: { x: numberOr(x, 0.5), y: numberOr(y, 0.5) },
        isExact: false,
        isPrecise: true,
        snap: 'none',
      }
      const [from, to] = [`shape:${textIn(fromId)}`, `shape:${textIn(toId)}`]
      return {
        id: `binding:${textIn(id)}`,
        typeName: 'binding',
        type: 'arrow',
        fromId: from,
        toId: to,
        props,
        meta: {},
      }
    })
}
