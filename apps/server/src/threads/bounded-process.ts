import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { workFolderPrefix } from './leave.ts'

export interface ProcessLimits {
  /** How long it may compute for one answer, ms; where the system does not say, how long that may take. */
  readonly timeMs: number
  /** How much memory it may take, bytes of resident memory; watched on Linux only. */
  readonly memoryBytes: number
}

/** How large JavaScript's part of its memory may be, on every system, MB. */
const maxHeapMb = 768
/** It is not kept with more than so much memory when it has answered, bytes. */
const restBytes = 268_435_456
/** How often its memory and time are looked at while it works, ms. */
const watchMs = 25
/** On a busy machine an answer may take so many times as long as it may be computed. */
const waits = 6
/** `/proc` counts the time of processes in hundredths of a second (`man 5 proc`, CLK_TCK). */
const tickMs = 10

/** It took more time or memory than it may, and was killed. */
export class OverLimit extends Error {}

/** It ended for another reason. */
class Ended extends Error {}

const aborts: ReadonlySet<NodeJS.Signals | null> = new Set(['SIGABRT', 'SIGTRAP', 'SIGILL'] as const)

/** Where a child finds the number of the process that began it. */
export const parentVariable = 'INKBRIDGE_PARENT'

/** What is said over the channel, and what comes back. */
export type Reply<Result> = { readonly result: Result } | { readonly problem: string }

/**
 * A process that answers one question at a time, in a folder of its own and without our environment. It begins with the
 * first question, is killed when it passes a limit or has grown large, and begins again with the next.
 */
export class BoundedProcess<Request extends object, Result> {
  readonly #file: URL
  readonly #args: readonly string[]
  readonly #limits: ProcessLimits
  readonly #idleMs: number
  #child: ChildProcess | null = null
  #idle: ReturnType<typeof setTimeout> | undefined
  #ended = false

  /** @param args command-line arguments of the child (`process.argv` from index 2) */
  constructor(file: URL, args: readonly string[], limits: ProcessLimits, idleMs: number) {
    this.#file = file
    this.#args = args
    this.#limits = limits
    this.#idleMs = idleMs
  }

  /** The process, while there is one. */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Rejects with `OverLimit`, or with what went wrong. The last answer has come before. */
  async ask(request: Request): Promise<Result> {
    try {
      return await this.#ask(request)
    } catch (error) {
      if (!(error instanceof Ended) || this.#ended) throw error
      // It was killed from outside, perhaps before it was asked.
      return this.#ask(request)
    }
  }

  /** For good: what was asked and not answered is rejected. */
  end(): void {
    this.#ended = true
    clearTimeout(this.#idle)
    if (this.#child) this.#kill(this.#child)
  }

  async #ask(request: Request): Promise<Result> {
    if (this.#ended) throw new Error('The server is stopping.')
    clearTimeout(this.#idle)
    const child = this.#child ?? this.#start()
    try {
      return await this.#answer(child, request)
    } finally {
      if (this.#child === child) await this.#rest(child)
    }
  }

  async #rest(child: ChildProcess): Promise<void> {
    if ((await residentBytes(child.pid)) > restBytes) this.#kill(child)
    else if (this.#child === child) this.#idle = setTimeout(() => this.#kill(child), this.#idleMs).unref()
  }

  #answer(child: ChildProcess, request: Request): Promise<Result> {
    const { timeMs, memoryBytes } = this.#limits
    return new Promise<Result>((resolve, reject) => {
      let watching: ReturnType<typeof setTimeout> | undefined
      let over = false
      const settle = (run: () => void) => {
        over = true
        clearTimeout(timer)
        clearTimeout(watching)
        child.off('message', answered).off('exit', exited).off('error', failed)
        run()
      }
      const kill = (what: string) => {
        this.#kill(child)
        settle(() => reject(new OverLimit(what)))
      }
      const timer = setTimeout(() => kill('no answer for too long'), isTold ? timeMs * waits : timeMs)
      const before = computedMs(child.pid)
      const watch = async () => {
        const [memory, computed] = [await residentBytes(child.pid), (await computedMs(child.pid)) - (await before)]
        if (over) return
        if (memory > memoryBytes) kill(`more than ${memoryBytes} bytes`)
        else if (computed > timeMs) kill(`no answer after ${timeMs} ms`)
        else watchLater()
      }
      const watchLater = () => {
        watching = setTimeout(watch, watchMs)
      }
      watchLater()
      const answered = (message: unknown) => {
        const reply = message as Reply<Result>
        settle(() => ('problem' in reply ? reject(new Error(reply.problem)) : resolve(reply.result)))
      }
      // V8 aborts where JavaScript takes more than its part of the memory.
      const exited = (code: number | null, signal: NodeJS.Signals | null) =>
        settle(() => reject(aborts.has(signal) ? new OverLimit(`ended by ${signal}`) : new Ended(`${signal ?? code}`)))
      const failed = (error: Error) => settle(() => reject(error))
      child.on('message', answered).on('exit', exited).on('error', failed)
      child.send(request, (error) => error && failed(new Ended(error.message)))
    })
  }

  #start(): ChildProcess {
    const folder = mkdtempSync(join(tmpdir(), workFolderPrefix))
    const child = fork(this.#file, this.#args, {
      cwd: folder,
      env: { NODE_ENV: 'production', [parentVariable]: String(process.pid) },
      execArgv: [`--max-old-space-size=${maxHeapMb}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    const gone = () => {
      if (this.#child === child) this.#child = null
      rmSync(folder, { recursive: true, force: true })
    }
    child.on('exit', gone).on('error', gone)
    this.#child = child
    return child
  }

  #kill(child: ChildProcess): void {
    if (this.#child === child) this.#child = null
    child.kill('SIGKILL')
  }
}

/** Whether the system says what other processes compute. */
const isTold = existsSync('/proc/self/stat')

/**
 * How long a process has computed, ms; 0 where the system does not say. Not read in this thread: it would wait while the
 * process is given memory.
 */
async function computedMs(pid: number | undefined): Promise<number> {
  try {
    // After its name, which may hold anything: the 14th and the 15th field.
    const fields = (await readFile(`/proc/${pid}/stat`, 'latin1')).split(') ').at(-1)?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * tickMs
  } catch {
    return 0
  }
}

/** Physical memory of a process; 0 where the system does not say. */
async function residentBytes(pid: number | undefined): Promise<number> {
  try {
    const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'latin1')) ?? []
    return Number(kilobytes) * 1_024
  } catch {
    return 0
  }
}
