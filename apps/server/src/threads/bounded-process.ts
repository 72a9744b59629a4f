import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { workFolderPrefix } from './leave.ts'

export interface ProcessLimits {
  /** Limit of CPU time for one answer, ms; of elapsed time on systems without `/proc`. */
  readonly timeMs: number
  /** Limit of resident memory, bytes; enforced on Linux only. */
  readonly memoryBytes: number
}

/** Limit of the JavaScript heap, on every system, MB. */
const maxHeapMb = 768
/** A process with more resident memory than this after an answer is ended, bytes. */
const restBytes = 268_435_456
/** Interval at which memory and time are checked, ms. */
const watchMs = 25
/** Limit of elapsed time as a multiple of that of CPU time, for busy machines. */
const waits = 6
/** `/proc` counts the time of processes in hundredths of a second (`man 5 proc`, CLK_TCK). */
const tickMs = 10

/** The process exceeded a limit and was killed. */
export class OverLimit extends Error {}

/** The process ended for another reason, twice in a row. */
export class Ended extends Error {}

const aborts: ReadonlySet<NodeJS.Signals | null> = new Set(['SIGABRT', 'SIGTRAP', 'SIGILL'] as const)

/** The environment variable with the pid of the parent. */
export const parentVariable = 'INKBRIDGE_PARENT'

/** An answer over the IPC channel. */
export type Reply<Result> = { readonly result: Result } | { readonly problem: string }

/**
 * A child process that answers one request at a time, in its own folder and without our environment. It starts with the
 * first request, is killed when it exceeds a limit or has grown large, and starts again with the next.
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

  /** The pid of the process, while it runs. */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Rejects with `OverLimit` or the error of the process. Call only after the previous request has been answered. */
  async ask(request: Request): Promise<Result> {
    try {
      return await this.#ask(request)
    } catch (error) {
      if (!(error instanceof Ended) || this.#ended) throw error
      // It was killed from outside, perhaps before the request.
      return this.#ask(request)
    }
  }

  /** Ends the process permanently; rejects the pending request. */
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
      if (this.#child === child) await this.#keepOrKill(child)
    }
  }

  async #keepOrKill(child: ChildProcess): Promise<void> {
    const usage = measureProcess(child.pid)
    const bytes = await usage.residentBytes()
    usage.close()
    if (bytes > restBytes) this.#kill(child)
    else if (this.#child === child) this.#idle = setTimeout(() => this.#kill(child), this.#idleMs).unref()
  }

  #answer(child: ChildProcess, request: Request): Promise<Result> {
    const { timeMs, memoryBytes } = this.#limits
    return new Promise<Result>((resolve, reject) => {
      let watching: ReturnType<typeof setTimeout> | undefined
      let over = false
      const finish = (run: () => void) => {
        over = true
        usage.close()
        clearTimeout(timer)
        clearTimeout(watching)
        child.off('message', answered).off('exit', exited).off('error', failed)
        run()
      }
      const kill = (what: string) => {
        this.#kill(child)
        finish(() => reject(new OverLimit(what)))
      }
      const timer = setTimeout(() => kill('no answer for too long'), hasProc ? timeMs * waits : timeMs)
      const usage = measureProcess(child.pid)
      const before = usage.computedMs()
      const watch = async () => {
        const [memory, computed] = [await usage.residentBytes(), (await usage.computedMs()) - (await before)]
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
        finish(() => ('problem' in reply ? reject(new Error(reply.problem)) : resolve(reply.result)))
      }
      // V8 aborts when JavaScript exceeds its heap limit.
      const exited = (code: number | null, signal: NodeJS.Signals | null) =>
        finish(() => reject(aborts.has(signal) ? new OverLimit(`ended by ${signal}`) : new Ended(`${signal ?? code}`)))
      const failed = (error: Error) => finish(() => reject(error))
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

/** Whether the system reports the CPU time of processes. */
const hasProc = existsSync('/proc/self/stat')

interface ProcessUsage {
  /** CPU time, ms; 0 if unknown. */
  computedMs(): Promise<number>
  /** Resident memory, bytes; 0 if unknown. */
  residentBytes(): Promise<number>
  close(): void
}

/**
 * Measures another process. Its files are opened once and read again each time, asynchronously: a read blocks while
 * the process allocates memory.
 */
function measureProcess(pid: number | undefined): ProcessUsage {
  const [stat, status] = [readAgain(`/proc/${pid}/stat`), readAgain(`/proc/${pid}/status`)]
  return {
    computedMs: async () => {
      // The 14th and 15th fields, counted after the name, which may contain spaces and brackets.
      const fields = (await stat.read()).split(') ').at(-1)?.split(' ') ?? []
      return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * tickMs
    },
    residentBytes: async () => {
      const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(await status.read()) ?? []
      return Number(kilobytes) * 1_024
    },
    close: () => {
      stat.close()
      status.close()
    },
  }
}

/** Reads a small file of `/proc` again and again; empty when it cannot be read. */
function readAgain(path: string): { read(): Promise<string>; close(): void } {
  const opened = open(path).catch(() => null)
  const buffer = Buffer.alloc(4_096)
  return {
    read: async () => {
      try {
        const { bytesRead = 0 } = (await (await opened)?.read(buffer, 0, buffer.byteLength, 0)) ?? {}
        return buffer.toString('latin1', 0, bytesRead)
      } catch {
        return ''
      }
    },
    close: () => void opened.then((file) => file?.close()).catch(() => undefined),
  }
}
