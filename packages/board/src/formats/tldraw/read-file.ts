import { type Edit, no, ok, type Result, type Shape, type ShapeId } from '@inkbridge/types'
import { inSlices } from '../../slices.ts'
import type { Imported, ReadContext, Reader, SourceFile } from '../format.ts'
import { refusal } from '../refusal.ts'
import { clipboardTag, snapshotOf } from './containers.ts'
import { type Content, contentSteps } from './content.ts'
import { editsFor } from './edits.ts'
import { documentId, foreignOf, format, type Kept } from './kept.ts'
import { loadLibrary } from './library.ts'
import { createFrame, movedBy, type PageFrame, pageFrames } from './pages.ts'
import { picturesOf } from './pictures.ts'
import type { PageRecord } from './records.ts'
import { ReportCounts } from './report.ts'
import { standInsFor } from './stand-ins.ts'
import { bindingKey, containerOf, type Node, treeOf } from './tree.ts'

/** Bytes at the start of a file that show what it is. */
const startBytes = 4_096

/**
 * Reads files of tldraw of every generation, its snapshots and its clipboard (`text/html`). The first page is where it
 * is in the file; every further page is in a frame beside it.
 */
export const tldrawReader: Reader = { format, recognizes, read }

function recognizes({ name, bytes, type }: SourceFile): boolean {
  if (/\.tldr$/i.test(name) || type === 'application/vnd.tldraw+json') return true
  const start = new TextDecoder().decode(bytes.subarray(0, startBytes))
  if (clipboardTag.test(start)) return true
  return start.trimStart().startsWith('{') && /"tldrawFileFormatVersion"|com\.tldraw\./.test(start)
}

async function read(file: SourceFile, context: ReadContext): Promise<Result<Imported>> {
  try {
    return await readAny(file, context)
  } catch (problem) {
    if (context.signal?.aborted) throw problem
    return no(refusal('damaged-file', 'This tldraw file is damaged in a way that makes it unreadable.'))
  }
}

async function readAny(file: SourceFile, context: ReadContext): Promise<Result<Imported>> {
  const snapshot = snapshotOf(file)
  if (!snapshot.ok) return snapshot
  const library = await loadLibrary()
  const migrated = await inSlices(library.migrate(snapshot.value), context.signal)
  if (!migrated)
    return no(
      refusal('newer-version', 'This file was written by a newer tldraw, or its schema is damaged. It cannot be read.'),
    )
  const standIns = await inSlices(library.validate(standInsFor(migrated.rejected)), context.signal)
  const records = [...migrated.records, ...standIns.records]
  if (records.length === 0 && migrated.rejected.length > 0)
    return no(refusal('damaged-file', 'This tldraw file is damaged: none of its records is valid.'))
  const tree = treeOf(records)
  const pictures = await picturesOf(tree, context)
  const terms = { library, pictures: pictures.ids, idFor: idsFor(context) }
  const content = await inSlices(contentSteps(tree, terms), context.signal)
  const counts = new ReportCounts()
  for (const { approximated, placeholder } of content.readings.values()) counts.add(approximated, placeholder)
  const lost = migrated.rejected.length - standIns.records.length
  counts.standFor(standIns.records.length, lost)
  return ok({
    title: tree.document?.name || null,
    edits: new Edits(content, context).all(),
    assets: pictures.assets,
    ids: content.ids,
    report: counts.report,
  })
}

/** The id in a file is kept where it is free, and nothing else can be taken for it. */
function idsFor({ newId, isTaken }: ReadContext): (record: string) => ShapeId {
  const used = new Set<string>()
  return (record) => {
    const own = record.replace(/^shape:/, '')
    const isFree = /^[\w-]{1,64}$/.test(own) && !(own in Object.prototype) && !isTaken(own) && !used.has(own)
    const id = isFree ? (own as ShapeId) : newId()
    used.add(id)
    return id
  }
}

/** The edits that put a document on a board. */
class Edits {
  readonly #content: Content
  readonly #context: ReadContext
  /** The frames of pages, by page. */
  readonly #frames = new Map<string, PageFrame & { readonly id: ShapeId }>()

