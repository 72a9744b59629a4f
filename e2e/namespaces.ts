import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from '@playwright/test'
import type { TestBoard } from './board.ts'
import { browserArgs, findBrowser } from './browser.ts'
import { find } from './real-proxies.ts'
import { TestServer } from './server.ts'

const tunem = fileURLToPath(new URL('./tools/tunem.py', import.meta.url))
const serverAddress = '10.98.0.2'

/** The faults of a network, in each direction; `tools/tunem.py` explains each field. */
export interface Weather {
  readonly delay_ms?: number
  readonly jitter_ms?: number
  readonly loss?: number
  /** From the browser, and to it. */
  readonly rate_kbit?: readonly [number, number]
  readonly down?: boolean
}

/** The reason why it cannot run here; null when it can. */
export function whyNot(): string | null {
  if (process.getuid?.() !== 0) return 'network namespaces need root'
  if (!existsSync('/dev/net/tun')) return 'there is no /dev/net/tun'
  const missing = ['ip', 'python3'].filter((program) => !find(program))
  return missing.length > 0 ? `not installed: ${missing.join(', ')}` : null
}

/** A server and a witness on one network, a browser on another, and a faulty link between them. */
export class Networks {
  readonly server: TestServer
  /** On the server's network. */
  readonly witness: Browser
  /** Behind the faulty link. */
  readonly browser: Browser
  readonly #folder: string
  readonly #names: Names
  readonly #weather: ChildProcess
  #address = '10.98.0.1'
  #moves = 0

  private constructor(
    parts: { server: TestServer; witness: Browser; browser: Browser; weather: ChildProcess },
    folder: string,
    names: Names,
  ) {
    this.server = parts.server
    this.witness = parts.witness
    this.browser = parts.browser
    this.#weather = parts.weather
    this.#folder = folder
    this.#names = names
  }

  static async start(): Promise<Networks> {
    const folder = mkdtempSync(join(tmpdir(), 'inkbridge-networks-'))
    const names = { near: `ink-near-${process.pid}`, far: `ink-far-${process.pid}` }
    for (const name of Object.values(names)) ip('netns', 'add', name)
    const weather = spawn('python3', [tunem, names.near, names.far, join(folder, 'weather.json')])
    weather.stderr.pipe(process.stderr)
    await once(weather.stdout, 'data')
    ip('-n', names.far, 'route', 'add', '10.98.0.0/24', 'dev', 'far')
    const server = await TestServer.start({ network: { namespace: names.far, address: serverAddress } })
    const [witness, browser] = [await launch(folder, names.far), await launch(folder, names.near)]
    return new Networks({ server, witness, browser, weather }, folder, names)
  }

  set(weather: Weather): void {
    const file = join(this.#folder, 'weather.json')
    writeFileSync(`${file}.new`, JSON.stringify(weather))
    renameSync(`${file}.new`, file)
  }

  /** As from Wi-Fi to mobile: the browser's address changes, and open connections die. */
  move(): void {
    this.#moves += 1
    const next = `10.98.0.${10 + this.#moves}`
    const change = (what: string, address: string) =>
      ip('-n', this.#names.near, 'addr', what, address, 'peer', serverAddress, 'dev', 'near')
    change('del', this.#address)
    change('add', next)
    this.#address = next
  }

  /** Requested from the server's network: the test itself is on neither. */
  async createBoard(): Promise<TestBoard> {
    const page = await this.witness.newPage()
    await page.goto(this.server.url)
    const board = await page.evaluate(async () => {
      const headers = { 'Content-Type': 'application/json' }
      return (await fetch('/api/boards', { method: 'POST', headers, body: '{}' })).json()
    })
    await page.context().close()
    return board as TestBoard
  }

  async dispose(): Promise<void> {
    await Promise.all([this.witness.close(), this.browser.close()])
    await this.server.dispose()
    const ended = once(this.#weather, 'exit')
    this.#weather.kill()
    await ended
    for (const name of Object.values(this.#names)) ip('netns', 'del', name)
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

interface Names {
  readonly near: string
  readonly far: string
}

function ip(...args: readonly string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'inherit'] })
}

async function launch(folder: string, namespace: string): Promise<Browser> {
  const { executablePath, env } = await findBrowser()
  const inside = join(folder, `${namespace}.sh`)
  writeFileSync(inside, `#!/bin/sh\nexec ip netns exec ${namespace} '${executablePath}' "$@"\n`, { mode: 0o755 })
  const whole = { ...process.env, ...env } as Record<string, string>
  return chromium.launch({ executablePath: inside, args: [...browserArgs], env: whole })
}
