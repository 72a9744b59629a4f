import { type Command, Failure } from './command.ts'
import { exportBoards } from './export-boards.ts'
import { importFiles } from './import-files.ts'
import { inspect } from './inspect.ts'
import { translatorOf } from './locale/locale.ts'
import { rotateKey } from './rotate-key.ts'
import { user } from './user.ts'

/** The program `inkbridge`: the name of a command, then its arguments. */
const t = translatorOf(process.env)
const commands: Readonly<Record<string, Command>> = {
  export: exportBoards(t),
  import: importFiles(t),
  inspect: inspect(t),
  'rotate-key': rotateKey(t),
  user: user(t),
}

const [name = '', ...args] = process.argv.slice(2)
const command = Object.hasOwn(commands, name) ? commands[name] : undefined
if (command && args.includes('--help')) {
  process.stdout.write(`${t('usage', { command: name, usage: command.usage })}\n${command.about}\n`)
} else if (command) {
  process.exitCode = await command.run(args).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    if (error instanceof Failure) return 1
    process.stderr.write(`${t('usage', { command: name, usage: command.usage })}\n`)
    return 2
  })
} else {
  const list = Object.entries(commands).map(
    ([each, { usage, about }]) => `  inkbridge ${each} ${usage}\n      ${about}\n`,
  )
  process.stderr.write(`${name ? `${t('unknownCommand', { name })}\n` : ''}${list.join('')}`)
  process.exitCode = name ? 2 : 0
}
