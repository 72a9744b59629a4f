import { problemOfDocument, type RenewalLimits, renewalLimits, weightOf } from '@inkbridge/board'
import { type BoardId, closeCodes, type PrincipalId, type Rejection } from '@inkbridge/types'
import type { Logger } from 'pino'
import * as Y from 'yjs'
import type { Damage, UpdateLog } from '../log.ts'
import { type LoadedBoard, load } from './loaded.ts'
import { type OwnerOf, Owners } from './owners.ts'
import type { Slicer } from './slicer.ts'

/**
 * With more unchecked bytes than this, a document is first opened off the main thread: a smaller one
 * cannot take long with any content.
 */
const uncheckedBytes = { never: 2_048, sinceTheLast: 1_048_576 }

/** How long opening a document may take: ten times what a normal one needs on a busy machine, ms. */
const patienceMs = { least: 10_000, eachMegabyte: 5_000 }

/** Time without edits after which a re-encoding loses nobody's undo history, ms. */
const restMs = 3_600_000

interface OpeningParts {
  readonly id: BoardId
  readonly log: UpdateLog
  readonly logger: Logger
  readonly now: () => number
  /** Default: in this thread. */
  readonly slicer?: Slicer
  /** Default: every principal owns its own clients. */
  readonly ownerOf?: OwnerOf | undefined
  /** Default: `renewalLimits`. */
  readonly renewal?: RenewalLimits | undefined
}

/**
 * Loads a board that is not open. When its document cannot be opened, or would harm clients that open it, the
 * last sound state is loaded instead, read-only. A document that has outgrown its limits is re-encoded.
 */
export async function openDocument(opening: OpeningParts): Promise<LoadedBoard> {
  const { id, log, logger, slicer, ownerOf } = opening
  const { check, uncheckedBytes: bytes } = await log.status(id)
  if (check?.damage) return loadSound(opening, check.damage)
  if (bytes > (check ? uncheckedBytes.sinceTheLast : uncheckedBytes.never)) {
    const damage = await examine(opening)
    if (damage) return loadSound(opening, damage)
  }
  const loaded = await load(id, log, logger, slicer, ownerOf)
  if (loaded.seq > (check?.seq ?? 0)) {
    const problem = problemOfDocument(loaded.doc)
    if (problem) return loadSound(opening, await findDamage(opening, problem))
    if (!check) await writeDown(opening, loaded.seq)
  }
  return renewOutgrown(opening, loaded)
}

/**
 * Restores a damaged board to an entry: its content then, re-encoded, begins a new generation. Nothing is removed
 * from the log. Resolves with a refusal; null when it is restored.
 */
export async function restoreDocument(
  { id, log, now }: OpeningParts,
  author: PrincipalId,
  to: number | null,
): Promise<Rejection | null> {
  const { check, seq, uncheckedBytes } = await log.status(id)
  if (!check?.damage) return notDamaged
  const rebuilt = await log.rebuild(id, {
    to: to ?? check.damage.lastGood,
    as: 'renewed',
    patienceMs: patienceFor(uncheckedBytes),
  })
  if (!rebuilt.sound) return unsoundThen
  const retired = { stateVector: await log.stateVector(id), deletions: Uint8Array.of() }
  await log.renew({ board: id, seq: seq + 1, author, at: now(), update: rebuilt.update, claims: [] }, retired)
  return null
}

const notDamaged: Rejection = {
  code: closeCodes.refused,
  reason: 'not-damaged',
  message: 'This board is not damaged. Nothing was changed.',
}

const unsoundThen: Rejection = {
  code: closeCodes.refused,
  reason: 'damaged-then',
  message: 'The board was already damaged at that moment. Nothing was changed; choose an earlier one.',
}

/** Checks the whole document off the main thread; resolves with null when it is sound. */
async function examine(opening: OpeningParts): Promise<Damage | null> {
  const { id, log } = opening
  const { uncheckedBytes } = await log.status(id)
  const whole = await log.rebuild(id, { to: null, as: 'verdict', patienceMs: patienceFor(uncheckedBytes) })
  if (!whole.sound) return findDamage(opening, whole.problem)
  await writeDown(opening, whole.seq)
  return null
}

