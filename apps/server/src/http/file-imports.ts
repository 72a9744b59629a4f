import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { ApiErrorCode, BoardId } from '@inkbridge/types'
import type { ImportReport } from '@inkbridge/types/rest'
import { type AssetRefusal, boardFull, type Progress } from '../assets/assets.ts'
import type { ReadAsset, ReadFile } from '../files/files.ts'
import { type Asker, Busy } from '../threads.ts'
import { badFile, unlessBusy } from './asker.ts'
import { HttpProblem } from './problem.ts'
import { type Call, stillMay } from './route.ts'

/** A file in the body of a request. */
export interface SentFile {
  readonly body: Uint8Array | string
  readonly part: 'whole' | 'document'
  /** Its name; empty: unknown. */
  readonly name: string
  /** The board it is added to; empty: a new one. */
  readonly updates: readonly Uint8Array[]
}

/** A file that was imported: what `apply` made of it, and how closely it corresponds to the file. */
interface ImportedFile<Value> {
  readonly value: Value
  readonly report: ImportReport
}

/** What `apply` did with a file. */
interface Applied<Value> {
  readonly value: Value
  /** The board with its shapes. */
  readonly board: BoardId
}

/**
 * Reads a file, passes it to `apply`, and stores the pictures in it afterwards, as uploads are: others are served in
 * between, and see a placeholder until then. A file that is refused changes nothing.
 */
export async function importFile<Value>(
  call: Call,
  sent: SentFile,
  asker: Asker,
  apply: (file: ReadFile) => Promise<Applied<Value>>,
): Promise<ImportedFile<Value>> {
  const folder = await mkdtemp(join(tmpdir(), 'inkbridge-file-'))
  const cut = new AbortController()
  const releases: (() => void)[] = []
  try {
    const done: { applied: Applied<Value>; file: ReadFile }[] = []
    const result = await unlessBusy(
      call.parts.files.read({ ...sent, folder }, asker, async (file) => {
        releases.push(call.parts.limits.mayHold(call.address, sizeOf(file), () => cut.abort()))
        done.push({ applied: await apply(file), file })
      }),
    )
    if (result.type === 'bad') throw badFile(result)
    const [first] = done
    if (!first) throw new Error('a file could not be imported')
    const { value, board } = first.applied
    return { value, report: await storePictures(call, board, first.file, cut.signal) }
  } finally {
    for (const release of releases) release()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Throws unless a board has room for the pictures of a file. */
export async function mustHaveRoom(
  { parts }: Call,
  board: BoardId,
  { assets }: Pick<ReadFile, 'assets'>,
): Promise<void> {
  const bytes = sizeOf({ assets })
  if (bytes > 0 && !(await parts.assets.hasRoom(board, bytes))) throw new HttpProblem('board-full', boardFull.message)
}

/** Bytes of the pictures of a file. */
function sizeOf({ assets }: Pick<ReadFile, 'assets'>): number {
  return assets.reduce((sum, { bytes }) => sum + bytes, 0)
}

/** Stores the pictures of a file, until it is cut; those that are not stored are placeholders in its report. */
async function storePictures(
  call: Call,
  board: BoardId,
  { assets, report }: ReadFile,
  signal: AbortSignal,
): Promise<ImportReport> {
  const placeholders = { ...report.placeholders }
  let missing = 0
  for (const asset of assets) {
    const outcome = signal.aborted ? null : await storePicture(call, board, asset)
    if (outcome?.ok) continue
    missing += 1
    const reason = (outcome && reasons[outcome.problem.code]) ?? 'missing-image'
    placeholders[reason] = (placeholders[reason] ?? 0) + 1
  }
  return { ...report, exact: Math.max(0, report.exact - missing), placeholders }
}

/** The reason in a report for the refusal of a picture. */
const reasons: Partial<Record<ApiErrorCode, string>> = {
  'asset-too-large': 'too-large',
  'board-full': 'too-large',
  'unsupported-type': 'unsupported-image',
}

type Outcome = { readonly ok: true; readonly value: Progress } | { readonly ok: false; readonly problem: AssetRefusal }

async function storePicture(call: Call, board: BoardId, { id, bytes, path }: ReadAsset): Promise<Outcome> {
  const { parts, address } = call
  const key = { board, asset: id }
  const uploader = {
    // The shapes are on the board: their pictures follow, also when the client has left.
    asker: { board, address, signal: new AbortController().signal },
    stillMay: () => stillMay(call),
    exclusively: <Value>(run: () => Promise<Value>) => parts.admission.exclusively(board, run),
  }
  for (;;) {
    // Somebody may be uploading the same picture.
    const offset = Math.min(bytes, await parts.assets.uploaded(key))
    const content = offset === 0 ? path : await restOf(path, offset, bytes)
    const piece = { bytes: bytes - offset, content }
    try {
      return await parts.assets.receive({ ...key, offset, length: bytes }, piece, uploader)
    } catch (error) {
      if (!(error instanceof Busy)) throw error
      await wait(error.retryAfterMs)
    }
  }
}

async function restOf(path: string, from: number, to: number): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(to - from), 0, to - from, from)
    return buffer
  } finally {
    await file.close()
  }
}
