/**
 * The root scripts: `dev build start check test bench`. Runs on any Node >= 20; what it starts runs on the Node that the
 * project brings.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { watchRunners } from './ancestors.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = join(root, 'node_modules/.bin')
const [command, ...flags] = process.argv.slice(2)

/**
 * Settings that keep the server's memory small: young objects are collected sooner, by two threads instead of four, so
 * that collecting leaves the main thread a processor on a machine of two; threads share malloc's arenas, and
 * large blocks return to the system when they are freed (bytes; glibc otherwise raises its own threshold until it keeps
 * all of them).
 */
const lean = {
  flags: ['--max-semi-space-size=8', '--v8-pool-size=2'],
  env: { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '262144' },
}

const children = new Set()
let stopping = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stopChildren(signal))

const commands = { build, start, dev, check, test, bench, inkbridge }
const run = commands[command]
if (!run) stop(`There is no "${command}". There are: ${Object.keys(commands).join(', ')}.`)
process.exitCode = await run()

function build() {
  return tool('turbo', ['run', 'build', '--output-logs=errors-only', '--log-order=stream'])
}

/**
 * Builds what has changed, then runs the server until it ends. The server has a channel to this process and stops when
 * it closes; this process stops it when the process that ran `start` has ended.
 */
async function start() {
  watchRunners(() => stopChildren('SIGTERM'))
  const failed = await buildPages()
  if (failed || stopping) return failed || 0
  return spawnHere(node(), [...lean.flags, join(root, 'apps/server/src/main.ts')], lean.env, [
    'inherit',
    'inherit',
    'inherit',
    'ipc',
  ])
}

/** Restarts the server when its own sources change; pages are reloaded by Next. */
function dev() {
  const watched = ['apps/server/src', 'packages/types/src', 'packages/board/src'].map(
    (path) => `--watch-path=${join(root, path)}`,
  )
  return spawnHere(node(), [...watched, '--watch-preserve-output', join(root, 'apps/server/src/main.ts')], {
    INKBRIDGE_DEV: '1',
  })
}

/** Everything that can be checked without running the product. */
async function check() {
  const steps = [
    ['biome', ['ci', '--error-on-warnings']],
    ['turbo', ['run', 'typecheck', '--output-logs=errors-only']],
    ['turbo', ['boundaries']],
    ['tsc', ['-p', 'examples']],
    ['knip', []],
  ]
  for (const [name, args] of steps) {
    const code = await tool(name, args)
    if (code !== 0) return code
  }
  const worded = await spawnHere(node(), [join(root, 'tools/words.ts')], {})
  const documented = worded || (await spawnHere(node(), [join(root, 'tools/documents.ts')], {}))
  const coloured = documented || (await spawnHere(node(), [join(root, 'tools/tokens.ts')], {}))
  return coloured || spawnHere(node(), [join(root, 'tools/growth.ts')], {})
}

/**
 * Unit tests, then the journeys in a browser; with --full also the long ones; with --defences only the tests of
 * defences.
 */
async function test() {
  const failed = flags.includes('--defences') ? 0 : await buildPages()
  return failed || spawnHere(node(), [join(root, 'tools/test.ts'), ...flags], {})
}

/** Measures Inkbridge beside its peers, which are installed for it alone; with names, only those scenarios. */
async function bench() {
  const failed = await buildPages()
  return failed || spawnHere(node(), [join(root, 'bench/bench.ts'), ...flags], {})
}

/** Commands for boards in a terminal. */
function inkbridge() {
  return spawnHere(node(), [join(root, 'apps/cli/src/main.ts'), ...flags], {})
}

function tool(name, args) {
  return spawnHere(join(bin, name), args, {})
}

function buildPages() {
  return quietly('turbo', ['run', 'build', '--filter=@inkbridge/web', '--output-logs=errors-only'])
}

/** Prints the output of a tool only when it fails. */
function quietly(name, args) {
  return new Promise((resolve) => {
    const child = spawned(join(bin, name), args, {}, ['ignore', 'pipe', 'pipe'])
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += part))
    child.on('exit', (code) => {
      if (code !== 0 && !stopping) process.stderr.write(said)
      resolve(code ?? 1)
    })
  })
}

/** Runs in this terminal and returns the exit code. */
function spawnHere(file, args, extra, stdio = 'inherit') {
  return new Promise((resolve) => {
    const child = spawned(file, args, extra, stdio)
    child.on('exit', (code, signal) => resolve(code ?? (signal ? 130 : 1)))
  })
}

/** Passes signals to this process on to the child for as long as it runs. */
function spawned(file, args, extra, stdio) {
  const child = spawn(file, args, { cwd: root, env: environment(extra), stdio })
  children.add(child)
  child.on('error', (error) => stop(error.message))
  child.on('exit', () => children.delete(child))
  return child
}

function stopChildren(signal) {
  stopping = true
  for (const child of children) child.kill(signal)
}

function environment(extra) {
  return {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env.PATH}`,
    DO_NOT_TRACK: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    ...extra,
  }
}

/** The project's own Node where npm has one for this machine, else the system's if it is new enough. */
function node() {
  const own = join(bin, 'node')
  if (existsSync(own)) return own
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath
  return stop(
    `Inkbridge needs Node 22.18 or later here; this is ${process.versions.node}. Install a newer Node, then run this again.`,
  )
}

function stop(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
