import { frameRecord, type LineShape, lineRecord, type Shape, type ShapeId } from '@inkbridge/types'
import type { PlainRecord } from '../../plain.ts'
import { inSlices, type Steps } from '../../slices.ts'
import type { Exported, Writer, Written } from '../format.ts'
import { jsonBytes } from '../json-bytes.ts'
import { type AssetRecords, assetRecordsOf } from './assets.ts'
import { indicesFor } from './indices.ts'
import { format } from './kept.ts'
import { editedFields, type Fields, freshFields, type Original } from './lens.ts'
import { type Library, loadLibrary } from './library.ts'
import { type Originals, originalSteps } from './originals.ts'
import { type Branch, outlineOf, placesIn, shapesIn } from './outline.ts'
import type { PageRecord, Vec } from './records.ts'
import { ReportCounts } from './report.ts'
import { boundsIn, pageSpace, type Space, spaceOf, toSpace, within } from './space.ts'
import { bindingKey, isWithin, spaceAround } from './tree.ts'
import { bindingRecords, isBoundAs } from './write-bindings.ts'

/** Writes a file of the current generation: what was read from one, and not edited since, is written as it was there. */
export const tldrawWriter: Writer = { format, write }

async function write(shown: Exported): Promise<Written> {
  // Lines keep the points they were made with, which tldraw derives from bindings as well.
  const board = { ...shown, shapes: shown.shapes.map((shape) => shown.storedOf(shape.id) ?? shape) }
  const library = await loadLibrary()
  const branches = outlineOf(board)
  const originals = await inSlices(originalSteps(board, branches, library), board.signal)
  const assets = await assetRecordsOf(board, originals)
  const document = new DocumentWriter(board, originals, assets, library)
  const records = await inSlices(document.write(branches), board.signal)
  const file = { tldrawFileFormatVersion: 1, schema: library.schema, records }
  return {
    extension: 'tldr',
    type: 'application/vnd.tldraw+json',
    bytes: await inSlices(jsonBytes(file), board.signal),
    report: document.counts.report,
  }
}

/** Where siblings are in the file. */
interface Parent {
  readonly id: string
  readonly space: Space
}

class DocumentWriter {
  readonly counts = new ReportCounts()
  readonly #board: Exported
  readonly #originals: Originals
  readonly #assets: AssetRecords
  readonly #library: Library
  readonly #records: PlainRecord[] = []
  readonly #ids = new Map<ShapeId, string>()

  constructor(board: Exported, originals: Originals, assets: AssetRecords, library: Library) {
    this.#board = board
    this.#originals = originals
    this.#assets = assets
    this.#library = library
  }

  *write(branches: readonly Branch[]): Steps<readonly PlainRecord[]> {
    const { tree, others, pages } = this.#originals
    const isPage = ({ id, shape }: Branch) => pages.has(id) && shape?.at.rotation === 0
    const [first] = tree.pages.filter(({ id }) => ![...pages.values()].some(({ page }) => page === id))
    const page = first ?? freshPage
    const beside = branches.filter(isPage)
    for (const branch of branches) this.#name(branch)
    const document = tree.document ?? {
      ...{ id: 'document:document', typeName: 'document', gridSize: 10, name: this.#board.title, meta: {} },
    }
    this.#add(document, page)
    yield* this.#siblings(
      branches.filter((branch) => !isPage(branch)),
      { id: page.id, space: pageSpace },
    )
    for (const branch of beside) yield* this.#page(branch, page)
    this.#add(...others.filter((record) => record.typeName !== 'shape' || this.#isThere(record.parentId)))
    this.#add(...this.#assets.records)
    const { records } = yield* this.#library.validate(this.#records)
    return records as unknown as readonly PlainRecord[]
  }

