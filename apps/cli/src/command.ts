import type { Translate } from './locale/locale.ts'

/** One command of `inkbridge`. */
export interface Command {
  /** The arguments, as shown after its name. */
  readonly usage: string
  /** One line for the list of commands. */
  readonly about: string
  /** Returns the exit code. Throws a `Failure`, or another `Error` with a message for the user when its arguments are wrong. */
  run(args: readonly string[]): Promise<number>
}

/** A command that was called rightly could not do its work; its message is for the user. */
export class Failure extends Error {
  /** More specific, where a server refused something. */
  readonly reason: string | undefined

  constructor(message: string, reason?: string) {
    super(message)
    this.reason = reason
  }
}

export type CommandFactory = (t: Translate) => Command
