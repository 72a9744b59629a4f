import type { AssetId, ShapeId } from '@inkbridge/types'
import type { Steps } from '../../slices.ts'
import type { Library } from './library.ts'
import { readShape } from './read-shape.ts'
import type { Reading, Sources } from './reading.ts'
import { bindingKey, groupsOf, type Tree } from './tree.ts'

/** The content of a document, in the terms of a board. */
export interface Content {
  readonly tree: Tree
  /** The records of groups that are groups on a board. */
  readonly groups: ReadonlySet<string>
  readonly readings: ReadonlyMap<string, Reading>
  /** The ids of shapes and groups, by their records. */
  readonly ids: ReadonlyMap<string, ShapeId>
  readonly pictures: ReadonlyMap<string, AssetId>
}

interface Terms {
  readonly library: Library
  readonly pictures: ReadonlyMap<string, AssetId>
  /** The id of a shape or group on the board, by its record; called once for each. */
  idFor(record: string): ShapeId
}

/** Reads all shapes of a document: the same records, ids and pictures always give the same shapes. */
export function* contentSteps(tree: Tree, { library, pictures, idFor }: Terms): Steps<Content> {
  const groups = groupsOf(tree)
  const present = tree.nodes.filter(({ record }) => record.type !== 'group' || groups.has(record.id))
  const ids = new Map(present.map(({ record }) => [record.id, idFor(record.id)]))
  const sources: Sources = {
    library,
    node: (id) => tree.byId.get(id),
    asset: (id) => (id ? tree.assets.get(id) : undefined),
    picture: (id) => (id && pictures.get(id)) || null,
    binding: (arrow, end) => tree.bindings.get(bindingKey(arrow, end)),
    idOf: (record) => ids.get(record),
  }
  const readings = new Map<string, Reading>()
  for (const node of present) {
    const id = ids.get(node.record.id)
    const reading = id && readShape(node, id, sources)
    if (reading) readings.set(node.record.id, reading)
    else if (node.record.type !== 'group') ids.delete(node.record.id)
    yield
  }
  return { tree, groups, readings, ids, pictures }
}
