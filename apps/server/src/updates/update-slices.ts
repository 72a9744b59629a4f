import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import {
  type ClientStructs,
  type Deletes,
  encodeUpdate,
  inOrder,
  merged,
  type Range,
  type Struct,
} from './update-parts.ts'
import { sliceLimits } from './update-scan.ts'

export interface SliceLimits {
  readonly structs: number
  readonly deleteRanges: number
  readonly bytes: number
}

/**
 * Splits a scanned update into smaller ones, to be applied in order: none refers to a later one, and
 * deletions come last. Null when its structs refer to each other in a circle.
 */
export function slicesOf(update: Uint8Array, most: SliceLimits = sliceLimits): readonly Uint8Array[] | null {
  const { structs, ds } = Y.decodeUpdate(update)
  const clients = [...Map.groupBy(structs, ({ id }) => id.client)].map(([client, own]) => ({
    client,
    clock: own[0]?.id.clock ?? 0,
    structs: own,
  }))
  const ordered = inOrder(clients)
  if (!ordered) return null
  const slices: Uint8Array[] = []
  let gathered: Struct[] = []
  let bytes = 0
  for (const struct of ordered) {
    const size = sizeOf(struct)
    if (gathered.length >= most.structs || (gathered.length > 0 && bytes + size > most.bytes)) {
      slices.push(encodeUpdate(byClient(gathered), new Map()))
      gathered = []
      bytes = 0
    }
    gathered.push(struct)
    bytes += size
  }
  if (gathered.length > 0) slices.push(encodeUpdate(byClient(gathered), new Map()))
  const deletes = new Map([...ds.clients].map(([client, ranges]) => [client, merged(ranges)]))
  return [...slices, ...deletionsInSlices(deletes, most.deleteRanges)]
}

function byClient(structs: readonly Struct[]): ClientStructs[] {
  return [...Map.groupBy(structs, ({ id }) => id.client)].map(([client, own]) => ({
    client,
    clock: own[0]?.id.clock ?? 0,
    structs: own,
  }))
}

function deletionsInSlices(deletes: Deletes, most: number): Uint8Array[] {
  const slices: Uint8Array[] = []
  let gathered = new Map<number, Range[]>()
  let count = 0
  const flush = () => {
    if (count > 0) slices.push(encodeUpdate([], gathered))
    gathered = new Map()
    count = 0
  }
  for (const [client, ranges] of deletes) {
    for (const range of ranges) {
      const own = gathered.get(client)
      if (own) own.push(range)
      else gathered.set(client, [range])
      count += 1
      if (count >= most) flush()
    }
  }
  flush()
  return slices
}

function sizeOf(struct: Struct): number {
  const encoder = new Y.UpdateEncoderV1()
  struct.write(encoder, 0)
  return encoding.length(encoder.restEncoder)
}
