import type { EventEmitter } from 'node:events'
import type { Logger } from 'pino'
import { describeError } from './boundary.ts'

/** The exit code after an uncaught error: the supervisor restarts the server. */
export const fatalExitCode = 70

const events = ['uncaughtException', 'unhandledRejection'] as const

/**
 * Ends the process on an uncaught error: its memory may be in any state, and everything acknowledged is on
 * disk. Replaces existing handlers: Next's only log.
 */
export function exitOnFatalError(source: EventEmitter, logger: Logger, exit: (code: number) => void): void {
  for (const event of events) {
    source.removeAllListeners(event)
    source.on(event, (error: unknown) => {
      try {
        logger.fatal({ event, ...describeError(error) }, 'uncaught error; the server exits')
        logger.flush()
      } finally {
        exit(fatalExitCode)
      }
    })
  }
}
