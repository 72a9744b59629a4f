import { openBoard } from '@inkbridge/board'
import { connect, type Sync } from '@inkbridge/sync'
import type { NewShape, ShapeId } from '@inkbridge/types'
import { expect } from '@playwright/test'
import * as Y from 'yjs'
import { createBoard, type TestBoard } from './board.ts'
import type { TestServer } from './server.ts'

/** Load for the server faults in these tests. Records outside the server what it has acknowledged. */

type Server = { readonly url: string }

/** Between two shapes of one drawer, ms. */
const everyMs = 8
/** After this many rounds the drawers move to a new board: all their replicas are in this process, and grow. */
const roundsOfBoard = 20
/** How long a busy machine may take until enough is acknowledged, ms. */
const patienceMs = 90_000

/** A client that draws without pause, and what the server reported as saved. */
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

/** The shapes that a new client without local data finds. */
export async function shapesOn(server: Server, board: TestBoard): Promise<ReadonlySet<string>> {
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

/** A fault done to a server repeatedly while people draw on it. */
export interface Fault {
  readonly rounds: number
  readonly people: number
  /** How many edits of each client are acknowledged before the fault. */
  enough(): number
  /** Ends the server, which is started again afterwards. */
  happen(round: number): Promise<void>
  /** Whether the drawers stay and reconnect; if not, no client is left that could send an edit again. */
  stay(round: number): boolean
}

/** A board, and the edits acknowledged on it. */
interface Witnessed {
  readonly board: TestBoard
  readonly promised: Set<ShapeId>
}

/** Returns the acknowledged edits that are missing afterwards, and how many were acknowledged. */
export async function underLoad(server: TestServer, fault: Fault) {
  const boards: Witnessed[] = []
  const missing: string[] = []
  for (let first = 0; first < fault.rounds; first += roundsOfBoard) {
    const witnessed: Witnessed = { board: await createBoard(server), promised: new Set() }
    boards.push(witnessed)
    const last = Math.min(first + roundsOfBoard, fault.rounds)
    for (let round = first; round < last; round += 1) missing.push(...(await oneRound(server, witnessed, fault, round)))
    process.stdout.write(`after ${last} rounds ${missing.length} of ${countOf(boards)} are missing\n`)
  }
  // Edits made after a board's last round are equally durable.
  for (const witnessed of boards) missing.push(...(await missingOf(server, witnessed)))
  return { missing, promised: countOf(boards) }
}

function countOf(boards: readonly Witnessed[]): number {
  return boards.reduce((sum, { promised }) => sum + promised.size, 0)
}

async function missingOf(server: TestServer, { board, promised }: Witnessed): Promise<readonly string[]> {
  const there = await shapesOn(server, board)
  return [...promised].filter((id) => !there.has(id))
}

/** Lets people draw, runs the fault, restarts the server; returns what is missing then. */
async function oneRound(
  server: TestServer,
  { board, promised }: Witnessed,
  { people, enough, happen, stay }: Fault,
  round: number,
): Promise<readonly string[]> {
  const drawers = Array.from({ length: people }, (_, who) => new Drawer(server, board, `${round}-${who}`))
  await expect
    .poll(() => Math.min(...drawers.map(({ saved }) => saved.length)), { intervals: [5], timeout: patienceMs })
    .toBeGreaterThan(enough())
  await happen(round)
  for (const drawer of drawers) for (const id of drawer.saved) promised.add(id)
  for (const drawer of drawers) stay(round) ? drawer.rest() : drawer.leave()
  await server.run()
  const missing = await missingOf(server, { board, promised })
  if (!stay(round)) return missing
  for (const drawer of drawers) for (const id of await drawer.settled()) promised.add(id)
  for (const drawer of drawers) drawer.leave()
  return missing
}
