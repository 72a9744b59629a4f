import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { extname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { type BoardAccess, BoardPlaces } from './board-access.ts'
import type { CommandFactory } from './command.ts'
import type { Translate } from './locale/locale.ts'
import { reportWords } from './report-words.ts'
import { type ExportedFile, ServerApi } from './server-api.ts'

/** Where files are written. */
interface Target {
  /** Absolute. */
  readonly folder: string
  /** Of the only file; null: as the server suggests. */
  readonly name: string | null
  readonly overwrites: boolean
  /** Paths that this command has written. */
  readonly written: Set<string>
}

/** Saves boards as files. */
export const exportBoards: CommandFactory = (t) => ({
  usage: t('export.usage'),
  about: t('export.about'),

  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      allowNegative: true,
      options: {
        all: { type: 'boolean', default: false },
        to: { type: 'string', default: '.' },
        overwrite: { type: 'boolean', default: false },
        format: { type: 'string', default: 'json' },
        theme: { type: 'string', default: 'light' },
        paper: { type: 'boolean', default: true },
        pages: { type: 'string', default: 'board' },
        scale: { type: 'string', default: '2' },
        images: { type: 'boolean', default: true },
      },
    })
    if (values.all === positionals.length > 0) throw new Error(t('export.which'))
    const { format, theme, pages, scale } = values
    const [paper, images] = [values.paper ? '1' : '0', values.images ? '1' : '0']
    const query = new URLSearchParams({ format, theme, pages, scale, paper, images })
    const target = await targetOf(values.to, values.overwrite, positionals.length === 1)
    const places = new BoardPlaces(t)
    try {
      const boards = values.all ? await places.all() : await Promise.all(positionals.map((name) => places.find(name)))
      let failed = 0
      for (const board of boards) failed += await exportOne(board, query, target, t)
      return failed === 0 ? 0 : 1
    } finally {
      await places.close()
    }
  },
})

/** One board may be written to a file with a name of its own; several, or one without, to a folder. */
async function targetOf(to: string, overwrites: boolean, isOne: boolean): Promise<Target> {
  const path = resolve(process.env.INIT_CWD ?? process.cwd(), to)
  const isFile = isOne && extname(path) !== '' && !(await isFolder(path))
  const [folder, name] = isFile ? [resolve(path, '..'), path.slice(resolve(path, '..').length + 1)] : [path, null]
  return { folder, name, overwrites, written: new Set() }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false
}

/** Returns 1 when it failed. */
async function exportOne(board: BoardAccess, query: URLSearchParams, target: Target, t: Translate): Promise<number> {
  try {
    const file = await new ServerApi(t).export(board, query)
    const path = await save(file, target, t)
    const words = file.report ? reportWords(file.report, t) : ''
    process.stdout.write(`${[t('export.saved', { path }), words].join(' ').trim()}\n`)
    return 0
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    process.stderr.write(`${t('export.failed', { board: board.board, message })}\n`)
    return 1
  }
}

/** Writes a file as a whole or not at all; returns its path. */
async function save({ name, content }: ExportedFile, target: Target, t: Translate): Promise<string> {
  const path = await pathFor(target.name ?? name, target, t)
  const part = `${path}.part`
  try {
    await mkdir(target.folder, { recursive: true })
    await pipeline(Readable.fromWeb(content as never), createWriteStream(part))
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
  target.written.add(path)
  return path
}

/** Boards of the same title get numbers. */
async function pathFor(name: string, { folder, overwrites, written }: Target, t: Translate): Promise<string> {
  const [, base = name, extension = ''] = /^(.+?)((?:\.inkbridge)?\.\w+)$/.exec(name) ?? []
  for (let number = 1; ; number += 1) {
    const path = join(folder, number === 1 ? name : `${base} (${number})${extension}`)
    if (written.has(path)) continue
    if (!overwrites && (await stat(path).catch(() => null))) throw new Error(t('export.exists', { path }))
    return path
  }
}
