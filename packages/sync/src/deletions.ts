import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/**
 * Encodes the deletions of a document in few bytes, so that they need not be sent again. A state vector tells which
 * structs a client has and nothing about deletions, so Yjs sends all of them at every sync: about 40 KB on a board of
 * ten thousand strokes. Here each side sends a hash of the deletions within every 4,096 clocks of every client, and
 * gets only what differs. Where all clocks of many consecutive blocks are deleted, one entry says so.
 */

const blockBits = 12
const blockSize = 2 ** blockBits
/** A digest beyond this is refused: more clients than a board can have. */
const maxClients = 200_000
/**
 * For as many clients as a board can have, about ten bytes each. A longer digest counts as empty: reading it would
 * delay others.
 */
const maxDigestBytes = 1_048_576
/**
 * Deleted ranges that are hashed: about fifty milliseconds of work for each client that joins. For a document with more
 * the digest is empty, and all deletions are sent.
 */
const maxRanges = 200_000
/** The first number of a digest of this version; the older one starts with the number of clients. */
const version = 2

interface Range {
  readonly clock: number
  readonly len: number
}
/** Sorted by clock, without adjacent ranges. */
type Ranges = readonly Range[]
/** Deletions, by client. */
export type Deletions = ReadonlyMap<number, Ranges>
type Hash = readonly [number, number]
/**
 * The deletions of one client: runs of completely deleted blocks, as [first, after the last], and hashes of partly
 * deleted blocks.
 */
interface Blocks {
  readonly whole: readonly (readonly [number, number])[]
  readonly partly: ReadonlyMap<number, Hash>
}
type Digest = ReadonlyMap<number, Blocks>

/** The deletions of a document. Reads all of it: worth caching while the document is unchanged. */
export function deletionsIn(doc: Y.Doc): Deletions {
  return Y.createDeleteSetFromStructStore(doc.store).clients
}

/**
 * Varints: 0, the version, clients; for each its id, the number of runs of whole blocks and for each the distance from
 * the previous and its number of blocks, the number of partly deleted blocks and for each the distance from the one
 * before and 8 bytes of hash.
 */
export function digestDeletions(deletions: Deletions): Uint8Array {
  const hashed: Deletions = isHashed(deletions) ? deletions : new Map()
  return encoding.encode((to) => {
    encoding.writeVarUint(to, 0)
    encoding.writeVarUint(to, version)
    encoding.writeVarUint(to, hashed.size)
    for (const [client, ranges] of hashed) {
      encoding.writeVarUint(to, client)
      const { whole, partly } = blocksOf(ranges)
      encoding.writeVarUint(to, whole.length)
      let before = 0
      for (const [first, end] of whole) {
        encoding.writeVarUint(to, first - before)
        encoding.writeVarUint(to, end - first)
        before = end
      }
      encoding.writeVarUint(to, partly.size)
      before = 0
      for (const [block, [a, b]] of partly) {
        encoding.writeVarUint(to, block - before)
        encoding.writeUint32(to, a)
        encoding.writeUint32(to, b)
        before = block
      }
    }
  })
}

/**
 * Encodes one update with everything that a client with this state vector and these deletions lacks.
 * Throws when either cannot be read.
 *
 * @param known the other side's digest of its deletions (`digestDeletions`)
 * @param own the deletions here, if already computed
 */
export function missingUpdate(
  doc: Y.Doc,
  stateVector: Uint8Array,
  known: Uint8Array,
  own: Deletions = deletionsIn(doc),
): Uint8Array {
  const digest = readDigest(known)
  const all = Y.encodeStateAsUpdate(doc, stateVector)
  // Pending structs are merged in, and cannot be separated.
  if (doc.store.pendingStructs || doc.store.pendingDs) return all
  // An update is its structs, then its deletions.
  const deleted = encoding.encode((to) => writeDeletions(to, own))
  return encoding.encode((to) => {
    encoding.writeUint8Array(to, all.subarray(0, all.byteLength - deleted.byteLength))
    writeDeletions(to, lacking(own, digest))
  })
}

