import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { statedNumbers, wrongNumbers } from './document-numbers.ts'
import { isPath, spansOf, wrongLinks, wrongPaths, wrongTests } from './document-paths.ts'
import { settingsIn, statedRows, wrongRows, wrongSettings } from './document-rows.ts'

/** Compares what documents name with what exists: files, links, tests, settings, numbered rules and numbers. */

/** The contents a document is compared with, by path. */
export interface Repository {
  readonly documents: ReadonlyMap<string, string>
  /** Paths of all files. */
  readonly files: readonly string[]
  /** Every name in the sources, and of the files. */
  readonly names: ReadonlySet<string>
  /** Names of environment variables that the code reads. */
  readonly settings: ReadonlySet<string>
  /** Tests by their paths. */
  readonly tests: ReadonlyMap<string, string>
}

/** A sentence for each wrong statement in a document. */
export function problemsOf({ documents, files, names, settings, tests }: Repository): readonly string[] {
  const inDocuments = [...documents].flatMap(([path, text]) => [
    ...(isHistory(path) ? [] : [...wrongPaths(text, files), ...unknownNames(text, names)]).map(
      ({ line, says }) => `${path}:${line}: there is no \`${says}\``,
    ),
    ...wrongLinks(path, text, documents, files).map(({ line, says }) => `${path}:${line}: ${says} leads nowhere`),
    ...wrongTests(text, files).map(({ line, says }) => `${path}:${line}: there is no test \`${says}\``),
    ...unknownSettings(text, settings).map(({ line, says }) => `${path}:${line}: there is no setting ${says}`),
  ])
  return [...inDocuments, ...wrongRules(documents, tests)]
}

/** A decision describes the state when it was made. */
function isHistory(path: string): boolean {
  return path.startsWith('docs/decisions/') || path.endsWith('CHANGELOG.md')
}

/** Names of functions, types and properties that do not occur in the sources. */
function unknownNames(text: string, names: ReadonlySet<string>) {
  return spansOf(text).filter(({ says }) => {
    const parts = says.replace(/\(\)$/, '').split(/\.#?/)
    const isName = /^[A-Za-z][\w.#]*(\(\))?$/.test(says) && /[a-z]/.test(says)
    return isName && !isPath(says) && !parts.every((part) => names.has(part))
  })
}

/** HTTP methods, which are written like settings. */
const methods: ReadonlySet<string> = new Set(['DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'POST'])

/** Settings that are named, but not read by any code. */
function unknownSettings(text: string, settings: ReadonlySet<string>) {
  return spansOf(text)
    .map(({ line, says }) => ({ line, says: /^[A-Z]+(?:_[A-Z]+)*(?==|$)/.exec(says)?.[0] ?? '' }))
    .filter(({ says }) => says.length > 3 && !methods.has(says) && !settings.has(says))
}

/** Checks that rules are numbered once in a document, and that every rule a document or test refers to exists. */
function wrongRules(documents: ReadonlyMap<string, string>, tests: ReadonlyMap<string, string>): readonly string[] {
  const ruled = [...documents]
    .map(([path, text]) => ({ path, text, rules: rulesOf(text) }))
    .filter(({ rules }) => rules.length > 0)
  const all = new Set(ruled.flatMap(({ rules }) => rules))
  const twice = ruled.flatMap(({ path, rules }) =>
    rules.filter((rule, index) => rules.indexOf(rule) < index).map((rule) => `${path}: ${rule} is two rules`),
  )
  const absent = [...documents].flatMap(([path, text]) =>
    referredTo(text)
      .filter((rule) => !all.has(rule))
      .map((rule) => `${path}: there is no rule ${rule}`),
  )
  const carried = [...tests].flatMap(([path, text]) =>
    [...text.matchAll(/\[([A-Z]\d+)\]/g)]
      .map(([, rule = '']) => rule)
      .filter((rule) => !all.has(rule))
      .map((rule) => `${path}: no document has the rule [${rule}]`),
  )
  return [...twice, ...new Set([...absent, ...carried])]
}

/** The rules of a document, as `- **S12** …`. */
function rulesOf(text: string): readonly string[] {
  return [...text.matchAll(/\*\*([A-Z]\d+)\*\*/g)].map(([, rule = '']) => rule)
}

/** The rules that a document refers to, as `(O7)`, `(L1 to L13)` or `A2 to A10 in docs/schema.md`. */
function referredTo(text: string): readonly string[] {
  const lists = [...text.matchAll(/\(((?:schema )?[A-Z]\d+(?:(?:,| to| and) [A-Z]\d+)*)\)|([A-Z]\d+ to [A-Z]\d+)/g)]
  return lists.flatMap(([list]) => list.match(/[A-Z]\d+/g) ?? [])
}

const root = fileURLToPath(new URL('..', import.meta.url))

function readRepository(): Repository {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root })
  const files = listed
    .toString()
    .split('\n')
    .filter((path) => path !== '' && existsSync(join(root, path)))
  const texts = (pattern: RegExp) =>
    new Map(files.filter((path) => pattern.test(path)).map((path) => [path, readFileSync(join(root, path), 'utf8')]))
  const sources = [...texts(/\.(tsx?|jsx?|mjs|css|html|json|service|conf|cfg|ya?ml)$/).values()]
  const words = [...sources.map(withoutComments), ...files].flatMap((text) => text.match(/\w+/g) ?? [])
  const read = sources.flatMap((source) => source.match(/(?<=env\.)[A-Z_]+|^ {2}[A-Z_]+(?=: )/gm) ?? [])
  return {
    documents: texts(/\.md$/),
    files,
    names: new Set(words),
    settings: new Set(read.map((name) => name.trim())),
    tests: texts(/\.(test|spec)\.ts$/),
  }
}

/** Names in comments do not prove that something exists. */
function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '')
}

function run(): number {
  const read = (path: string) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : null)
  const problems = [
    ...problemsOf(readRepository()),
    ...wrongNumbers(statedNumbers, read),
    ...wrongRows(statedRows, read),
    ...wrongSettings(read('README.md') ?? '', settingsIn(read('apps/server/src/config.ts') ?? '')),
  ]
  for (const problem of problems) process.stderr.write(`${problem}\n`)
  return problems.length > 0 ? 1 : 0
}

if (import.meta.main) process.exitCode = run()
