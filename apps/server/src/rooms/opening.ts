import { problemOfDocument, type RenewalLimits, renewalLimits, weightOf } from '@inkbridge/board'
import { type BoardId, closeCodes, type PrincipalId, type Rejection } from '@inkbridge/types'
import type { Logger } from 'pino'
import * as Y from 'yjs'
import type { Damage, UpdateLog } from '../log.ts'
import { type Loaded, load } from './loaded.ts'
import { Owners } from './owners.ts'
import type { Slicer } from './slicer.ts'

/**
 * With more bytes than this that no check has seen, a document is opened beside the main thread first: what is
 * smaller cannot take long, whatever it holds.
 */
const uncheckedBytes = { never: 2_048, sinceTheLast: 1_048_576 }

/** How long opening a document may take: ten times what an honest one needs on a busy machine, ms. */
const patienceMs = { least: 10_000, eachMegabyte: 5_000 }

/** When nobody has edited for so long, a re-encoding takes nobody's undo away, ms. */
const restMs = 3_600_000

interface Opening {
  readonly id: BoardId
  readonly log: UpdateLog
  readonly logger: Logger
  readonly now: () => number
  /** Default: in this thread. */
  readonly slicer?: Slicer
  /** Default: those of every board. */
  readonly renewal?: RenewalLimits | undefined
}

/**
 * Reads a board that nobody has open. When its document cannot be opened, or would harm the clients that open it, the
 * last sound state is read instead, and the board is read-only. A document that has outgrown its limits is re-encoded.
 */
export async function openDocument(opening: Opening): Promise<Loaded> {
  const { id, log, logger, slicer } = opening
  const { check, uncheckedBytes: bytes } = await log.standing(id)
  if (check?.damage) return loadSound(opening, check.damage)
  if (bytes > (check ? uncheckedBytes.sinceTheLast : uncheckedBytes.never)) {
    const damage = await examine(opening)
    if (damage) return loadSound(opening, damage)
  }
  const loaded = await load(id, log, logger, slicer)
  if (loaded.seq > (check?.seq ?? 0)) {
    const problem = problemOfDocument(loaded.doc)
    if (problem) return loadSound(opening, await findDamage(opening, problem))
    if (!check) await writeDown(opening, loaded.seq)
  }
  return renewOutgrown(opening, loaded)
}

/**
 * Restores a damaged board to an entry: its content then, re-encoded, begins a new generation. Nothing is taken out
 * of the log. Gives why it cannot be done; null when it is done.
 */
export async function restoreDocument(
  { id, log, now }: Opening,
  author: PrincipalId,
  to: number | null,
): Promise<Rejection | null> {
  const { check, seq, uncheckedBytes } = await log.standing(id)
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

/** Opens the whole document where it can harm nobody; null when it is sound. */
async function examine(opening: Opening): Promise<Damage | null> {
  const { id, log } = opening
  const { uncheckedBytes } = await log.standing(id)
  const whole = await log.rebuild(id, { to: null, as: 'verdict', patienceMs: patienceFor(uncheckedBytes) })
  if (!whole.sound) return findDamage(opening, whole.problem)
  await writeDown(opening, whole.seq)
  return null
}

/** Finds the last entry up to which a board is sound, in some twenty steps for a million entries. */
async function findDamage({ id, log, logger }: Opening, problem: string): Promise<Damage> {
  const { seq, uncheckedBytes } = await log.standing(id)
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

/** A check that cannot be written down is made again the next time. */
async function writeDown({ id, log, logger }: Opening, seq: number): Promise<void> {
  if (seq === 0) return
  await log.checked(id, { seq, damage: null }).catch((error: unknown) => {
    logger.warn({ board: id, error: String(error) }, 'a check could not be written down')
  })
}

async function loadSound({ id, log }: Opening, damage: Damage): Promise<Loaded> {
  const { seq, generation, uncheckedBytes } = await log.standing(id)
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
  // Not the document that clients have of this generation, and not the one that comes after it.
  return { doc, owners, ...counts, generation: -generation, changedAt: damage.goodAt, damage }
}

/** With nobody on the board, or when it cannot wait any longer. */
async function renewOutgrown(opening: Opening, loaded: Loaded): Promise<Loaded> {
  const { id, log, logger, now, slicer, renewal = renewalLimits } = opening
  const { clients, clocks } = weightOf(loaded.doc)
  const rests = now() - (loaded.changedAt ?? 0) > restMs
  const outgrown = clients >= renewal.clients || clocks >= renewal.clocks
  if (!(outgrown && rests) && clients < renewal.pressingClients) return loaded
  try {
    // What comes before the new generation is compressed while it can be.
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
    return await load(id, log, logger, slicer)
  } catch (error) {
    logger.error({ board: id, error: String(error) }, 'a board could not be re-encoded; it stays as it is')
    return loaded
  }
}

function patienceFor(bytes: number): number {
  return patienceMs.least + (patienceMs.eachMegabyte * bytes) / 1_048_576
}