/** In the format of an update's deletions in Yjs, version 1. */
function writeDeletions(to: encoding.Encoder, byClient: Deletions): void {
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

/**
 * The deletions that exist here and not there, in blocks that differ. Throws when the other side's digest cannot be
 * read.
 */
export function lackingDeletions(own: Deletions, known: Uint8Array): Deletions {
  return lacking(own, readDigest(known))
}

function isHashed(deletions: Deletions): boolean {
  let count = 0
  for (const ranges of deletions.values()) count += ranges.length
  return count <= maxRanges
}

function lacking(own: Deletions, known: Digest): Deletions {
  if (!isHashed(own)) return own
  const missing = new Map<number, Ranges>()
  for (const [client, ranges] of own) {
    const there = known.get(client)
    const lacks = there ? lackingOf(ranges, there) : ranges
    if (lacks.length > 0) missing.set(client, lacks)
  }
  return missing
}

/** Ranges of blocks that differ from the other side's, in order. */
function lackingOf(ranges: Ranges, there: Blocks): Ranges {
  const lacks: Range[] = []
  for (const { first, end, pieces } of walk(ranges)) {
    if (!pieces) {
      for (const [from, to] of without([first, end], there.whole))
        lacks.push({ clock: from * blockSize, len: (to - from) * blockSize })
    } else if (!same(hashOf(pieces), there.partly.get(first)) && !isIn(first, there.whole)) {
      lacks.push(...pieces)
    }
  }
  return lacks
}

/** The part of a run of blocks that is in none of the others, which are sorted. */
function without([first, end]: readonly [number, number], others: Blocks['whole']): (readonly [number, number])[] {
  const rest: (readonly [number, number])[] = []
  let from = first
  for (let index = firstAfter(first, others); from < end; index += 1) {
    const [start, stop] = others[index] ?? [end, end]
    if (start > from) rest.push([from, Math.min(start, end)])
    from = Math.max(from, stop)
    if (start >= end) break
  }
  return rest
}

function isIn(block: number, runs: Blocks['whole']): boolean {
  const run = runs[firstAfter(block, runs)]
  return run !== undefined && run[0] <= block
}

/** The index of the first run that ends after a block. */
function firstAfter(block: number, runs: Blocks['whole']): number {
  let [low, high] = [0, runs.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((runs[middle]?.[1] ?? 0) > block) high = middle
    else low = middle + 1
  }
  return low
}

function blocksOf(ranges: Ranges): Blocks {
  const whole: [number, number][] = []
  const partly = new Map<number, Hash>()
  for (const { first, end, pieces } of walk(ranges)) {
    if (pieces) partly.set(first, hashOf(pieces))
    else whole.push([first, end])
  }
  return { whole, partly }
}

/** A run of completely deleted blocks; or one block, and the deletions in it. */
interface Step {
  readonly first: number
  /** After the last. */
  readonly end: number
  readonly pieces: Ranges | null
}

/** Ranges by blocks, in order; takes time in the number of ranges, regardless of their length. */
function* walk(ranges: Ranges): Generator<Step> {
  let [block, pieces]: [number, Range[]] = [-1, []]
  function* next(of: number): Generator<Step> {
    if (pieces.length > 0 && block !== of) {
      yield { first: block, end: block + 1, pieces }
      pieces = []
    }
    block = of
  }
  for (const { clock, len } of ranges) {
    const end = clock + len
    const [first, last] = [Math.ceil(clock / blockSize), Math.floor(end / blockSize)]
    if (first > last) {
      yield* next(last)
      pieces.push({ clock, len })
      continue
    }
    const [head, tail] = [first * blockSize - clock, end - last * blockSize]
    if (head > 0) {
      yield* next(first - 1)
      pieces.push({ clock, len: head })
    }
    if (first < last) {
      yield* next(first)
      yield { first, end: last, pieces: null }
    }
    if (tail > 0) {
      yield* next(last)
      pieces.push({ clock: last * blockSize, len: tail })
    }
  }
  yield* next(-1)
}

/** Two lanes of FNV-1a (32 bits, other offsets), finished as murmur3 does; 64 bits in all. */
function hashOf(pieces: Ranges): Hash {
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

function same(hash: Hash, other: Hash | undefined): boolean {
  return hash[0] === other?.[0] && hash[1] === other[1]
}

/**
 * The other side's deletions. A digest of an older version, or one that is too long, counts as empty: all deletions are
 * sent.
 */
function readDigest(bytes: Uint8Array): Digest {
  const digest = new Map<number, Blocks>()
  if (bytes.byteLength > maxDigestBytes) return digest
  const from = decoding.createDecoder(bytes)
  if (decoding.readVarUint(from) !== 0 || !decoding.hasContent(from)) return digest
  const [given, clients] = [decoding.readVarUint(from), decoding.readVarUint(from)]
  if (given !== version) return digest
  if (clients > maxClients) throw new RangeError(`deletions of ${clients} clients`)
  for (let index = 0; index < clients; index += 1) {
    const client = decoding.readVarUint(from)
    digest.set(client, readBlocks(from))
  }
  if (decoding.hasContent(from)) throw new RangeError('bytes after the deletions')
  return digest
}

function readBlocks(from: decoding.Decoder): Blocks {
  const whole: [number, number][] = []
  const partly = new Map<number, Hash>()
  let before = 0
  for (let count = decoding.readVarUint(from); count > 0; count -= 1) {
    const first = before + decoding.readVarUint(from)
    before = first + decoding.readVarUint(from)
    whole.push([first, before])
  }
  before = 0
  for (let count = decoding.readVarUint(from); count > 0; count -= 1) {
    before += decoding.readVarUint(from)
    partly.set(before, [decoding.readUint32(from), decoding.readUint32(from)])
  }
  return { whole, partly }
}
