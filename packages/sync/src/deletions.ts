import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/**
 * What is deleted in a document, told so that it need not be sent again. A state vector says which structs one has and
 * nothing of deletions, so Yjs sends all of them at every sync: some 40 KB on a board of ten thousand strokes. Here
 * each side says a hash of what is deleted within every 4,096 clocks of every client, and is sent only what differs.
 */

const blockBits = 12
const blockSize = 2 ** blockBits
const maxClients = 100_000

type Ranges = readonly { readonly clock: number; readonly len: number }[]
/** By client, by block: two 32-bit hashes. */
type Digest = ReadonlyMap<number, ReadonlyMap<number, readonly [number, number]>>

/** Varints: clients; for each its id, blocks, and for each the distance from the block before and 8 bytes of hash. */
export function digestDeletions(doc: Y.Doc): Uint8Array {
  return encoding.encode((to) => {
    const digest = digestOf(deletedIn(doc))
    encoding.writeVarUint(to, digest.size)
    for (const [client, blocks] of digest) {
      encoding.writeVarUint(to, client)
      encoding.writeVarUint(to, blocks.size)
      let before = 0
      for (const [block, [a, b]] of blocks) {
        encoding.writeVarUint(to, block - before)
        encoding.writeUint32(to, a)
        encoding.writeUint32(to, b)
        before = block
      }
    }
  })
}

/**
 * One update with everything a document has that somebody with this state vector and these deletions lacks.
 * Throws when either cannot be read.
 */
export function missingUpdate(doc: Y.Doc, stateVector: Uint8Array, deletions: Uint8Array): Uint8Array {
  const known = readDigest(deletions)
  const all = Y.encodeStateAsUpdate(doc, stateVector)
  // What waits for something that has not come yet is merged in, and cannot be told apart.
  if (doc.store.pendingStructs || doc.store.pendingDs) return all
  // An update is its structs, then its deletions; one without structs is a 0 and its deletions, the same bytes.
  const deleted = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(doc)).subarray(1)
  const structs = all.subarray(0, all.byteLength - deleted.byteLength)
  return encoding.encode((to) => {
    encoding.writeUint8Array(to, structs)
    writeDeletions(to, lacking(deletedIn(doc), known))
  })
}

/** As Yjs lays out the deletions of an update, version 1. */
function writeDeletions(to: encoding.Encoder, byClient: ReadonlyMap<number, Ranges>): void {
  encoding.writeVarUint(to, byClient.size)
  for (const [client, ranges] of byClient) {
    encoding.writeVarUint(to, client)
    encoding.writeVarUint(to, ranges.length)
    for (const { clock, len } of ranges) {
      encoding.writeVarUint(to, clock)
      encoding.writeVarUint(to, len)
    }
  }
}

function lacking(byClient: ReadonlyMap<number, Ranges>, known: Digest): ReadonlyMap<number, Ranges> {
  const missing = new Map<number, Ranges>()
  for (const [client, ranges] of byClient) {
    const blocks = blocksOf(ranges)
    const differing = [...blocks].filter(([block, pieces]) => !same(hashOf(pieces), known.get(client)?.get(block)))
    if (differing.length > 0)
      missing.set(
        client,
        differing.flatMap(([, pieces]) => pieces),
      )
  }
  return missing
}

function deletedIn(doc: Y.Doc): ReadonlyMap<number, Ranges> {
  return Y.createDeleteSetFromStructStore(doc.store).clients
}

function digestOf(byClient: ReadonlyMap<number, Ranges>): Digest {
  return new Map(
    [...byClient].map(([client, ranges]) => [
      client,
      new Map([...blocksOf(ranges)].map(([block, pieces]) => [block, hashOf(pieces)])),
    ]),
  )
}

/** Ranges, cut where blocks end. They come in order and do not touch, so the same deletions give the same pieces. */
function blocksOf(ranges: Ranges): ReadonlyMap<number, Ranges> {
  const blocks = new Map<number, { clock: number; len: number }[]>()
  for (const { clock, len } of ranges) {
    for (let from = clock; from < clock + len; ) {
      const block = Math.floor(from / blockSize)
      const end = Math.min(clock + len, (block + 1) * blockSize)
      const pieces = blocks.get(block) ?? []
      pieces.push({ clock: from, len: end - from })
      blocks.set(block, pieces)
      from = end
    }
  }
  return blocks
}

/** Two lanes of FNV-1a (32 bits, other offsets), finished as murmur3 does; 64 bits in all. */
function hashOf(pieces: Ranges): readonly [number, number] {
  let [a, b] = [0x811c9dc5, 0x9747b28c]
  for (const { clock, len } of pieces) {
    for (const part of [clock % blockSize, len]) {
      a = Math.imul(a ^ part, 0x01000193)
      b = Math.imul(b ^ (part + 0x9e37), 0x85ebca6b)
      b ^= b >>> 13
    }
  }
  return [finished(a), finished(b)]
}

function finished(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

function same(hash: readonly [number, number], other: readonly [number, number] | undefined): boolean {
  return hash[0] === other?.[0] && hash[1] === other[1]
}

function readDigest(bytes: Uint8Array): Digest {
  const from = decoding.createDecoder(bytes)
  const clients = decoding.readVarUint(from)
  if (clients > maxClients) throw new RangeError(`deletions of ${clients} clients`)
  const digest = new Map<number, Map<number, readonly [number, number]>>()
  for (let index = 0; index < clients; index += 1) {
    const client = decoding.readVarUint(from)
    const blocks = new Map<number, readonly [number, number]>()
    const count = decoding.readVarUint(from)
    let block = 0
    for (let at = 0; at < count; at += 1) {
      block += decoding.readVarUint(from)
      blocks.set(block, [decoding.readUint32(from), decoding.readUint32(from)])
    }
    digest.set(client, blocks)
  }
  if (decoding.hasContent(from)) throw new RangeError('bytes after the deletions')
  return digest
}
