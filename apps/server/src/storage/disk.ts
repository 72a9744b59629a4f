import { statfs } from 'node:fs/promises'
import type { UpdateLog } from '../log.ts'

/** Bytes of a file system. */
export interface DiskSpace {
  readonly free: number
  readonly total: number
}

/** The room on the disk that boards are kept on. */
export interface Disk {
  /** Whether so little is free that nothing may grow any more. Looked at again after a second. */
  isLow(): Promise<boolean>
}

/** What stays free, so that the system, the database's own bookkeeping and deletions still work: 200 MB, or 1 % of a small disk. */
const floorBytes = 200 * 1_048_576
const floorPart = 0.01
const freshMs = 1_000

/** `measure` and `now` (ms) are given by tests. */
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
      // A file system that cannot be measured is not full: a write to it fails by itself when it is.
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

/** A log that takes nothing while the disk is low, as if it were full already; what is there can still be read. */
export function keepingRoom<Log extends UpdateLog>(log: Log, disk: Disk): Log {
  const refuseWhenLow = async () => {
    if (await disk.isLow()) throw new Error('too little of the disk is free')
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
