import { statSync } from 'node:fs'
import { resolve as absolute } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Kind } from '@inkbridge/canvas/picture'
import { builtInRecords, createRecordKinds, type RecordKinds } from '@inkbridge/types'
import { resolve } from 'import-meta-resolve'

/** The module of the setting KINDS, which exports `kinds`: a list of kinds of shapes, each with both halves. */
export interface KindsModule {
  /** A path, or the name of a package. */
  readonly name: string
  /** The folder where a path begins and a package is looked for; absolute. */
  readonly folder: string
}

/** What a server knows beside the built-in kinds. */
interface HostKinds {
  /** The URL of their module, which child processes import; null: `KINDS` is not set. */
  readonly url: string | null
  /** The record halves of all kinds, built-in ones included. */
  readonly records: RecordKinds
}

/** Loads the kinds that a setting names; null: only the built-in ones. Rejects with a sentence for who set it. */
export async function openHostKinds(module: KindsModule | null): Promise<HostKinds> {
  if (!module) return { url: null, records: createRecordKinds(builtInRecords) }
  try {
    const url = urlOf(module)
    return { url, records: createRecordKinds([...builtInRecords, ...(await importKinds(url))]) }
  } catch (error) {
    throw new Error(`KINDS=${module.name} cannot be used: ${wordsOf(error)} ${advice}`, { cause: error })
  }
}

const advice = 'Correct it, or start without KINDS: shapes of kinds that the server does not know are kept.'

/** The arguments that hand the URL of the module to a child process, where `kindsOfProcess` reads it; null: not set. */
export function argsOf(url: string | null): readonly string[] {
  return url === null ? [] : [url]
}

/** The kinds of a host in a process that was started with `argsOf`; loaded once. Rejects with what is wrong with them. */
export async function kindsOfProcess(): Promise<readonly Kind[]> {
  const [, , url] = process.argv
  return url === undefined ? [] : importKinds(url)
}

/** The kinds that the module at a URL exports. Rejects with what is wrong with them. */
async function importKinds(url: string): Promise<readonly Kind[]> {
  const { kinds } = (await import(url)) as { readonly kinds?: unknown }
  if (!Array.isArray(kinds)) throw new Error('the module does not export a list named "kinds"')
  for (const [index, kind] of kinds.entries()) {
    const fault = faultOf(kind)
    if (fault) throw new Error(`kinds[${index}] ${fault}`)
  }
  return kinds as readonly Kind[]
}

function urlOf({ name, folder }: KindsModule): string {
  const path = absolute(folder, name)
  const url = isFile(path) ? pathToFileURL(path).href : urlOfPackage(name, folder)
  if (!url) throw new Error(`there is no file ${path}, and no such package in reach of ${folder}`)
  return url
}

function urlOfPackage(name: string, folder: string): string | null {
  try {
    const url = resolve(name, pathToFileURL(`${folder}/`).href)
    return isFile(fileURLToPath(url)) ? url : null
  } catch {
    return null
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

/** What is wrong with a kind, as a clause; null: nothing. */
function faultOf(kind: unknown): string | null {
  if (typeof kind !== 'object' || kind === null) return 'is not a kind of shape'
  const { kind: name, props, style, parse, check, outline, draw } = kind as { readonly [Key in string]?: unknown }
  const isRecord = typeof name === 'string' && isObject(props) && isObject(style) && isFunction(parse, check)
  if (!isRecord) return 'has no record half, as `recordKind` makes it'
  return isFunction(outline, draw)
    ? null
    : `("${name}") has no picture half with the functions \`outline\` and \`draw\``
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

function isFunction(...values: readonly unknown[]): boolean {
  return values.every((value) => typeof value === 'function')
}

/** What went wrong, as a clause that ends with a full stop; of an error in the module where it is thrown, too. */
function wordsOf(error: unknown): string {
  const words = (error instanceof Error ? error.message : String(error)).trim()
  return /[.!?]$/.test(words) ? words : `${words}.`
}