  constructor(content: Content, context: ReadContext) {
    this.#content = content
    this.#context = context
    const { pages, nodes } = content.tree
    const shapes = Map.groupBy(nodes, ({ page }) => page)
    const frames = pageFrames(pages, (page) => (shapes.get(page) ?? []).flatMap((node) => this.#shapeOf(node) ?? []))
    for (const frame of frames) this.#frames.set(frame.page.id, { ...frame, id: context.newId() })
  }

  all(): readonly Edit[] {
    return [...this.#shapes(), ...this.#groups(), ...this.#parents(), ...this.#kept()]
  }

  #shapeOf({ record }: Node): Shape | undefined {
    return this.#content.readings.get(record.id)?.shape
  }

  #shapes(): readonly Edit[] {
    const { nodes, pages } = this.#content.tree
    const byPage = Map.groupBy(nodes, ({ page }) => page)
    const made = pages.flatMap((page): readonly ((order: string) => readonly Edit[])[] => {
      const frame = this.#frames.get(page.id)
      const [x, y] = frame ? [frame.at.x - frame.origin[0], frame.at.y - frame.origin[1]] : [0, 0]
      const shapes = (byPage.get(page.id) ?? []).flatMap((node) => this.#shapeOf(node) ?? [])
      return [
        ...(frame ? [(order: string) => [createFrame(frame.id, frame, order)]] : []),
        ...shapes.map((shape) => (order: string) => editsFor(movedBy(shape, x, y), order)),
      ]
    })
    const orders = this.#context.orders(made.length)
    return made.flatMap((edits, index) => edits(orders[index] ?? ''))
  }

  /** Inner groups before those around them. */
  #groups(): readonly Edit[] {
    const { tree, groups, ids } = this.#content
    const inside = Map.groupBy(this.#placed(), (node) => containerOf(tree, node, groups))
    return tree.nodes.toReversed().flatMap(({ record }): readonly Edit[] => {
      const id = groups.has(record.id) ? ids.get(record.id) : undefined
      const members = (inside.get(record.id) ?? []).flatMap((node) => ids.get(node.record.id) ?? [])
      return id ? [{ type: 'group', id, members }] : []
    })
  }

  /** The nodes that are something on the board. */
  #placed(): readonly Node[] {
    const { tree, ids } = this.#content
    return tree.nodes.filter(({ record }) => ids.has(record.id))
  }

  #parents(): readonly Edit[] {
    const { tree, groups, ids } = this.#content
    return this.#placed().flatMap((node): readonly Edit[] => {
      const container = containerOf(tree, node, groups)
      const id = ids.get(node.record.id)
      const parent = container === null ? this.#frames.get(node.page)?.id : ids.get(container)
      const isInGroup = container !== null && groups.has(container)
      return id && parent && !isInGroup ? [{ type: 'parent', id, parent }] : []
    })
  }

  #kept(): readonly Edit[] {
    const { tree, ids } = this.#content
    const keep = (id: ShapeId, kept: Kept): Edit => ({ type: 'foreign', id, foreign: foreignOf(kept) })
    const own = this.#placed().map((node) => keep(ids.get(node.record.id) ?? documentId, this.#keptOf(node)))
    const frames = [...this.#frames.values()].map(({ id, page, origin }) =>
      keep(id, { records: plain([page]), origin }),
    )
    const [first] = tree.pages
    const rest = [
      ...(tree.document ? [tree.document] : []),
      ...(first ? [first] : []),
      ...tree.nodes.flatMap(({ record }) => (ids.has(record.id) ? [] : [record])),
    ]
    return [...own, ...frames, keep(documentId, { records: plain(rest) })]
  }

  #keptOf({ record }: Node): Kept {
    const { tree, pictures } = this.#content
    const bindings = (['start', 'end'] as const).flatMap((end) => tree.bindings.get(bindingKey(record.id, end)) ?? [])
    const assetId = 'assetId' in record.props ? record.props.assetId : null
    const asset = assetId ? tree.assets.get(assetId) : undefined
    const picture = assetId ? pictures.get(assetId) : undefined
    const assets = asset ? [picture ? { ...asset, props: { ...asset.props, src: null } } : asset] : []
    return { records: plain([record, ...bindings, ...assets]), ...(picture ? { picture } : {}) }
  }
}

function plain(records: readonly object[]): Kept['records'] {
  return records as readonly PageRecord[] as unknown as Kept['records']
}
