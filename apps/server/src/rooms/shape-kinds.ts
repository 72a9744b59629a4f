import { kindMadeBy, type Location } from '@inkbridge/board'
import * as Y from 'yjs'
import type { ClientStructs } from '../updates.ts'

type Content = Y.Item['content']

/** The kinds of the shapes on a board, with those that an update would add to it. */
export class ShapeKinds {
  readonly #doc: Y.Doc
  readonly #clients: readonly ClientStructs[]
  readonly #added = new Map<string, string>()
  /** Null until something is asked that is in neither. */
  #later: ReadonlyMap<string, string> | null = null

  /** @param clients what is new in the update */
  constructor(doc: Y.Doc, clients: readonly ClientStructs[]) {
    this.#doc = doc
    this.#clients = clients
  }

  /** Takes note of an item of the update, in the order in which Yjs applies them. */
  add(location: Location, content: Content): void {
    const kind = kindMadeBy(location, content)
    if (kind !== undefined && location.key !== null) this.#added.set(location.key, kind)
  }

  /** The kind that a shape was made as; undefined: it is not on the board, nor in the update. */
  of(id: string): string | undefined {
    return this.#added.get(id) ?? this.#onBoard(id) ?? this.#addedLater(id)
  }

  #onBoard(id: string): string | undefined {
    const item = this.#doc.share.get(shapesRoot)?._map.get(id)
    return item && !item.deleted ? kindMadeBy(at(id), item.content) : undefined
  }

  /** Properties may come before their shape, when both are by different clients. */
  #addedLater(id: string): string | undefined {
    this.#later ??= new Map(this.#clients.flatMap(({ structs }) => structs.flatMap(kindOfItem)))
    return this.#later.get(id)
  }
}

const shapesRoot = 'shapes'

function at(id: string): Location {
  return { container: shapesRoot, key: id, depth: 0 }
}

/** Of an item that says itself where it is. */
function kindOfItem(struct: Y.Item | Y.GC | Y.Skip): readonly (readonly [string, string])[] {
  if (!(struct instanceof Y.Item)) return []
  const { parentSub, content } = struct
  // As it was decoded: the name of its root.
  const parent: unknown = struct.parent
  const kind = parent === shapesRoot && parentSub !== null ? kindMadeBy(at(parentSub), content) : undefined
  return kind !== undefined && parentSub !== null ? [[parentSub, kind]] : []
}
