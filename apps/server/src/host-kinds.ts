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

/** The kinds of a host. */
interface HostKinds {
  /** The URL of their module, which child processes import; null: `KINDS` is not set. */
  readonly url: string | null
  /** The record halves of all kinds, including built-in ones. */
  readonly records: RecordKinds
}

/** Loads the kinds of the setting; null: only built-in ones. Rejects with a message for the administrator. */
export async function openHostKinds(module: KindsModule | null): Promise<HostKinds> {
  if (!module) return { url: null, records: createRecordKinds(builtInRecords) }
  try {
    const url = urlOf(module)
    return { url, records: createRecordKinds([...builtInRecords, ...(await importKinds(url))]) }
  } catch (error) {
    throw new Error(`KINDS=${module.name} cannot be used: ${wordsOf(error)} ${advice}`, { cause: error })
  }
}

const advice = 'Correct it, or start without KINDS: shapes of unknown kinds are kept.'

/** The arguments that hand the URL of the module to a child process, where `kindsOfProcess` reads it; null: not set. */
export function argsOf(url: string | null): readonly string[] {
  return url === null ? [] : [url]
}

/** The kinds of a host in a process that was started with `argsOf`; loaded once. Rejects if they are invalid. */
export async function kindsOfProcess(): Promise<readonly Kind[]> {
  const [, , url] = process.argv
  return url === undefined ? [] : importKinds(url)
}

/** Imports the kinds that a module exports. Rejects if they are invalid. */
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

/** Why a kind is invalid, as a clause; null when it is valid. */
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

/** Describes an error as a clause with a full stop, with the location if the module threw it. */
function wordsOf(error: unknown): string {
  const words = (error instanceof Error ? error.message : String(error)).trim()
  return /[.!?]$/.test(words) ? words : `${words}.`
}
