import { statfsSync } from 'node:fs'
import { openBoard } from '@inkbridge/board'
import { createBoard } from '@inkbridge/e2e/board'
import { TestServer } from '@inkbridge/e2e/server'
import { connect } from '@inkbridge/sync'
import type { NewShape, ShapeId } from '@inkbridge/types'
import * as Y from 'yjs'
import { percentile, prove, table } from '../lib/report.ts'

const people = 5
const everyMs = 25
const forMs = 10_000

/**
 * The time from an edit to the acknowledgement that it is on the server's disk: five people, two hundred edits a
 * second.
 */
export async function acknowledged(): Promise<string> {
  const server = await TestServer.start()
  const board = await createBoard(server)
  const waits: number[] = []
  const drawn = await Promise.all(
    Array.from({ length: people }, async (_, who) => {
      const doc = new Y.Doc()
      const drawing = openBoard(doc)
      const sync = connect({ doc, board: board.id, url: server.url, token: board.tokens.editor })
      await sync.settled()
      const made: number[] = []
      let told = 0
      sync.observe(() => {
        const { saved } = sync.status.edits
        for (; told < saved; told += 1) waits.push(performance.now() - (made[told] ?? Number.NaN))
      })
      await new Promise((resolve) => setTimeout(resolve, who * (everyMs / people)))
      const timer = setInterval(() => {
        const at = { x: made.length, y: who * 20, w: 5, h: 5, rotation: 0 }
        const id = `${who}-${made.length}` as ShapeId
        made.push(performance.now())
        drawing.apply([
          { type: 'create', shape: { id, kind: 'rect', at, style: { color: 'ink', width: 2 } } as NewShape },
        ])
      }, everyMs)
      await new Promise((resolve) => setTimeout(resolve, forMs))
      clearInterval(timer)
      await sync.settled()
      sync.dispose()
      return made.length
    }),
  )
  const edits = drawn.reduce((sum, count) => sum + count, 0)
  // ext, xfs and btrfs are on disks; a filesystem in memory (tmpfs) would prove nothing.
  prove(statfsSync(server.dataDir).type !== 0x01021994, 'the data folder is on a disk')
  prove(waits.length === edits, `${waits.length} of ${edits} edits were acknowledged`)
  await server.dispose()
  const rate = Math.round(edits / (forMs / 1_000))
  return `### Acknowledged: from an edit to "saved", ${rate} edits a second by ${people} people, Socket.IO door

${table(
  ['p50, ms', 'p95, ms', 'p99, ms', 'edits'],
  [[percentile(waits, 50), percentile(waits, 95), percentile(waits, 99), edits]],
)}`
}
