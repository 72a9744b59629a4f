import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { closeCodes } from '@inkbridge/types'
import { expect } from '@playwright/test'
import { createBoard } from './board.ts'
import { inFull, test } from './journey.ts'
import { freePort, TestServer } from './server.ts'
import { stock } from './stock.ts'

/** The README's command, and the ways to stop the server that it starts. */

const root = fileURLToPath(new URL('..', import.meta.url))
const command = ['npx', '-y', 'pnpm@12.21.0', 'start']
/** How soon port and folder are free, ms. */
const freeMs = 10_000

interface Program {
  readonly pid: number
  readonly parent: number
  readonly command: string
}

function programs(): readonly Program[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => {
      const [, pid, parent, name] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
      return name === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command: name }]
    })
}

/** A process and all its descendants, itself first. */
function below(pid: number): readonly Program[] {
  const all = programs()
  const found = all.filter((program) => program.pid === pid)
  for (const { pid: above } of found) found.push(...all.filter(({ parent }) => parent === above))
  return found
}

/** The command, run by another program if given, until its server answers. */
class Started {
  readonly url: string
  readonly dataDir = mkdtempSync(join(tmpdir(), 'inkbridge-start-'))
  readonly child: ChildProcess
  output = ''
  readonly #port: number
  #started: readonly Program[] = []

  private constructor(port: number, [program = '', ...args]: readonly string[]) {
    this.#port = port
    this.url = `http://127.0.0.1:${port}`
    const env = { ...process.env, HOST: '127.0.0.1', PORT: String(port), DATA_DIR: this.dataDir, PUBLIC_URL: '' }
    this.child = spawn(program, args, { cwd: root, env, stdio: ['pipe', 'pipe', 'pipe'] })
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (part) => {
        this.output += String(part)
      })
  }

  static async run(line: readonly string[]): Promise<Started> {
    const started = new Started(await freePort(), line)
    await expect.poll(() => started.#answers(), { timeout: 180_000, message: started.output }).toBe(true)
    started.#started = below(started.child.pid ?? 0)
    return started
  }

  /** The one process whose command line matches. */
  pidOf(name: RegExp): number {
    const found = this.#started.filter((program) => name.test(program.command))
    expect(found, JSON.stringify(this.#started, null, 1)).toHaveLength(1)
    return found[0]?.pid ?? 0
  }

  /** Nothing listens on the port, another server can open the folder, and every process has ended. */
  async expectFree(): Promise<void> {
    await expect.poll(() => this.#listens(), { timeout: freeMs }).toBe(false)
    const next = await TestServer.start({ dataDir: this.dataDir })
    await next.dispose()
    await expect.poll(() => this.#alive(), { timeout: freeMs }).toEqual([])
  }

  dispose(): void {
    for (const { pid } of this.#alive()) process.kill(pid, 'SIGKILL')
    rmSync(this.dataDir, { recursive: true, force: true })
  }

  #alive(): readonly Program[] {
    const now = programs()
    return this.#started.filter(({ pid, command: name }) =>
      now.some((program) => program.pid === pid && program.command === name),
    )
  }

  async #answers(): Promise<boolean> {
    const answer = await fetch(`${this.url}/healthz`).catch(() => null)
    return answer?.ok ?? false
  }

  async #listens(): Promise<boolean> {
    const socket = connect(this.#port, '127.0.0.1')
    const connected = once(socket, 'connect').then(
      () => true,
      () => false,
    )
    return connected.finally(() => socket.destroy())
  }
}

/** Runs the command and joins a board; then the server is stopped, and the client gets the message that it restarts. */
async function stopped(line: readonly string[], stop: (started: Started) => void): Promise<void> {
  test.setTimeout(300_000)
  const started = await Started.run(line)
  try {
    const board = await createBoard(started)
    const client = stock(started, board, board.tokens.editor)
    await expect.poll(() => client.provider.synced).toBe(true)
    stop(started)
    await expect.poll(() => client.codes[0], { timeout: freeMs }).toBe(closeCodes.restarting)
    client.dispose()
    await started.expectFree()
  } finally {
    started.dispose()
  }
}

const npx = /^npm exec /
const pnpm = /\/pnpm start$/
const run = /^node tools\/run\.mjs start$/

test.describe('the command in the README', () => {
  test.skip(process.platform === 'win32', 'Windows has no signals')

  for (const [title, name, signal] of [
    ['SIGTERM to npx', npx, 'SIGTERM'],
    ['SIGTERM to pnpm', pnpm, 'SIGTERM'],
    ['SIGTERM to the script of pnpm', run, 'SIGTERM'],
    ['SIGKILL to npx', npx, 'SIGKILL'],
    ['SIGKILL to the script of pnpm', run, 'SIGKILL'],
  ] as const)
    test(`without a terminal, ${title} shuts the server down cleanly`, name === npx ? {} : inFull, () =>
      stopped(command, (started) => process.kill(started.pidOf(name), signal)),
    )

  test('a second signal changes nothing', inFull, () =>
    stopped(command, (started) => {
      const pid = started.pidOf(run)
      process.kill(pid, 'SIGTERM')
      process.kill(pid, 'SIGTERM')
    }),
  )

  test.describe('in a terminal', () => {
    test.skip(process.platform !== 'linux' || !exists('script'), 'needs script of util-linux')
    const inTerminal = ['script', '-qec', command.join(' '), '/dev/null']

    for (const [title, name] of [
      ['SIGTERM to npx', npx],
      ['SIGTERM to pnpm', pnpm],
    ] as const)
      test(`${title} shuts the server down cleanly`, inFull, () =>
        stopped(inTerminal, (started) => process.kill(started.pidOf(name), 'SIGTERM')),
      )

    for (const keys of ['\x03', '\x03\x03'])
      test(
        `Ctrl-C pressed ${keys.length === 1 ? 'once' : 'twice'} shuts the server down cleanly`,
        keys.length === 1 ? {} : inFull,
        () => stopped(inTerminal, (started) => started.child.stdin?.write(keys)),
      )
  })

  test('SIGTERM to npx as the first process of a container shuts the server down cleanly', async () => {
    test.skip(!canUnshare(), 'needs root and unshare')
    await stopped(['unshare', '--pid', '--fork', '--mount-proc', '--kill-child', ...command], (started) =>
      process.kill(started.pidOf(npx), 'SIGTERM'),
    )
  })
})

function exists(program: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => canRun('test', ['-x', join(folder, program)]))
}

function canUnshare(): boolean {
  return process.platform === 'linux' && canRun('unshare', ['--pid', '--fork', '--mount-proc', 'true'])
}

function canRun(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
