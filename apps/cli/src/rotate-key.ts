import { parseArgs } from 'node:util'
import { runCommand } from '@inkbridge/server/control'
import type { Command } from './main.ts'

/** Gives the server a new key, whether it runs or not. */
export const rotateKey: Command = {
  usage: '[--drop-old-keys]',
  about:
    'gives the server of DATA_DIR a new key; guests and links stay. --drop-old-keys when a key has leaked: browsers become new guests',

  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: { 'drop-old-keys': { type: 'boolean', default: false } },
    })
    const cwd = process.env.INIT_CWD ?? process.cwd()
    const done = await runCommand(process.env, cwd, { command: 'rotate-key', dropOldKeys: values['drop-old-keys'] })
    if (done.ok) process.stdout.write(`${done.value}\n`)
    else process.stderr.write(`${done.problem}\n`)
    return done.ok ? 0 : 1
  },
}
