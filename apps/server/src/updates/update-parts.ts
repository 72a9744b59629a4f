import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

export type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number]
export interface Range {
  readonly clock: number
  readonly len: number
}
/** Deleted ranges by client, sorted and not adjacent. */
export type Deletes = ReadonlyMap<number, readonly Range[]>

/** Consecutive structs of one client. */
export interface ClientStructs {
  readonly client: number
  /** The first clock: the first struct may begin earlier, and is written from this clock. */
  readonly clock: number
  readonly structs: readonly Struct[]
}

/** Encodes exactly these parts as an update in Yjs' format, version 1. */
export function encodeUpdate(clients: readonly ClientStructs[], deletes: Deletes): Uint8Array {
  const encoder = new Y.UpdateEncoderV1()
  const to = encoder.restEncoder
  encoding.writeVarUint(to, clients.length)
  // Higher clients first, as Yjs writes them.
  const sorted = clients.length > 1 ? [...clients].sort((a, b) => b.client - a.client) : clients
  for (const { client, clock, structs } of sorted) {
    encoding.writeVarUint(to, structs.length)
    encoding.writeVarUint(to, client)
    encoding.writeVarUint(to, clock)
    structs.forEach((struct, index) => {
      struct.write(encoder, index === 0 ? clock - struct.id.clock : 0)
    })
  }
  writeDeletes(to, deletes)
  return encoder.toUint8Array()
}

/** Writes the deletions at the end of an update. */
export function writeDeletes(to: encoding.Encoder, deletes: Deletes): void {
  encoding.writeVarUint(to, deletes.size)
  for (const [client, ranges] of deletes) {
    encoding.writeVarUint(to, client)
    encoding.writeVarUint(to, ranges.length)
    for (const { clock, len } of ranges) {
      encoding.writeVarUint(to, clock)
      encoding.writeVarUint(to, len)
    }
  }
}

/**
 * Sorts structs so that each comes after those of the update that it refers to, as Yjs integrates
 * them. Null when there is no such order: some refer to each other, or to later ones of their client.
 */
export function inOrder(clients: readonly ClientStructs[]): readonly Struct[] | null {
  const queues = new Map(clients.map((each) => [each.client, { structs: each.structs, next: 0 }]))
  const ordered: Struct[] = []

  /** Whether an id belongs to a struct of this update that has not been sorted yet. */
  function isAhead({ client, clock }: Y.ID): boolean {
    const queue = queues.get(client)
    const [next, last] = [queue?.structs[queue.next], queue?.structs.at(-1)]
    return next !== undefined && last !== undefined && clock >= next.id.clock && clock < last.id.clock + last.length
  }

  for (const { client } of clients) {
    const waiting = [client]
    for (let at = waiting.at(-1); at !== undefined; at = waiting.at(-1)) {
      const queue = queues.get(at)
      const struct = queue?.structs[queue.next]
      if (!queue || !struct) {
        waiting.pop()
        continue
      }
      const missing = referencesOf(struct).find(isAhead)
      if (missing) {
        if (waiting.includes(missing.client)) return null
        waiting.push(missing.client)
        continue
      }
      ordered.push(struct)
      queue.next += 1
      // The client below on the stack can continue; the first client runs to its end.
      if (waiting.length > 1) waiting.pop()
    }
  }
  return ordered
}

function referencesOf(struct: Struct): readonly Y.ID[] {
  if (!(struct instanceof Y.Item)) return []
  const { origin, rightOrigin, parent } = struct
  return [origin, rightOrigin, parent instanceof Y.ID ? parent : null].filter((id) => id !== null)
}

/** Sorts ranges, and merges overlapping and adjacent ones. */
export function merged(ranges: readonly Range[]): readonly Range[] {
  const sorted = [...ranges].sort((a, b) => a.clock - b.clock)
  const result: { clock: number; len: number }[] = []
  for (const { clock, len } of sorted) {
    const last = result.at(-1)
    if (last && clock <= last.clock + last.len) last.len = Math.max(last.len, clock + len - last.clock)
    else result.push({ clock, len })
  }
  return result
}
