import type { EventEmitter } from 'node:events'
import type { Logger } from 'pino'
import { describeError } from './boundary.ts'

/** The exit code after an error that no entry point stopped: whoever supervises the server starts it again. */
export const fatalExitCode = 70

const events = ['uncaughtException', 'unhandledRejection'] as const

/**
 * Ends the process on an error that nothing caught: its memory may be in any state, and everything acknowledged is on
 * disk. Replaces all handlers that were there: Next's only log.
 */
export function exitOnFatalError(source: EventEmitter, logger: Logger, exit: (code: number) => void): void {
  for (const event of events) {
    source.removeAllListeners(event)
    source.on(event, (error: unknown) => {
      try {
        logger.fatal({ event, ...describeError(error) }, 'an error was not caught; the server ends')
        logger.flush()
      } finally {
        exit(fatalExitCode)
      }
    })
  }
}
