import type { Translate } from './locale/locale.ts'

/** One command of `inkbridge`. */
export interface Command {
  /** The arguments, as shown after its name. */
  readonly usage: string
  /** One line for the list of commands. */
  readonly about: string
  /** Returns the exit code. Throws an `Error` with a message for the user when its arguments are wrong. */
  run(args: readonly string[]): Promise<number>
}

export type CommandFactory = (t: Translate) => Command
