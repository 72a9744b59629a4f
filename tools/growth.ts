import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { functionLengths, percentile } from './function-sizes.ts'
import { alike, aroundDoors, cyclesIn, importsOf } from './imports.ts'
import { comparedKinds } from './kinds.ts'
import { oversized } from './sizes.ts'

/**
 * Counts that may not grow in this code base: files and functions over their limit, import cycles, names used twice,
 * imports around the doors of folders, comparisons of a shape's kind outside the kinds.
 */
export interface Growth {
  /** Lines. */
  readonly sizes: Readonly<Record<string, number>>
  /** Number of files in an import cycle, types counted. */
  readonly filesInCycles: number
  readonly alike: Readonly<Record<string, number>>
  readonly aroundDoors: Readonly<Record<string, number>>
  readonly comparedKinds: Readonly<Record<string, number>>
}

/** Measures files, by their paths from the root of the repository. */
export function measure(
  files: ReadonlyMap<string, string>,
): Growth & { readonly cycles: readonly (readonly string[])[] } {
  const imports = new Map([...files].map(([path, text]) => [path, importsOf(path, text)]))
  const cycles = cyclesIn(imports)
  const sizes = [...files].flatMap(([path, text]) => Object.entries(oversized(path, text)))
  return {
    sizes: Object.fromEntries(sizes.sort(([one], [other]) => (one < other ? -1 : 1))),
    filesInCycles: cycles.flat().length,
    alike: alike([...files.keys()]),
    aroundDoors: aroundDoors(imports),
    comparedKinds: Object.assign({}, ...[...files].map(([path, text]) => comparedKinds(path, text))),
    cycles,
  }
}

/** A sentence for each count that has grown since it was recorded. */
export function grown(before: Growth, now: Growth): readonly string[] {
  const more = (kind: 'sizes' | 'alike' | 'aroundDoors' | 'comparedKinds', what: string) =>
    Object.entries(now[kind])
      .filter(([key, value]) => value > (before[kind][key] ?? 0))
      .map(([key, value]) => `${key}: ${value} ${what}, ${before[kind][key] ?? 'not in the list'}`)
  const cycles = now.filesInCycles > before.filesInCycles
  return [
    ...more('sizes', 'lines'),
    ...more('alike', 'files of one name'),
    ...more('aroundDoors', 'imports around doors'),
    ...more('comparedKinds', 'comparisons of a kind of shape'),
    ...(cycles ? [`${now.filesInCycles} files are in import cycles, ${before.filesInCycles}`] : []),
  ]
}

const root = fileURLToPath(new URL('..', import.meta.url))
const list = join(root, 'tools/growth.json')

function read(): ReadonlyMap<string, string> {
  const patterns = ['apps', 'packages', 'e2e', 'bench', 'tools', 'examples'].map(
    (folder) => `${folder}/**/*.{ts,tsx,mjs,css}`,
  )
  const exclude = ['**/node_modules/**', '**/dist/**', '**/.next/**', '**/out/**', 'bench/peers/**']
  const paths = globSync(patterns, { cwd: root, exclude }).sort()
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]))
}

/** The median and the 95th percentile of the lines of files and functions, without tests. */
function typicalSizes(files: ReadonlyMap<string, string>): readonly string[] {
  const sources = [...files].filter(
    ([path]) => /^(?:apps|packages)\/.*\.tsx?$/.test(path) && !/\.test\.|\/testing\//.test(path),
  )
  const lengths = {
    files: sources.map(([, text]) => text.split('\n').length - 1),
    functions: sources.flatMap(([path, text]) => functionLengths(path, text)),
  }
  return Object.entries(lengths).map(
    ([what, values]) =>
      `  ${values.length} ${what}: median ${percentile(values, 0.5)}, 95th percentile ${percentile(values, 0.95)} lines`,
  )
}

function run(): number {
  const files = read()
  const { cycles, ...now } = measure(files)
  if (process.argv.includes('--write')) {
    writeFileSync(list, `${JSON.stringify(now, null, 2)}\n`)
    return 0
  }
  const problems = grown(JSON.parse(readFileSync(list, 'utf8')) as Growth, now)
  const lines = [
    ...typicalSizes(files),
    ...Object.entries(now.sizes).map(([what, size]) => `${String(size).padStart(6)} ${what}`),
    ...cycles.map((files) => `  ${files.length} files import each other: ${files.join(', ')}`),
    ...Object.entries(now.alike).map(([name, count]) => `  ${count} files are named ${name}`),
    ...Object.entries(now.aroundDoors).map(([unit, count]) => `  ${count} imports around doors in ${unit}`),
    ...Object.entries(now.comparedKinds).map(([path, count]) => `  ${count} comparisons of a kind of shape in ${path}`),
  ]
  process.stdout.write(
    `Sizes, and what is large, in a cycle, named alike, around a door, or compares kinds of shapes:\n${lines.join('\n')}\n`,
  )
  for (const problem of problems) process.stderr.write(`grew: ${problem}\n`)
  return problems.length > 0 ? 1 : 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = run()
