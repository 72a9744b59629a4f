import { readdir, stat } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type BoardAccess, BoardPlaces, linkAt, parseLink } from './board-access.ts'
import { type CommandFactory, Failure } from './command.ts'
import type { Translate } from './locale/locale.ts'
import { reportWords } from './report-words.ts'
import { ServerApi } from './server-api.ts'

/** Names of files that are read in folders; PNG and SVG are, when they have a drawing in them. */
const openable = /\.(?:json|excalidraw|tldr|md|mmd|mermaid|csv|tsv|png|svg)$/i

/** Where files are added. */
interface Target {
  /** The board for all of them; null: a new one for each. */
  readonly board: BoardAccess | null
  readonly origin: string
  /** Where people find the boards. */
  readonly address: string
}

/** Makes boards of files, or adds them to a board. */
export const importFiles: CommandFactory = (t) => ({
  usage: t('import.usage'),
  about: t('import.about'),

  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { into: { type: 'string' }, server: { type: 'string' } },
    })
    if (positionals.length === 0) throw new Error(t('import.noFile'))
    if (values.into !== undefined && values.server !== undefined) throw new Error(t('import.oneTarget'))
    const files = (await Promise.all(positionals.map((path) => filesIn(path, t)))).flat()
    const places = new BoardPlaces(t)
    try {
      const target = await targetOf(values, places, t)
      let failed = 0
      for (const file of files) failed += await importOne(file, target, t)
      return failed === 0 ? 0 : 1
    } finally {
      await places.close()
    }
  },
})

async function targetOf(
  { into, server }: { readonly into?: string | undefined; readonly server?: string | undefined },
  places: BoardPlaces,
  t: Translate,
): Promise<Target> {
  if (into !== undefined) {
    const board = await places.find(into)
    const { origin } = board
    return { board, origin, address: parseLink(into) ? origin : (await places.folder()).address }
  }
  if (server === undefined) {
    const { origin, address } = await places.folder()
    return { board: null, origin, address }
  }
  if (!URL.canParse(server)) throw new Error(t('import.invalidServer', { server }))
  const { origin } = new URL(server)
  return { board: null, origin, address: origin }
}

/** A file to be imported. */
interface FoundFile {
  readonly path: string
  /** In a folder: it may be something else. */
  readonly isInFolder: boolean
}

/** The file with a path, or those in the folder and its folders, by name. */
async function filesIn(path: string, t: Translate): Promise<readonly FoundFile[]> {
  const full = resolve(process.env.INIT_CWD ?? process.cwd(), path)
  const found = await stat(full).catch(() => null)
  if (!found) throw new Failure(t('import.missing', { path }))
  if (!found.isDirectory()) return [{ path: full, isInFolder: false }]
  const entries = await readdir(full, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && openable.test(entry.name))
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort()
  return paths.map((each) => ({ path: each, isInFolder: true }))
}

/** Returns 1 when it failed. */
async function importOne({ path, isInFolder }: FoundFile, target: Target, t: Translate): Promise<number> {
  const shown = relative(process.env.INIT_CWD ?? process.cwd(), path)
  try {
    const { board, imported } = await added(path, target, new ServerApi(t))
    const { shapes, report } = imported
    const done = t('import.done', { path: shown, shapes, link: linkAt(target.address, board) })
    process.stdout.write(`${[done, reportWords(report, t)].join(' ').trim()}\n`)
    return 0
  } catch (error) {
    const isOther = isInFolder && error instanceof Failure && error.reason === 'not-a-board'
    const message = error instanceof Error ? error.message : String(error)
    process.stderr.write(`${t(isOther ? 'import.skipped' : 'import.failed', { path: shown, message })}\n`)
    return isOther ? 0 : 1
  }
}

async function added(path: string, { board, origin }: Target, api: ServerApi) {
  const name = basename(path)
  if (board) return { board, imported: await api.import(board, path, name) }
  return api.create(origin, path, { name, title: name.replace(/(?:\.inkbridge|\.excalidraw)?\.\w+$/, '') })
}