/** Finds the last entry up to which a board is sound by bisection: twenty steps for a million entries. */
async function findDamage({ id, log, logger }: OpeningParts, problem: string): Promise<Damage> {
  const { seq, uncheckedBytes } = await log.status(id)
  let [good, bad] = [0, seq]
  while (bad - good > 1) {
    const to = Math.floor((good + bad) / 2)
    const { sound } = await log.rebuild(id, { to, as: 'verdict', patienceMs: patienceFor(uncheckedBytes) })
    if (sound) good = to
    else bad = to
  }
  const times = new Map<number, number>()
  for await (const entry of log.read(id, { from: good, to: bad })) times.set(entry.seq, entry.at)
  const damage = { problem, lastGood: good, goodAt: times.get(good) ?? null, since: times.get(bad) ?? 0 }
  logger.error({ board: id, ...damage }, 'a board is damaged: it is read-only until its owner restores it')
  await log.checked(id, { seq, damage })
  return damage
}

/** Stores the result of a check; if that fails, the check is repeated next time. */
async function writeDown({ id, log, logger }: OpeningParts, seq: number): Promise<void> {
  if (seq === 0) return
  await log.checked(id, { seq, damage: null }).catch((error: unknown) => {
    logger.warn({ board: id, error: String(error) }, 'the result of a check could not be stored')
  })
}

async function loadSound({ id, log }: OpeningParts, damage: Damage): Promise<LoadedBoard> {
  const { seq, generation, uncheckedBytes } = await log.status(id)
  const rebuilt = await log.rebuild(id, {
    to: damage.lastGood,
    as: 'state',
    patienceMs: patienceFor(uncheckedBytes),
  })
  if (!rebuilt.sound) throw new Error(`the last sound state of a board cannot be read: ${rebuilt.problem}`)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, rebuilt.update)
  const owners = new Owners(new Map(), new Set(), doc.clientID)
  const counts = { seq, tail: 0, tailBytes: 0, snapshotBytes: rebuilt.update.byteLength }
  // Negative, so that it differs from this generation, which clients have, and from the next one.
  return { doc, owners, ...counts, generation: -generation, changedAt: damage.goodAt, damage }
}

/** Re-encodes a document that has outgrown its limits and is not being edited, or that is far too large. */
async function renewOutgrown(opening: OpeningParts, loaded: LoadedBoard): Promise<LoadedBoard> {
  const { id, log, logger, now, slicer, renewal = renewalLimits } = opening
  const { clients, clocks } = weightOf(loaded.doc)
  const rests = now() - (loaded.changedAt ?? 0) > restMs
  const outgrown = clients >= renewal.clients || clocks >= renewal.clocks
  if (!(outgrown && rests) && clients < renewal.pressingClients) return loaded
  try {
    // The old generation can only be compacted before the new one begins.
    if (loaded.tail > 0) await log.compact(id)
    const { seq, changedAt } = loaded
    const rebuilt = await log.rebuild(id, {
      to: seq,
      as: 'renewed',
      patienceMs: patienceFor(loaded.snapshotBytes + loaded.tailBytes),
    })
    if (!rebuilt.sound) throw new Error(rebuilt.problem)
    const at = changedAt ?? now()
    await log.renew({ board: id, seq: seq + 1, author: null, at, update: rebuilt.update, claims: [] }, rebuilt.retired)
    loaded.doc.destroy()
    return await load(id, log, logger, slicer, opening.ownerOf)
  } catch (error) {
    logger.error({ board: id, error: String(error) }, 'a board could not be re-encoded; it is unchanged')
    return loaded
  }
}

function patienceFor(bytes: number): number {
  return patienceMs.least + (patienceMs.eachMegabyte * bytes) / 1_048_576
}
