import { inspect } from './inspect.ts'
import { rotateKey } from './rotate-key.ts'

/** The command `inkbridge`: a word for what to do, then what it needs. */
const commands: Readonly<Record<string, Command>> = { inspect, 'rotate-key': rotateKey }

export interface Command {
  /** What is written after its name. */
  readonly usage: string
  /** One line for the list of commands. */
  readonly about: string
  /** Gives the exit code. Throws an `Error` whose message is fit to be shown when it is asked for wrongly. */
  run(args: readonly string[]): Promise<number>
}

const [name = '', ...args] = process.argv.slice(2)
const command = Object.hasOwn(commands, name) ? commands[name] : undefined
if (command) {
  process.exitCode = await command.run(args).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.stderr.write(`usage: inkbridge ${name} ${command.usage}\n`)
    return 2
  })
} else {
  const list = Object.entries(commands).map(
    ([each, { usage, about }]) => `  inkbridge ${each} ${usage}\n      ${about}\n`,
  )
  process.stderr.write(`${name ? `There is no command "${name}".\n` : ''}${list.join('')}`)
  process.exitCode = name ? 2 : 0
}
