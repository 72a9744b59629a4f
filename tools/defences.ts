import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { removals } from '../apps/server/src/testing/defences.ts'

/** Removes one defence after another, and runs the test that must fail without it. */

interface Defence {
  readonly name: string
  /** Relative to the repository. */
  readonly file: string
  /** The whole name of the test, with ` > ` after each group. */
  readonly test: string
}

interface VitestReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages?: readonly string[]
    }[]
  }[]
}

type Outcome = 'passed' | 'failed' | 'not run'

const root = fileURLToPath(new URL('..', import.meta.url))
const defences: readonly Defence[] = [
  ...Object.entries(removals).map(
    ([
      name,
      {
        test: [file, test],
      },
    ]) => ({ name, file: `apps/server/src/${file}`, test }),
  ),
  {
    name: 'attributes of a picture are escaped',
    file: 'packages/canvas/src/picture/svg.test.ts',
    test: 'a custom colour, font or name never ends an attribute',
  },
]

/**
 * Prints a table; returns how many tests failed without their defence, as they must, and the lines of those that did
 * not.
 */
export async function tryDefences(): Promise<{ readonly passed: number; readonly failed: readonly string[] }> {
  const reports = mkdtempSync(join(tmpdir(), 'inkbridge-defences-'))
  try {
    const files = [...new Set(defences.map(({ file }) => file))]
    const whole = await outcomes(join(reports, 'whole.json'), files, null, null)
    const rows = []
    for (const [index, defence] of defences.entries()) {
      const { name, file, test } = defence
      // Reports join a group and its tests without the separator.
      const fullName = test.replaceAll(' > ', ' ')
      const without = await outcomes(join(reports, `${index}.json`), [file], test, name)
      rows.push({ name, withIt: whole.get(fullName) ?? 'not run', withoutIt: without.get(fullName) ?? 'not run' })
      const last = rows.at(-1)
      if (last) process.stdout.write(`${isGood(last) ? 'ok ' : 'BAD'}  ${line(last)}\n`)
    }
    const passed = rows.filter(isGood).length
    process.stdout.write(`${passed} of ${rows.length} defences have a test that fails without them\n`)
    return { passed, failed: rows.filter((row) => !isGood(row)).map((row) => line(row)) }
  } finally {
    rmSync(reports, { recursive: true })
  }
}

interface Row {
  readonly name: string
  readonly withIt: Outcome
  readonly withoutIt: Outcome
}

function isGood({ withIt, withoutIt }: Row): boolean {
  return withIt === 'passed' && withoutIt === 'failed'
}

function line({ name, withIt, withoutIt }: Row): string {
  return `${name.padEnd(64)} with it ${withIt.padEnd(8)} without it ${withoutIt}`
}

/** The outcomes of tests. A test that fails by anything but an expectation or a timeout did not run. */
async function outcomes(
  report: string,
  files: readonly string[],
  test: string | null,
  without: string | null,
): Promise<ReadonlyMap<string, Outcome>> {
  const args = ['run', ...files, '--reporter=json', `--outputFile=${report}`, '--testTimeout=10000']
  if (test !== null) args.push('-t', `^${test.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`)
  await vitest(args, without === null ? {} : { INKBRIDGE_TEST_WITHOUT: without })
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as VitestReport
  return new Map(
    testResults.flatMap(({ assertionResults }) =>
      assertionResults.map(({ fullName, status, failureMessages = [] }) => [
        fullName,
        status === 'passed'
          ? 'passed'
          : status === 'failed' && isAboutBehaviour(failureMessages)
            ? 'failed'
            : 'not run',
      ]),
    ),
  )
}

function isAboutBehaviour(messages: readonly string[]): boolean {
  return messages.some((message) => /AssertionError|timed out|closed with \d+ before/.test(message))
}

function vitest(args: readonly string[], extra: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(root, 'node_modules/.bin/vitest'), args, {
      cwd: root,
      env: { ...process.env, INKBRIDGE_FULL: '0', ...extra },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    child.on('error', reject)
    child.on('exit', () => resolve())
  })
}
