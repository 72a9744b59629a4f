import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

/** Interval between two checks of the processes above this one, ms. */
const everyMs = 500
const runners = /^(npx|npm|pnpm|pnpx|yarn|corepack|bun|bunx)(-cli)?(\.[cm]?js|\.cmd|\.exe)?$/

/**
 * Calls `gone` once when a process that ran this one through npx, npm or pnpm has ended: those do not pass every signal
 * on, and what they started would continue without them. What is above them (a shell, a terminal) may end: the command
 * may have been put in the background. Returns a function that stops watching.
 */
export function watchRunners(gone) {
  const chain = runnersAbove()
  const timer = setInterval(() => {
    if (chain.every(isStillThere)) return
    clearInterval(timer)
    gone()
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

/** The processes from this one's parent up to the topmost package runner, each with its own parent. */
function runnersAbove() {
  const above = []
  let top = 0
  for (let child = process.pid; ; ) {
    const parent = parentOf(child)
    const command = parent > 1 || above.length > 0 ? commandOf(parent) : ''
    if (!isRunner(command) && !isShellCommand(command)) break
    above.push({ child, parent })
    if (isRunner(command)) top = above.length
    child = parent
  }
  return above.slice(0, top)
}

/** An ended process may stay as a zombie: its children have another parent then. */
function isStillThere({ child, parent }) {
  if (child === process.pid) return process.ppid === parent
  if (process.platform === 'linux') return parentOf(child) === parent
  return isAlive(child) && isAlive(parent)
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** `node /path/to/pnpm.mjs start`, or a title such as `npm exec pnpm start`. */
function isRunner(command) {
  const [program = '', script = ''] = command.split(/[\0 ]/)
  return runners.test(basename(program)) || (/^node/.test(basename(program)) && runners.test(basename(script)))
}

/** The executables with which package runners start commands. */
function isShellCommand(command) {
  return /^(\S*\/)?(sh|bash|dash|zsh)[\0 ]-c[\0 ]/.test(command)
}

/** 0 when it cannot be found. */
function parentOf(pid) {
  if (pid === process.pid) return process.ppid
  if (process.platform !== 'linux') return Number(ps('ppid=', pid))
  try {
    // The second field is the program's name in brackets and may contain anything.
    const [, parent = '0'] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) /).at(-1).split(' ')
    return Number(parent)
  } catch {
    return 0
  }
}

function commandOf(pid) {
  if (process.platform !== 'linux') return ps('command=', pid)
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

function ps(field, pid) {
  try {
    return execFileSync('ps', ['-o', field, '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return ''
  }
}
