import type { BoardId } from '@inkbridge/types'
import type { Logger } from 'pino'
import { describeError } from '../boundary.ts'
import type { UpdateLog } from '../log.ts'
import { createIndexer, type Indexer, type IndexerParts } from '../search/search.ts'
import type { Directory } from '../storage/storage.ts'
import { type EventStreams, openEventStreams } from './event-stream.ts'
import { createEvents } from './hub.ts'
import { createPauses, type Pauses, watchLog } from './pauses.ts'
import { watchDirectory } from './rights-changes.ts'

/** Everything that follows from changes of boards and rights. */
interface Changes<Log> {
  /** Notifies people of changes that are made through it. */
  readonly directory: Directory
  /** Notifies people at each pause in the changes of a board, and has its text indexed. */
  readonly log: Log
  readonly streams: EventStreams
  readonly pauses: Pauses
  /** Creates the indexer; boards are indexed from then on. */
  openIndexer(textOf: IndexerParts['textOf']): Indexer
}

/** @param options.limited whether the number of streams is limited */
export function watchChanges<Log extends UpdateLog>(
  directory: Directory,
  log: Log,
  options: { readonly limited: boolean },
  logger: Logger,
): Changes<Log> {
  const events = createEvents()
  const streams = openEventStreams(events, options)
  const failed = (error: unknown) => logger.error(describeError(error), 'people could not be notified of a change')
  let indexer: Indexer | null = null

  async function paused(board: BoardId): Promise<void> {
    indexer?.add(board)
    if (events.isHeard) events.publish([...(await directory.rolesOn(board)).keys()], { type: 'changed', board })
  }

  const pauses = createPauses((board) => void paused(board).catch(failed))
  return {
    directory: watchDirectory(directory, (to, event) => events.publish(to, event), failed),
    log: watchLog(log, (board) => pauses.note(board)),
    streams,
    pauses,
    openIndexer(textOf) {
      indexer = createIndexer({ directory, log, textOf, logger })
      return indexer
    },
  }
}
