/** A wrong statement in a document. */
export interface Wrong {
  readonly line: number
  readonly says: string
}

/** Extensions of files that documents name. */
const endings = 'ts|tsx|js|mjs|json|css|md|yml|conf|cfg|service|png|svg'

/**
 * Paths a document may name although they are not in the repository: those of other projects, and of generated files.
 */
const elsewhere = [/^(e2e\/|bench\/)?out\b/, /^incoming\/$/, /^node_modules\//, /^\/|^~/, /\*\.png$/, /^\.\/data$/]

/**
 * Finds the paths in code spans that match no file or folder of the repository. A path may be shortened from the left,
 * as `canvas/src/tools.ts` or `press.ts`, and contain `*`, `<name>` and `{a,b}`.
 */
export function wrongPaths(text: string, files: readonly string[]): readonly Wrong[] {
  const known = withFolders(files)
  return spansOf(text)
    .filter(({ says }) => isPath(says) && !elsewhere.some((pattern) => pattern.test(says)))
    .filter(({ says }) => !isNamed(says, known))
}

/** Finds the missing tests in a table's column “shown by”: `guard.test` in a package, `kills` in `e2e`. */
export function wrongTests(text: string, files: readonly string[]): readonly Wrong[] {
  const known = withFolders(files)
  return tablesOf(text).flatMap(({ head, rows }) => {
    const column = head.indexOf('shown by')
    if (column < 0) return []
    return rows.flatMap(({ line, cells }) =>
      spansOf(cells[column] ?? '')
        .map(({ says }) => says)
        .filter((says) => !isTest(says, known))
        .map((says) => ({ line, says })),
    )
  })
}

function isTest(says: string, known: readonly string[]): boolean {
  if (isPath(says) || says.includes('/')) return isNamed(says.endsWith('.test') ? `${says}.ts` : says, known)
  return says.endsWith('.test') ? isNamed(`${says}.ts`, known) : known.includes(`/e2e/${says}.spec.ts`)
}

/** The relative links of a document whose target is missing; for those to a heading also the heading. */
export function wrongLinks(
  path: string,
  text: string,
  documents: ReadonlyMap<string, string>,
  files: readonly string[],
) {
  const known = withFolders(files)
  return [...linesOf(text)].flatMap(([line, content]) =>
    [...content.matchAll(/\]\(([^()\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => !leadsSomewhere(path, target, documents, known))
      .map((says): Wrong => ({ line, says })),
  )
}

function leadsSomewhere(
  from: string,
  target: string,
  documents: ReadonlyMap<string, string>,
  known: readonly string[],
): boolean {
  const [file = '', heading] = target.split('#')
  const path = file === '' ? from : new URL(file, `file:///${from}`).pathname.slice(1)
  if (file !== '' && !known.includes(`/${path}`) && !known.includes(`/${path}/`)) return false
  return heading === undefined || headingsOf(documents.get(path) ?? '').includes(heading)
}

/** The anchors of a document's headings, as GitHub makes them. */
function headingsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** Rows of a table with the names of its columns. */
export interface Table {
  readonly head: readonly string[]
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[]
}

export function tablesOf(text: string): readonly Table[] {
  const tables: { head: readonly string[]; rows: { line: number; cells: readonly string[] }[] }[] = []
  let isInside = false
  for (const [line, content] of linesOf(text)) {
    const cells = content.startsWith('|') ? cellsOf(content) : null
    if (cells && !isInside) tables.push({ head: cells, rows: [] })
    else if (cells && !/^\|[\s:|-]+$/.test(content)) tables.at(-1)?.rows.push({ line, cells })
    isInside = cells !== null
  }
  return tables
}

function cellsOf(row: string): readonly string[] {
  return row
    .replace(/^\||\|\s*$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim())
}

/** The code spans of a document outside of code blocks. */
export function spansOf(text: string): readonly Wrong[] {
  return [...linesOf(text)].flatMap(([line, content]) =>
    [...content.matchAll(/`([^`]+)`/g)].map(([, says = '']) => ({ line, says })),
  )
}

/** The lines of a document outside of code blocks, from 1. */
function* linesOf(text: string): Generator<readonly [line: number, content: string]> {
  let isCode = false
  for (const [index, content] of text.split('\n').entries()) {
    const isFence = content.trimStart().startsWith('```')
    if (isFence) isCode = !isCode
    else if (!isCode) yield [index + 1, content]
  }
}

/** A file by its extension, or a folder by the slash at its end; with spaces it is a command or a sentence. */
export function isPath(says: string): boolean {
  if (/[\s=()'"$:;#@]/.test(says) || says.includes('…')) return false
  return new RegExp(`^[\\w.{},<>*/-]+\\.(${endings})$`).test(says) || /^[\w.-]+(\/[\w.<>{},*-]+)*\/$/.test(says)
}

/** Each path with a slash before it, and each folder with one at its end as well. */
function withFolders(files: readonly string[]): readonly string[] {
  const folders = new Set<string>()
  for (const file of files)
    for (let at = file.indexOf('/'); at >= 0; at = file.indexOf('/', at + 1)) folders.add(`/${file.slice(0, at)}/`)
  return [...files.map((file) => `/${file}`), ...folders]
}

function isNamed(path: string, known: readonly string[]): boolean {
  const pattern = path
    .replace(/^\.\//, '')
    .replace(/[.+?^$()|[\]\\]/g, '\\$&')
    .replace(/<\w+>|\*+/g, '[^/]+')
    .replace(/\{([^{}]+)\}/g, (_braces, inner: string) => `(${inner.replaceAll(',', '|')})`)
  const ending = new RegExp(`/${pattern}$`)
  return known.some((name) => ending.test(name))
}
