import type { Logger } from 'pino'

/** Where input entered the server, for the log; without content. */
export interface EntryPoint {
  readonly entry: 'request' | 'answer' | 'upgrade' | 'join' | 'frame' | 'leave' | 'send' | 'timer' | 'commit' | 'thread'
  readonly board?: string
  /** Length of the input. */
  readonly bytes?: number
}

/**
 * Runs the handler of an entry point. Logs an error that it throws or rejects with, and calls `failed`, which closes
 * the connection or request. Errors of `failed` are logged too; none reaches the process.
 */
export function guarded(logger: Logger, at: EntryPoint, run: () => unknown, failed: () => void = () => {}): void {
  try {
    const result = run()
    if (result instanceof Promise) result.catch((error: unknown) => contain(logger, at, error, failed))
  } catch (error) {
    contain(logger, at, error, failed)
  }
}

/** The same for an error that was caught already. */
export function contain(logger: Logger, at: EntryPoint, error: unknown, failed: () => void): void {
  report(logger, at, error)
  try {
    failed()
  } catch (second) {
    report(logger, at, second)
  }
}

function report(logger: Logger, at: EntryPoint, error: unknown): void {
  logger.error({ ...at, ...describeError(error) }, 'an error was caught at an entry point')
}

/** Characters of an error's message that are logged. */
const maxMessageLength = 200

/**
 * Describes an error for the log. Messages may quote input (as those of `JSON.parse` do): quoted text is left
 * out, and the stack is logged without it.
 */
export function describeError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: typeof error }
  const message = error.message.replace(/["'`].*["'`]/s, '…').slice(0, maxMessageLength)
  const stack = error.stack?.split('\n').filter((line) => /^ {4}at /.test(line))
  return { error: `${error.name}: ${message}`, ...('code' in error ? { code: String(error.code) } : {}), stack }
}
