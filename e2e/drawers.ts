import { openBoard } from '@inkbridge/board'
import { connect, type Sync } from '@inkbridge/sync'
import type { NewShape, ShapeId } from '@inkbridge/types'
import * as Y from 'yjs'
import type { TestBoard } from './board.ts'

/** Load for the faults a server must survive; what it acknowledged is written down here, outside of it. */

type Server = { readonly url: string }

/** Between two shapes of one drawer, ms. */
const everyMs = 8

/** Somebody who draws without a pause, and what they were told is saved. */
export class Drawer {
  readonly #sync: Sync
  readonly #timer: ReturnType<typeof setInterval>
  readonly #made: ShapeId[] = []

  constructor(server: Server, board: TestBoard, name: string) {
    const doc = new Y.Doc()
    const drawing = openBoard(doc)
    this.#sync = connect({ doc, board: board.id, url: server.url, token: board.tokens.editor })
    this.#timer = setInterval(() => {
      const id = `${name}-${this.#made.length}` as ShapeId
      const at = { x: this.#made.length, y: 0, w: 5, h: 5, rotation: 0 }
      drawing.apply([
        { type: 'create', shape: { id, kind: 'rect', at, style: { color: 'ink', width: 2 } } as NewShape },
      ])
      this.#made.push(id)
    }, everyMs)
  }

  get saved(): readonly ShapeId[] {
    return this.#made.slice(0, this.#sync.status.edits.saved)
  }

  rest(): void {
    clearInterval(this.#timer)
  }

  async settled(): Promise<readonly ShapeId[]> {
    await this.#sync.settled()
    return this.#made
  }

  leave(): void {
    this.rest()
    this.#sync.dispose()
  }
}

/** What somebody who has nothing finds. */
export async function found(server: Server, board: TestBoard): Promise<ReadonlySet<string>> {
  const doc = new Y.Doc()
  const sync = connect({ doc, board: board.id, url: server.url, token: board.tokens.viewer })
  await sync.settled()
  const ids = new Set<string>(
    openBoard(doc)
      .shapes()
      .map(({ id }) => id),
  )
  sync.dispose()
  return ids
}
