import { execFileSync, spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

/** The systemd unit, as far as systemd can check it without running it. */

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')
const folder = mkdtempSync(join(tmpdir(), 'inkbridge-unit-'))
afterAll(() => rmSync(folder, { recursive: true }))

const unit = readFileSync(join(root, 'deploy/systemd/inkbridge.service'), 'utf8')
const help = spawnSync('systemd-analyze', ['--help'], { encoding: 'utf8' }).stdout ?? ''
const hasSystemd = help.includes('--offline')
const hasOwnNode = spawnSync(join(root, 'node_modules/.bin/node'), ['--version']).status === 0

/** Writes the unit as it would be with the program in this folder. */
function installed(text: string): string {
  const file = join(folder, 'inkbridge.service')
  writeFileSync(file, text.replaceAll('/opt/inkbridge', root))
  return file
}

/** The output of `systemd-analyze verify`, which exits with 0 after most of its complaints. */
function complaints(text: string): string {
  const { stdout, stderr } = spawnSync('systemd-analyze', ['verify', installed(text)], { encoding: 'utf8' })
  return stdout + stderr
}

/** The exposure of the service, from 0 to 10, according to `systemd-analyze security`. */
function exposure(text: string): number {
  const said = execFileSync(
    'systemd-analyze',
    ['security', '--offline=true', '--no-pager', '--threshold=100', installed(text)],
    { encoding: 'utf8' },
  )
  return Number(/Overall exposure level[^:]*: ([\d.]+)/.exec(said)?.[1] ?? Number.NaN)
}

test.skipIf(!hasSystemd || !hasOwnNode)('systemd accepts the unit without warnings', () => {
  expect(complaints(unit)).toBe('')
  expect(complaints(unit.replace('UMask=0077', 'UMask=many'))).not.toBe('')
})

test.skipIf(!hasSystemd)('the service is sandboxed: its exposure is under 2.5', () => {
  expect(exposure(unit)).toBeLessThan(2.5)
  expect(exposure(unit.replace('ProtectSystem=strict\n', '').replace('CapabilityBoundingSet=\n', ''))).toBeGreaterThan(
    2.5,
  )
})

test('the service runs node itself, so that signals reach the server', () => {
  expect(/^ExecStart=(.*)$/m.exec(unit)?.[1]).toBe(
    '/opt/inkbridge/node_modules/.bin/node --max-semi-space-size=8 --v8-pool-size=2 apps/server/src/main.ts',
  )
  expect(unit).not.toMatch(/^MemoryDenyWriteExecute/m)
})

test('every command in the documents names the version of pnpm that made the lockfile', () => {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { packageManager: string }
  const pages = ['*.md', 'docs/*.md', 'examples/*/*.md', 'packages/*/*.md', 'bench/*.md', 'deploy/*/*', '.ci/run']
  const named = globSync(pages, { cwd: root }).flatMap(
    (file) => readFileSync(join(root, file), 'utf8').match(/\bpnpm@[\w.]+(?<!\.)/g) ?? [],
  )
  expect(named.length).toBeGreaterThan(10)
  expect(new Set(named)).toEqual(new Set([packageManager]))
})
