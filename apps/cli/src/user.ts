import { parseArgs } from 'node:util'
import { type ControlDone, type ControlRequest, runCommand } from '@inkbridge/server/control'
import { type CommandFactory, Failure } from './command.ts'
import type { Translate } from './locale/locale.ts'

/** Manages the accounts of a server, whether it is running or not. */
export const user: CommandFactory = (t) => ({
  usage: t('user.usage'),
  about: t('user.about'),

  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { name: { type: 'string' } },
      allowPositionals: true,
    })
    const request = requestOf(positionals, values.name ?? null)
    if (!request) throw new Error(t('user.expected'))
    const done = await runCommand(process.env, process.env.INIT_CWD ?? process.cwd(), request)
    if (!done.ok) throw new Failure(t(`problem.${done.problem.code}`, done.problem.values))
    const { value } = done
    if (value.code === 'user-exists' || value.code === 'user-missing')
      throw new Failure(t(`user.${value.code}`, { email: value.email }))
    process.stdout.write(`${said(value, t)}\n`)
    return 0
  },
})

function requestOf([action, email, ...rest]: readonly string[], name: string | null): ControlRequest | null {
  if (rest.length > 0) return null
  if (action === 'list') return email === undefined ? { command: 'user-list' } : null
  if (email === undefined || !/^[^\s@]+@[^\s@]+$/.test(email)) return null
  if (action === 'add') return { command: 'user-add', email, name }
  const changes = ['disable', 'enable', 'reset'] as const
  const change = changes.find((each) => each === action)
  return change ? { command: `user-${change}`, email } : null
}

function said(done: ControlDone, t: Translate): string {
  switch (done.code) {
    case 'user-added':
    case 'administrator-added':
    case 'user-reset':
      return t(`user.${done.code}`, { email: done.email, link: done.link, days: done.days })
    case 'user-disabled':
    case 'user-enabled':
      return t(`user.${done.code}`, { email: done.email })
    case 'users':
      return done.users.map((each) => lineOf(each, t)).join('\n') || t('user.none')
    default:
      throw new Error(`unexpected answer: ${done.code}`)
  }
}

function lineOf(
  { email, name, role, disabled, hasPassword }: (ControlDone & { readonly code: 'users' })['users'][number],
  t: Translate,
): string {
  const marks = [
    ...(role === 'admin' ? [t('user.administrator')] : []),
    ...(disabled ? [t('user.disabled')] : []),
    ...(hasPassword ? [] : [t('user.noPassword')]),
  ]
  return [email ?? '-', name ?? '-', ...marks].join('\t')
}
