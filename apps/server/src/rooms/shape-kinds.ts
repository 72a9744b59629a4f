import { kindMadeBy, type Location } from '@inkbridge/board'
import * as Y from 'yjs'
import type { ClientStructs } from '../updates.ts'

type Content = Y.Item['content']

/** The kinds of the shapes on a board, and of those that an update would add. */
export class ShapeKinds {
  readonly #doc: Y.Doc
  readonly #clients: readonly ClientStructs[]
  readonly #added = new Map<string, string>()
  /** Computed when a shape is in neither. */
  #later: ReadonlyMap<string, string> | null = null

  /** @param clients the new structs of the update */
  constructor(doc: Y.Doc, clients: readonly ClientStructs[]) {
    this.#doc = doc
    this.#clients = clients
  }

  /** Adds an item of the update. Call in the order in which Yjs integrates them. */
  add(location: Location, content: Content): void {
    const kind = kindMadeBy(location, content)
    if (kind !== undefined && location.key !== null) this.#added.set(location.key, kind)
  }

  /** The kind with which a shape was created; undefined: it is neither on the board nor in the update. */
  of(id: string): string | undefined {
    return this.#added.get(id) ?? this.#onBoard(id) ?? this.#addedLater(id)
  }

  #onBoard(id: string): string | undefined {
    const item = this.#doc.share.get(shapesRoot)?._map.get(id)
    return item && !item.deleted ? kindMadeBy(at(id), item.content) : undefined
  }

  /** The kind of a shape that comes later in the update: properties by another client may precede their shape. */
  #addedLater(id: string): string | undefined {
    this.#later ??= new Map(this.#clients.flatMap(({ structs }) => structs.flatMap(kindOfItem)))
    return this.#later.get(id)
  }
}

const shapesRoot = 'shapes'

function at(id: string): Location {
  return { container: shapesRoot, key: id, depth: 0 }
}

/** The shape id and kind that an item sets, if it names its parent. */
function kindOfItem(struct: Y.Item | Y.GC | Y.Skip): readonly (readonly [string, string])[] {
  if (!(struct instanceof Y.Item)) return []
  const { parentSub, content } = struct
  // As decoded: the name of its root.
  const parent: unknown = struct.parent
  const kind = parent === shapesRoot && parentSub !== null ? kindMadeBy(at(parentSub), content) : undefined
  return kind !== undefined && parentSub !== null ? [[parentSub, kind]] : []
}
