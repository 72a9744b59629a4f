import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

export type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number]
export interface Range {
  readonly clock: number
  readonly len: number
}
/** Deleted ranges by client, sorted, none touching another. */
export type Deletes = ReadonlyMap<number, readonly Range[]>

/** Structs of one client in a row, without a hole. */
export interface ClientStructs {
  readonly client: number
  /** Where they begin: the first struct may begin earlier, and is written from here on. */
  readonly clock: number
  readonly structs: readonly Struct[]
}

/** An update in Yjs' format, version 1, of exactly these parts. */
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

/** As at the end of an update. */
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
 * Structs in an order in which each comes after those of the same update that it refers to, as Yjs needs them to be
 * applied. Null when no order exists: some refer to each other, or to their own future.
 */
export function inOrder(clients: readonly ClientStructs[]): readonly Struct[] | null {
  const queues = new Map(clients.map((each) => [each.client, { structs: each.structs, next: 0 }]))
  const ordered: Struct[] = []

  /** Whether a struct of this update holds an id and is not in order yet. */
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
      // What waits below may go on now; the first client is gone through to its end.
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

/** The same ranges, sorted, overlapping and touching ones as one. */
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
