import { tablesOf } from './document-paths.ts'

/** A table of a document with a row for each number of the code. */
export interface StatedRows {
  readonly document: string
  /** The names of its columns; the numbers are in the first. */
  readonly head: readonly string[]
  readonly file: string
  /** Finds each number in the file. */
  readonly pattern: RegExp
}

export const statedRows: readonly StatedRows[] = [
  {
    document: 'docs/protocol.md',
    head: ['code', 'name', 'reaction'],
    file: 'packages/types/src/close.ts',
    pattern: /^ {2}\w+: (4\d{3}),$/gm,
  },
  {
    document: 'docs/protocol.md',
    head: ['number', 'frame', 'body', 'who sends it'],
    file: 'packages/types/src/frame.ts',
    pattern: /^ {2}\w+: (1\d\d),$/gm,
  },
]

/**
 * Lists the numbers of the code without a row, and the rows without a number. `read` returns a file's text, or null.
 */
export function wrongRows(stated: readonly StatedRows[], read: (path: string) => string | null): readonly string[] {
  return stated.flatMap(({ document, head, file, pattern }) => {
    const table = tablesOf(read(document) ?? '').find((each) => each.head.join() === head.join())
    const rows = new Set(table?.rows.flatMap(({ cells: [first = ''] }) => first.match(/\d{3,}/g) ?? []))
    const numbers = new Set([...(read(file) ?? '').matchAll(pattern)].map(([, number = '']) => number))
    return [
      ...[...numbers]
        .filter((number) => !rows.has(number))
        .map((number) => `${document}: the table “${head.join(', ')}” lacks ${number}`),
      ...[...rows].filter((number) => !numbers.has(number)).map((number) => `${document}: ${file} has no ${number}`),
      ...(numbers.size === 0 ? [`${file} has no numbers for the table “${head.join(', ')}” of ${document}`] : []),
    ]
  })
}

/** Compares the table of settings in the README with those that the server reads, and their defaults. */
export function wrongSettings(readme: string, defaults: Readonly<Record<string, string | null>>): readonly string[] {
  const table = tablesOf(readme).find(({ head }) => head.join() === 'name,default,what')
  const rows = new Map(table?.rows.map(({ cells: [name = '', value = ''] }) => [unquoted(name), unquoted(value)]))
  const missing = Object.keys(defaults).filter((name) => !rows.has(name))
  const wrong = [...rows].flatMap(([name, value]) => {
    const is = defaults[name]
    if (is === undefined) return [`README.md: nothing reads ${name}`]
    return is !== null && is !== value ? [`README.md: the default of ${name} is ${is}, not ${value}`] : []
  })
  return [...missing.map((name) => `README.md: the table of settings lacks ${name}`), ...wrong]
}

function unquoted(cell: string): string {
  return cell.replaceAll('`', '')
}

/** The settings of the server's schema with their defaults; null for one without. */
export function settingsIn(config: string): Readonly<Record<string, string | null>> {
  const [, schema = ''] = /const schema = z\.object\(\{\n([\s\S]*?)\n\}\)/.exec(config) ?? []
  const entries = schema.split(/\n(?= {2}[A-Z])/).map((entry) => {
    const [, name = ''] = /^\s*([A-Z_]+):/.exec(entry) ?? []
    const [, value] = /\.default\('?([^')]*)'?\)/.exec(entry) ?? []
    return [name, value?.replaceAll('_', '') ?? null] as const
  })
  return Object.fromEntries(entries.filter(([name]) => name !== 'INKBRIDGE_DEV'))
}
