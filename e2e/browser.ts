import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

export interface Browser {
  readonly executablePath: string
  readonly env: Readonly<Record<string, string>>
}

/** Arguments for a browser to run here, as root and without a network of its own. */
export const browserArgs: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // The headless shell from npm rounds letter widths differently from browsers with a screen.
  '--font-render-hinting=none',
]

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/** `CHROMIUM_PATH`, else the system's Chromium or Chrome, else the one installed by npm. */
export async function findBrowser(): Promise<Browser> {
  const given = process.env.CHROMIUM_PATH
  if (given) return { executablePath: given, env: {} }
  const folders = (process.env.PATH ?? '').split(':')
  const installed = folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((file) => existsSync(file))
  return installed ? { executablePath: installed, env: {} } : npmBrowser()
}

/** @sparticuz/chromium contains a headless Chromium for Linux x64, and the libraries that a minimal machine lacks. */
async function npmBrowser(): Promise<Browser> {
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x'
  const { default: chromium } = await import('@sparticuz/chromium')
  const executablePath = await chromium.executablePath()
  const libraries = process.env.LD_LIBRARY_PATH ?? ''
  try {
    execFileSync(executablePath, ['--version'], { env: { ...process.env, LD_LIBRARY_PATH: libraries } })
  } catch (error) {
    throw new Error(`No browser runs here. Install Chromium, or set CHROMIUM_PATH. (${String(error).slice(0, 200)})`)
  }
  return { executablePath, env: { LD_LIBRARY_PATH: libraries } }
}
