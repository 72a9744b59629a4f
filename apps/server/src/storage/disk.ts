import { statfs } from 'node:fs/promises'
import type { UpdateLog } from '../log.ts'

/** Size of a file system, bytes. */
export interface DiskSpace {
  readonly free: number
  readonly total: number
}

/** The free space of the data folder's disk. */
export interface Disk {
  /** Whether free space is too low for boards to grow. Measured again after a second. */
  isLow(): Promise<boolean>
}

/** Space kept free for the system, the database's own files and deletions: 200 MB, or 1 % of a small disk. */
const floorBytes = 200 * 1_048_576
const floorPart = 0.01
const freshMs = 1_000

/** `measure` and `now` (ms) are replaced by tests. */
export function watchDisk(
  folder: string,
  measure: (folder: string) => Promise<DiskSpace> = measured,
  now: () => number = () => performance.now(),
): Disk {
  let low = Promise.resolve(false)
  let lookedAt = Number.NEGATIVE_INFINITY
  return {
    isLow() {
      if (now() - lookedAt < freshMs) return low
      lookedAt = now()
      // A file system that cannot be measured counts as not full: if it is, writes fail anyway.
      low = measure(folder).then(
        ({ free, total }) => free < Math.min(floorBytes, total * floorPart),
        () => false,
      )
      return low
    },
  }
}

async function measured(folder: string): Promise<DiskSpace> {
  const { bavail, blocks, bsize } = await statfs(folder)
  return { free: bavail * bsize, total: blocks * bsize }
}

/** Wraps a log to refuse writes while disk space is low, as if it were full; it can still be read. */
export function keepingRoom<Log extends UpdateLog>(log: Log, disk: Disk): Log {
  const refuseWhenLow = async () => {
    if (await disk.isLow()) throw new Error('too little disk space is free')
  }
  return {
    ...log,
    append: async (entries) => {
      await refuseWhenLow()
      await log.append(entries)
    },
    compact: async (board) => {
      await refuseWhenLow()
      return log.compact(board)
    },
    probe: async () => {
      await refuseWhenLow()
      await log.probe()
    },
  }
}
