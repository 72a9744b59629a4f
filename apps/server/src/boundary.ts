import type { Logger } from 'pino'

/** Where something enters the server, as it is logged: never with content. */
export interface EntryPoint {
  readonly entry: 'request' | 'answer' | 'upgrade' | 'join' | 'frame' | 'leave' | 'send' | 'timer' | 'commit' | 'thread'
  readonly board?: string
  /** Length of what came in. */
  readonly bytes?: number
}

/**
 * Runs what an entry point does. An error that it throws or rejects with is logged and ends in `failed`, which closes
 * what came in; it never reaches the process. An error of `failed` itself is logged, too.
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
  logger.error({ ...at, ...describeError(error) }, 'an error was stopped where it came in')
}

/** Characters of an error's message that are logged. */
const maxMessageLength = 200

/**
 * An error for the log. A message may quote what somebody sent (as those of `JSON.parse` do): what is in quotes is left
 * out, and the stack is logged without it.
 */
export function describeError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: typeof error }
  const message = error.message.replace(/["'`].*["'`]/s, '…').slice(0, maxMessageLength)
  const stack = error.stack?.split('\n').filter((line) => /^ {4}at /.test(line))
  return { error: `${error.name}: ${message}`, ...('code' in error ? { code: String(error.code) } : {}), stack }
}
