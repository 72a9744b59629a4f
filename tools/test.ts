import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { tryDefences } from './defences.ts'

/**
 * Runs the unit tests and the journeys, and ends with one line that counts them all. With `--full` also the long ones;
 * with `--defences` only the tests that must fail without a defence.
 */

interface Count {
  passed: number
  /** With the reason, since its output may be far above, or cut off. */
  failed: string[]
  skipped: string[]
}

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message?: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages?: readonly string[]
    }[]
  }[]
}

interface PlaywrightTest {
  readonly status: string
  readonly results?: readonly { readonly error?: { readonly message?: string } }[]
  readonly annotations: readonly { readonly type: string; readonly description?: string }[]
}

interface PlaywrightSuite {
  readonly title: string
  readonly suites?: readonly PlaywrightSuite[]
  readonly specs?: readonly { readonly title: string; readonly tests: readonly PlaywrightTest[] }[]
}

const root = fileURLToPath(new URL('..', import.meta.url))
const full = process.argv.includes('--full')
const onlyDefences = process.argv.includes('--defences')
const reports = mkdtempSync(join(tmpdir(), 'inkbridge-test-'))
const count: Count = { passed: 0, failed: [], skipped: [] }

const unitReport = join(reports, 'unit.json')
const codes = onlyDefences ? [] : await all()
if (onlyDefences || full) await defences()
countUnits(read<VitestReport>(unitReport))
rmSync(reports, { recursive: true })

const { passed, failed, skipped } = count
for (const name of skipped) process.stdout.write(`skipped: ${name}\n`)
for (const name of failed) process.stdout.write(`failed: ${name}\n`)
const broken = failed.length > 0 || codes.some((code) => code !== 0) || passed === 0
const strict = process.env.CI_FULL === '1' && skipped.length > 0
if (strict) process.stdout.write('CI_FULL=1: a skipped test is a failure.\n')
process.stdout.write(`\n${passed} passed, ${failed.length} failed, ${skipped.length} skipped\n`)
process.exit(broken || strict ? 1 : 0)

async function all(): Promise<readonly number[]> {
  return [
    await run('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`], root, {
      INKBRIDGE_FULL: full ? '1' : '0',
    }),
    await journeys('pages', 'beside'),
    await journeys('alone'),
  ]
}

async function defences(): Promise<void> {
  const { passed, failed } = await tryDefences()
  count.passed += passed
  count.failed.push(...failed)
}

/** Runs projects of the journeys at the same time, and counts their tests. */
async function journeys(...projects: readonly string[]): Promise<number> {
  const report = join(reports, `${projects[0]}.json`)
  const chosen = projects.map((name) => `--project=${name}`)
  const code = await run('playwright', ['test', '--reporter=list,json', ...chosen], join(root, 'e2e'), {
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    INKBRIDGE_FULL: full ? '1' : '0',
  })
  countJourneys(read<{ readonly suites: readonly PlaywrightSuite[] }>(report)?.suites ?? [], '')
  return code
}

function countUnits(report: VitestReport | null): void {
  for (const file of report?.testResults ?? []) {
    if (file.status === 'failed' && file.assertionResults.length === 0)
      count.failed.push(because(file.name, file.message))
    for (const { fullName, status, failureMessages } of file.assertionResults) {
      if (status === 'passed') count.passed += 1
      else if (status === 'failed') count.failed.push(because(fullName, failureMessages?.[0]))
      else count.skipped.push(fullName)
    }
  }
}

function countJourneys(suites: readonly PlaywrightSuite[], above: string): void {
  for (const suite of suites) {
    for (const { title, tests } of suite.specs ?? []) {
      for (const { status, annotations, results } of tests) {
        const why = annotations.find(({ type }) => type === 'skip')?.description
        if (status === 'expected') count.passed += 1
        else if (status === 'skipped') count.skipped.push(`${above}${suite.title}: ${title}${why ? ` (${why})` : ''}`)
        else count.failed.push(because(`${above}${suite.title}: ${title}`, results?.at(-1)?.error?.message))
      }
    }
    countJourneys(suite.suites ?? [], `${above}${suite.title}: `)
  }
}

function because(name: string, message = ''): string {
  return [name, ...stripVTControlCharacters(message).split('\n').slice(0, 6)].join('\n    ')
}

function read<Report>(file: string): Report | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report
  } catch {
    return null
  }
}

function run(name: string, args: readonly string[], cwd: string, extra: Record<string, string>): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(join(cwd, 'node_modules/.bin', name), args, {
      cwd,
      env: { ...process.env, ...extra },
      stdio: 'inherit',
    })
    child.on('error', () => resolve(1))
    child.on('exit', (code) => resolve(code ?? 1))
  })
}
