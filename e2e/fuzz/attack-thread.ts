import { parentPort, workerData } from 'node:worker_threads'
import { seeded } from '@inkbridge/types/testing'
import * as Y from 'yjs'
import type { TestBoard } from '../board.ts'
import { Attacker, doors } from './attacker.ts'
import { fuzzer } from './frames.ts'

/**
 * Attacks a board by every door at once until it is stopped, in a thread of its own; reports how many messages it sent.
 */
const { port, board } = workerData as { readonly port: number; readonly board: TestBoard }

/** Between two messages by one door, ms: the server needs the machine as well. */
const restMs = 15

let attacking = true
parentPort?.once('message', () => {
  attacking = false
})
let frames = 0
await Promise.all(
  doors({ port }, board, board).map(async (door, lane) => {
    const attacker = new Attacker(door)
    const source = fuzzer({ random: seeded(lane + 1), victims: [new Y.Doc()] })
    while (attacking) {
      await attacker.send([source.next()])
      frames += 1
      await new Promise((resolve) => setTimeout(resolve, restMs))
    }
    attacker.leave()
  }),
)
parentPort?.postMessage(frames)