  #add(...records: readonly object[]): void {
    this.#records.push(...(records as readonly PlainRecord[]))
  }

  #isThere(id: string): boolean {
    return this.#records.some((record) => record.id === id)
  }

  /** Gives ids to a branch: the ones it was read with, or those of the board. */
  #name({ id, children }: Branch): void {
    const used = this.#originals.tree.byId
    const own = this.#originals.recordOf.get(id)
    this.#ids.set(id, own ?? (used.has(`shape:${id}`) ? `shape:${id}-copy` : `shape:${id}`))
    for (const child of children) this.#name(child)
  }

  /** A frame that stands for a page: its contents are on that page. */
  *#page({ id, shape, children }: Branch, first: PageRecord): Steps<void> {
    const { pages, tree } = this.#originals
    const kept = pages.get(id)
    const record = tree.pages.find((page) => page.id === kept?.page)
    if (!kept || !record || !shape || !frameRecord.is(shape)) return
    const name = shape.name === record.name.slice(0, shape.name.length) ? record.name : shape.name
    this.#add({ ...record, name: name || first.name })
    const [x, y] = kept.origin
    yield* this.#siblings(children, { id: record.id, space: { x: shape.at.x - x, y: shape.at.y - y, rotation: 0 } })
  }

  *#siblings(branches: readonly Branch[], parent: Parent): Steps<void> {
    const { recordOf, tree } = this.#originals
    const given = branches.map(({ id }) => {
      const record = tree.byId.get(recordOf.get(id) ?? '')?.record
      return record && record.parentId === parent.id ? record.index : null
    })
    const indices = indicesFor(given)
    for (const [at, branch] of branches.entries()) yield* this.#branch(branch, parent, indices[at] ?? 'a1')
  }

  *#branch(branch: Branch, parent: Parent, index: string): Steps<void> {
    const id = this.#ids.get(branch.id) ?? `shape:${branch.id}`
    const { shape, children } = branch
    const original = this.#originalOf(branch.id)
    const record = this.#originals.tree.byId.get(id)?.record
    const fields = shape ? this.#fields(shape, original, parent.space) : this.#group(branch, parent.space)
    const { approximated, ...own } = fields
    if (shape) this.counts.add(approximated)
    const meta = record?.meta ?? {}
    this.#add({ id, typeName: 'shape', ...own, index, parentId: parent.id, meta })
    yield
    yield* this.#siblings(children, { id, space: within(parent.space, fields) })
    if (shape && lineRecord.is(shape) && own.type === 'arrow') this.#bindings(shape, original, id)
  }

  #originalOf(id: ShapeId): Original | null {
    const { recordOf, content, tree } = this.#originals
    const node = tree.byId.get(recordOf.get(id) ?? '')
    const reading = node && content.readings.get(node.record.id)
    if (!node || !reading) return null
    return { record: node.record, reading, parent: spaceAround(tree, node.record.id) }
  }

  #fields(shape: Shape, original: Original | null, parent: Space): Fields {
    const context = {
      library: this.#library,
      offset: { x: 0, y: 0 },
      assetRecord: this.#assets.idOf,
      widthOf: ({ id }: Shape) => this.#board.textOf(id)?.width ?? null,
    }
    if (!original) return freshFields(shape, parent, context)
    const read = original.reading.shape
    const isBoundAsBefore = !lineRecord.is(shape) || !lineRecord.is(read) || isBoundAs(shape, read)
    return editedFields(original, { shape, parent, isBoundAsBefore }, context)
  }

  /** A group is where it was; if all of its members were moved in the same way, it is moved with them. */
  #group(branch: Branch, parent: Space): Fields {
    const { tree, recordOf } = this.#originals
    const now = boundsIn(parent, placesIn(branch))?.min ?? { x: 0, y: 0 }
    const node = tree.byId.get(recordOf.get(branch.id) ?? '')
    const common = { type: 'group', props: {}, rotation: 0, isLocked: false, opacity: 1 } as const
    if (!node) return { ...common, ...now }
    const { x, y, rotation, isLocked, opacity } = node.record
    const by = this.#moveOf(branch, parent)
    return { ...common, x: x + by.x, y: y + by.y, rotation, isLocked, opacity }
  }

  /** How far all members of a group were moved in the space of its parent; 0 if they were moved differently. */
  #moveOf(branch: Branch, parent: Space): Vec {
    const moves = shapesIn(branch).flatMap((shape) => {
      const original = this.#originalOf(shape.id)
      if (!original || !isWithin(this.#originals.tree, original.record.id, this.#ids.get(branch.id))) return []
      const around = spaceAround(this.#originals.tree, this.#ids.get(branch.id))
      const [now, was] = [toSpace(parent, spaceOf(shape.at)), toSpace(around, spaceOf(original.reading.shape.at))]
      return [{ x: now.x - was.x, y: now.y - was.y }]
    })
    const [first] = moves
    const isOne = first && moves.every(({ x, y }) => Math.hypot(x - first.x, y - first.y) < 0.1)
    return isOne && Math.hypot(first.x, first.y) > 0.1 ? first : { x: 0, y: 0 }
  }

  #bindings(line: LineShape, original: Original | null, arrow: string): void {
    const { tree } = this.#originals
    const before = original?.reading.shape
    const read = before && lineRecord.is(before) ? before : null
    const records = bindingRecords(line, read, arrow, {
      recordOf: (id) => this.#ids.get(id),
      original: (end) => (original ? tree.bindings.get(bindingKey(original.record.id, end)) : undefined),
    })
    this.#add(...records.filter(({ toId }) => toId !== arrow))
  }
}

const freshPage: PageRecord = { id: 'page:page', typeName: 'page', name: 'Page 1', index: 'a1', meta: {} }
