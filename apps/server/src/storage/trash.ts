import type { Logger } from 'pino'
import type { UpdateLog } from '../log.ts'
import type { Directory } from './directory.ts'

const dayMs = 86_400_000
/** A board nobody has used goes to the trash after this. */
const unusedDays = 30
/** What is asked of the database meanwhile goes first, ms. */
const restMs = 20

export interface TrashOptions {
  /** How long a deleted board can be brought back. */
  readonly trashDays: number
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

export interface Trash {
  /** Moves unused boards to the trash and purges what has been there long enough; a sweep under way is joined. */
  sweep(): Promise<{ readonly retired: number; readonly purged: number }>
  /** Sweeps now and every day. */
  start(): void
  stop(): Promise<void>
}

/** Takes boards away for good, in steps that are short for the database. */
export function createTrash(
  directory: Pick<Directory, 'retire' | 'expired' | 'purge'>,
  log: Pick<UpdateLog, 'purgeStep' | 'shrinkStep'>,
  logger: Logger,
  { trashDays, now = Date.now }: TrashOptions,
): Trash {
  let timer: ReturnType<typeof setInterval> | undefined
  let stopped = false
  let sweeping: ReturnType<Trash['sweep']> | null = null

  const rest = () => new Promise((resolve) => setTimeout(resolve, restMs))

  async function untilDone(step: () => Promise<boolean>): Promise<void> {
    while (!stopped && (await step())) await rest()
  }

  async function run(): ReturnType<Trash['sweep']> {
    const retired = await directory.retire(now() - unusedDays * dayMs)
    let purged = 0
    for (const board of await directory.expired(now() - trashDays * dayMs)) {
      await untilDone(() => log.purgeStep(board))
      if (stopped) break
      // Last, so that a purge that was broken off is found and taken up again.
      await directory.purge(board)
      purged += 1
    }
    if (purged > 0) await untilDone(() => log.shrinkStep())
    if (retired + purged > 0) logger.info({ retired, purged }, 'the trash was swept')
    return { retired, purged }
  }

  function sweep(): ReturnType<Trash['sweep']> {
    sweeping ??= run().finally(() => {
      sweeping = null
    })
    return sweeping
  }

  /** A sweep that fails is tried again the next day. */
  const sweepQuietly = () =>
    sweep().then(
      () => {},
      (error: unknown) => logger.error({ error: String(error) }, 'the trash could not be swept'),
    )

  return {
    sweep,
    start() {
      void sweepQuietly()
      timer = setInterval(() => void sweepQuietly(), dayMs).unref()
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      await sweeping?.catch(() => {})
    },
  }
}
