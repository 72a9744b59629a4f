import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { shownIn, unusedKeys } from './interface-words.ts'
import { countsOf, moreThan, stumblesIn } from './plain-words.ts'

/** Where the texts of an interface are, and the files that show them. */
const interfaces = [
  { catalogue: 'packages/react/src/locale/en.ts', files: 'packages/react/src/**/*.{ts,tsx}' },
  { catalogue: 'apps/web/app/locale/en.ts', files: 'apps/web/app/**/*.{ts,tsx}' },
  { catalogue: 'apps/cli/src/locale/en.ts', files: 'apps/cli/src/**/*.ts' },
] as const

/** The files searched for plain words, without the lists themselves. */
const plain = [
  'packages/*/src/**/*.{ts,tsx}',
  'apps/*/{src,app}/**/*.{ts,tsx}',
  'e2e/**/*.ts',
  'examples/**/*.{ts,tsx,md}',
  '*.md',
  'docs/**/*.md',
  'packages/*/README.md',
  'bench/README.md',
]

const root = fileURLToPath(new URL('..', import.meta.url))
const list = join(root, 'tools/plain-words.json')

function read(patterns: readonly string[]): ReadonlyMap<string, string> {
  const exclude = ['**/node_modules/**', '**/dist/**', '**/out/**', '**/locale/de.ts']
  const paths = globSync([...patterns], { cwd: root, exclude }).sort()
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]))
}

/** A sentence for each literal of an interface outside `locale/`, and for each unused text. */
async function problemsOf({ catalogue, files }: (typeof interfaces)[number]): Promise<readonly string[]> {
  const sources = new Map([...read([files])].filter(([path]) => path !== catalogue && !isTest(path)))
  const literals = [...sources].flatMap(([path, source]) =>
    path.includes('/locale/')
      ? []
      : shownIn(path, source).map(({ text, line }) => `${path}:${line}: “${text}” belongs into ${catalogue}`),
  )
  const { en } = (await import(join(root, catalogue))) as { readonly en: Readonly<Record<string, string>> }
  return [...literals, ...unusedKeys(Object.keys(en), sources).map((key) => `${catalogue}: nothing shows ${key}`)]
}

function isTest(path: string): boolean {
  return /\.test\.tsx?$|\/testing\//.test(path)
}

async function run(): Promise<number> {
  const stumbles = stumblesIn(read(plain))
  if (process.argv.includes('--write')) {
    writeFileSync(list, `${JSON.stringify(countsOf(stumbles), null, 2)}\n`)
    return 0
  }
  if (process.argv.includes('--list'))
    for (const { path, line, word } of stumbles)
      process.stdout.write(`${path}:${line}: “${word.name}”, better: ${word.instead}\n`)
  const more = moreThan(JSON.parse(readFileSync(list, 'utf8')) as Record<string, number>, stumbles)
  const problems = [
    ...(await Promise.all(interfaces.map(problemsOf))).flat(),
    ...more.map(
      ({ path, line, word }) =>
        `${path}:${line}: “${word.name}”, better: ${word.instead} (the file has more of these than before)`,
    ),
  ]
  for (const problem of problems) process.stderr.write(`${problem}\n`)
  return problems.length > 0 ? 1 : 0
}

process.exitCode = await run()
