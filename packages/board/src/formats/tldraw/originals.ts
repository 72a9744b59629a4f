import type { AssetId, ShapeId } from '@inkbridge/types'
import type { Steps } from '../../slices.ts'
import type { Exported } from '../format.ts'
import { type Content, contentSteps } from './content.ts'
import { documentId, type Kept, keptOf } from './kept.ts'
import type { Library } from './library.ts'
import type { Branch } from './outline.ts'
import type { TldrawRecord } from './records.ts'
import { type Tree, treeOf } from './tree.ts'

/** The kept records of the files that a board was read from, read again. */
export interface Originals {
  readonly content: Content
  readonly tree: Tree
  /** The record of each shape and group, by its id; a copy of a shape has none. */
  readonly recordOf: ReadonlyMap<ShapeId, string>
  /** The pages that frames stand for, and the coordinates there of the frame's top left. */
  readonly pages: ReadonlyMap<ShapeId, { readonly page: string; readonly origin: readonly [x: number, y: number] }>
  /** Records without a shape: users, groups that are not on the board. */
  readonly others: readonly TldrawRecord[]
}

/** Reads again what is kept with the shapes of a board, and with its document. */
export function* originalSteps(board: Exported, branches: readonly Branch[], library: Library): Steps<Originals> {
  const records: TldrawRecord[] = []
  const known = new Set<string>()
  const recordOf = new Map<ShapeId, string>()
  const pages = new Map<ShapeId, { readonly page: string; readonly origin: readonly [x: number, y: number] }>()
  const pictures = new Map<string, AssetId>()
  const add = function* (kept: Kept): Steps<readonly TldrawRecord[]> {
    const validated = yield* library.validate(kept.records)
    const valid = validated.records.filter(({ id }) => !known.has(id))
    for (const record of valid) {
      known.add(record.id)
      records.push(record)
      if (record.typeName === 'asset' && kept.picture) pictures.set(record.id, kept.picture)
    }
    return valid
  }
  const document = keptOf(board.foreignOf(documentId))
  const others = document
    ? (yield* add(document)).filter(({ typeName }) => typeName === 'shape' || typeName === 'user')
    : []
  for (const id of ownFirst(branches, board)) {
    const kept = keptOf(board.foreignOf(id))
    const [own] = kept ? yield* add(kept) : []
    if (own?.typeName === 'shape') recordOf.set(id, own.id)
    if (own?.typeName === 'page' && kept?.origin) pages.set(id, { page: own.id, origin: kept.origin })
  }
  const tree = treeOf(records)
  const idOf = new Map([...recordOf].map(([id, record]) => [record, id]))
  const content = yield* contentSteps(tree, {
    library,
    pictures,
    idFor: (record) => idOf.get(record) ?? (record as ShapeId),
  })
  return { content, tree, recordOf, pages, others }
}

/** All ids, those of shapes with the id of their record before copies of them. */
function ownFirst(branches: readonly Branch[], board: Exported): readonly ShapeId[] {
  const ids: ShapeId[] = []
  const visit = ({ id, children }: Branch) => {
    ids.push(id)
    children.forEach(visit)
  }
  branches.forEach(visit)
  const isOwn = (id: ShapeId) => keptOf(board.foreignOf(id))?.records[0]?.id === `shape:${id}`
  const own = new Set(ids.filter(isOwn))
  return [...own, ...ids.filter((id) => !own.has(id))]
}
