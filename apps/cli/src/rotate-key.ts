import { parseArgs } from 'node:util'
import { runCommand } from '@inkbridge/server/control'
import type { CommandFactory } from './command.ts'

/** Gives the server a new key, whether it is running or not. */
export const rotateKey: CommandFactory = (t) => ({
  usage: t('rotate.usage'),
  about: t('rotate.about'),

  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: { 'drop-old-keys': { type: 'boolean', default: false } },
    })
    const cwd = process.env.INIT_CWD ?? process.cwd()
    const done = await runCommand(process.env, cwd, { command: 'rotate-key', dropOldKeys: values['drop-old-keys'] })
    if (done.ok && (done.value.code === 'key-rotated' || done.value.code === 'old-keys-dropped'))
      process.stdout.write(`${t(`done.${done.value.code}`, { links: done.value.links })}\n`)
    if (!done.ok) process.stderr.write(`${t(`problem.${done.problem.code}`, done.problem.values)}\n`)
    return done.ok ? 0 : 1
  },
})
