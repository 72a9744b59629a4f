import { type Board, openBoard } from '@inkbridge/board'
import { DocSync, memoryTransport, type Successor, type Sync } from '@inkbridge/sync'
import type { BoardId, Person, PrincipalId } from '@inkbridge/types'
import * as Y from 'yjs'
import type { Admitted } from '../../admission/admission.ts'
import type { RoomConnection } from '../entrance.ts'
import type { Registry } from '../registry.ts'
import { connect } from './clients.ts'

/** An admitted editor of a board. */
export function somebody(board: BoardId, name: string): Admitted {
  const id = `g:${name}` as PrincipalId
  const person: Person = { id, name, color: '#000000' }
  const row = { id: board, title: 'Harbour', createdAt: 0, used: true }
  return { board: row, role: 'editor', principal: id, person, link: null, address: '192.0.2.1', asOf: 0, until: null }
}

/** A page of one person, which continues with another document when the server has another generation. */
export class Page {
  readonly #registry: Registry
  readonly #board: BoardId
  readonly #name: string
  #doc = new Y.Doc()
  #online = true
  #cut: () => void = () => {}
  sync: Sync
  board: Board = openBoard(this.#doc)
  /** The number of times its document was replaced. */
  remade = 0

  constructor(registry: Registry, board: BoardId, name: string) {
    this.#registry = registry
    this.#board = board
    this.#name = name
    this.sync = this.#connect()
  }

  get doc(): Y.Doc {
    return this.#doc
  }

  /** Disconnects; afterwards the server may be another one. */
  leave(): void {
    this.#online = false
    this.#cut()
  }

  back(): void {
    this.#online = true
  }

  #connect(continues?: Successor): Sync {
    const transport = memoryTransport({
      accept: (client) => {
        if (!this.#online) client.close({ code: null, message: 'offline' })
        let entry: RoomConnection | null = null
        let over = false
        const early: Uint8Array[] = []
        const connection = {
          ...connect(),
          send: ({ bytes }: { readonly bytes: Uint8Array }) => client.send(bytes),
          close: ({ code, message }: { readonly code: number; readonly message: string }) => {
            over = true
            entry?.left()
            client.close({ code, message })
          },
        }
        this.#cut = () => {
          over = true
          entry?.left()
          client.close({ code: null, message: 'offline' })
        }
        if (this.#online)
          void this.#registry.enter(somebody(this.#board, this.#name), connection).then((entered) => {
            entry = entered
            if (over) entry?.left()
            else for (const frame of early) entry?.receive(frame)
          })
        return {
          received: (frame) => (entry ? entry.receive(frame) : early.push(frame)),
          closed: () => {
            over = true
            entry?.left()
          },
        }
      },
    })
    return new DocSync(this.#doc, transport, {
      random: () => 0.1,
      loadSnapshot: async ({ current = false }) => {
        if (!this.#online) return null
        const { board } = somebody(this.#board, this.#name)
        return (await this.#registry.use(board, (room) => room.snapshot({ current }))).bytes
      },
      loadRetired: async (generation) => {
        const retired = await this.#registry.retired(this.#board, generation)
        return retired === 'current' ? 'none' : (retired ?? 'none')
      },
      continues,
      remade: (successor) => {
        this.remade += 1
        this.sync.dispose()
        this.#doc = new Y.Doc()
        Y.applyUpdate(this.#doc, successor.update)
        this.board = openBoard(this.#doc)
        this.sync = this.#connect(successor)
      },
    })
  }
}
