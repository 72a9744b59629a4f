import { textIn } from '@inkbridge/board'
import { type BoardId, limits } from '@inkbridge/types'
import type { Directory } from '../storage/storage.ts'
import type { Registry } from './registry.ts'
import type { Room } from './room.ts'

/** Runs a callback with the room of a board. `otherwise`: for a board that does not exist. */
export type InRoom = <Value>(
  board: BoardId,
  run: (room: Room) => Value | Promise<Value>,
  otherwise: Value,
) => Promise<Value>

export function createInRoom(directory: Pick<Directory, 'board'>, registry: Pick<Registry, 'use'>): InRoom {
  return async (board, run, otherwise) => {
    const row = await directory.board(board)
    return row ? registry.use(row, run) : otherwise
  }
}

/** The text on a board, for a search; null when it is damaged. */
export function textOf(room: Room): Promise<string> | null {
  return room.damage ? null : room.read((doc) => textIn(doc, limits.maxIndexedText))
}
