import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../apps/server/src/main.ts', import.meta.url))
const mainWithout = fileURLToPath(new URL('../apps/server/src/testing/serve-without.ts', import.meta.url))

export interface TestServerOptions {
  /** A defence that the server lacks, by its name in `apps/server/src/testing/twins.ts`. */
  readonly without?: string
  /** A module loaded into the server first: a way to inject a fault. */
  readonly preload?: string
  /** Another checkout of the project, whose server is started. Default: this one. */
  readonly checkout?: string
  /** Settings in addition to those of every test. */
  readonly env?: Readonly<Record<string, string>>
  /** Default: a new one, which is removed with the server. */
  readonly dataDir?: string
  /** On a network of its own, at this address. */
  readonly network?: { readonly namespace: string; readonly address: string }
  /** A line of shell that runs the server as `"$@"`, with other limits or another stderr. */
  readonly shell?: string
  /** True in a test where the server may exit unexpectedly. Else that fails the test, whenever it exits. */
  readonly mayFail?: boolean
}

/** A real server process with its own folder. */
export class TestServer {
  readonly port: number
  readonly url: string
  readonly dataDir: string
  /** Everything it has printed. */
  output = ''
  readonly #main: string
  readonly #flags: readonly string[]
  readonly #host: string
  readonly #env: Readonly<Record<string, string>>
  readonly #ownsFolder: boolean
  readonly #network: TestServerOptions['network']
  readonly #shell: string | undefined
  readonly #mayFail: boolean
  #process: ChildProcess | null = null

  private constructor(port: number, options: TestServerOptions) {
    const { without, preload, checkout, env = {}, dataDir, network, shell, mayFail = false } = options
    this.port = port
    this.#main = checkout ? join(checkout, 'apps/server/src/main.ts') : without ? mainWithout : main
    this.#env = without ? { ...env, INKBRIDGE_TEST_WITHOUT: without } : env
    const imported = preload ? ['--import', new URL(preload, import.meta.url).href] : []
    this.#flags = ['--max-semi-space-size=8', '--v8-pool-size=2', ...imported]
    this.#network = network
    this.#shell = shell
    this.#mayFail = mayFail
    this.#host = network?.address ?? '127.0.0.1'
    this.url = `http://${this.#host}:${port}`
    this.#ownsFolder = dataDir === undefined
    this.dataDir = dataDir ?? mkdtempSync(join(tmpdir(), 'inkbridge-e2e-'))
  }

  static async start(options: TestServerOptions = {}): Promise<TestServer> {
    const server = new TestServer(await freePort(), options)
    await server.run()
    return server
  }

  async run(): Promise<void> {
    const { port, dataDir } = this
    const inside = this.#network ? ['ip', 'netns', 'exec', this.#network.namespace] : []
    const shell = this.#shell === undefined ? [] : ['sh', '-c', this.#shell, 'sh']
    const [program = '', ...args] = [...inside, ...shell, process.execPath, ...this.#flags, this.#main]
    const child = spawn(program, args, {
      env: {
        ...process.env,
        // As `pnpm start` and the service do.
        MALLOC_ARENA_MAX: '2',
        MALLOC_MMAP_THRESHOLD_: '262144',
        HOST: this.#host,
        PORT: String(port),
        DATA_DIR: dataDir,
        PUBLIC_URL: '',
        INKBRIDGE_DEV: '',
        ...this.#env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#process = child
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => (this.output += String(part)))
    await this.#untilHealthy(child)
  }

  /** Makes its disk refuse writes; with `sabotage/full-disk.ts`. */
  fillDisk(): void {
    writeFileSync(join(this.dataDir, 'full'), '')
  }

  makeRoom(): void {
    rmSync(join(this.dataDir, 'full'))
  }

  get pid(): number {
    return this.#process?.pid ?? 0
  }

  /** No warning, no flush: as in a power cut, except for what the disk itself buffers. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async stop(): Promise<number | null> {
    return this.#end('SIGTERM')
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.kill(signal)
  }

  /** Waits until it has exited; returns its exit code. */
  async ended(): Promise<number | null> {
    const child = this.#process
    if (child && !hasEnded(child)) await once(child, 'exit')
    return child?.exitCode ?? null
  }

  /** Throws when the server had exited before, or logged an uncaught error. */
  async dispose(): Promise<void> {
    try {
      await this.kill()
    } finally {
      if (this.#ownsFolder) rmSync(this.dataDir, { recursive: true, force: true })
    }
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const child = this.#process
    if (!child) return null
    const alone = hasEnded(child)
    if (!alone) {
      const exited = once(child, 'exit')
      child.kill(signal)
      await exited
    }
    this.#process = null
    const fatal = this.output.includes('"level":60')
    if ((alone || fatal) && !this.#mayFail)
      throw new Error(`the server exited unexpectedly (${child.exitCode ?? child.signalCode}):\n${this.output}`)
    return child.exitCode
  }

  async #answers(): Promise<boolean> {
    const answer = await fetch(`${this.url}/healthz`).catch(() => null)
    return answer?.ok ?? false
  }

  async #untilHealthy(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + 90_000
    while (Date.now() < deadline) {
      if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${this.output}`)
      if (this.#network ? this.output.includes('is running') : await this.#answers()) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error(`the server does not answer:\n${this.output}`)
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (typeof address !== 'object' || !address) throw new Error('no port is free')
  return address.port
}
