import { Thread } from '../threads.ts'
import type { RebuildQuestion } from './rebuild.ts'
import type { Rebuilt } from './update-log.ts'

/** Five times what a board of 100,000 strokes needs; MB. */
const resourceLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 4 }
const idleMs = 2_000

/** The document could not be opened within the limits of time and memory. */
interface RebuildFailure {
  readonly problem: string
}

export interface Rebuilder {
  /** Runs requests one after the other, so that each has all of its time. Rejects only when the server stops. */
  ask(question: RebuildQuestion, patienceMs: number): Promise<Rebuilt | Uint8Array | RebuildFailure>
  end(): Promise<void>
}

/** Opens unchecked documents in a thread that is terminated when one takes too much time or memory. */
export function createRebuilder(file: string): Rebuilder {
  const thread = new Thread<RebuildQuestion, Rebuilt | Uint8Array>(new URL('./rebuild-thread.ts', import.meta.url), {
    workerData: { file },
    idleMs,
    resourceLimits,
  })
  let last: Promise<unknown> = Promise.resolve()
  let ended = false
  return {
    ask(question, patienceMs) {
      const answer = last.then(() =>
        thread.ask(question, [], patienceMs).catch((error: unknown) => {
          if (ended) throw error
          return { problem: `it cannot be opened (${error instanceof Error ? error.message : String(error)})` }
        }),
      )
      last = answer.catch(() => {})
      return answer
    },
    end() {
      ended = true
      return thread.end()
    },
  }
}
