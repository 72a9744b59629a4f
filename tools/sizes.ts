import { extname } from 'node:path'

/** Lines from which a file, or a function in it, asks which stage is leaking. */
export interface SizeLimits {
  readonly file: number
  readonly function: number
}

const limits: Readonly<Record<string, SizeLimits>> = {
  '.ts': { file: 400, function: 60 },
  '.mjs': { file: 400, function: 60 },
  '.tsx': { file: 300, function: 80 },
  '.css': { file: 250, function: Number.POSITIVE_INFINITY },
}

/** What is over its limit in one file: the file by its path, a function by `path name`; with its lines. */
export function oversized(path: string, text: string): Readonly<Record<string, number>> {
  const limit = limits[extname(path)]
  // A catalogue of texts is one table, however many texts there are.
  if (!limit || /\/locale\/[a-z]{2}\.ts$/.test(path)) return {}
  const lines = text.replace(/\n$/, '').split('\n')
  const found: Record<string, number> = {}
  if (lines.length > limit.file) found[path] = lines.length
  // The callback of a test, or of a group of tests, is no function that a stage leaks into.
  if (/(\.(test|spec)|-suite)\.tsx?$/.test(path)) return found
  for (const { name, length } of functionsIn(lines)) {
    const key = `${path} ${name}`
    if (length > limit.function) found[key] = Math.max(found[key] ?? 0, length)
  }
  return found
}

interface Measured {
  readonly name: string
  readonly length: number
}

/**
 * The functions of formatted code: one ends at the brace that closes it, which stands as far in as the line that the
 * function begins with.
 */
export function functionsIn(lines: readonly string[]): readonly Measured[] {
  return lines.flatMap((line, at) => {
    if (!isHead(line)) return []
    const indent = indentOf(line)
    const first = line.trimStart().startsWith(')') || line.trimStart().startsWith('}') ? beginning(lines, at) : at
    const last = lines.findIndex((other, index) => index > at && indentOf(other) === indent && /^\s*[})]/.test(other))
    if (last < 0) return []
    return [{ name: nameOf(lines[first] ?? ''), length: last - first + 1 }]
  })
}

/** A line that opens the body of a function. */
function isHead(line: string): boolean {
  const text = line.trim()
  if (/=> \(?\{?$/.test(text)) return true
  if (!/\)(: .+)? \{$/.test(text)) return false
  return !/^(\} )?(else |if |for |while |switch |catch |with |do |return |throw |case )/.test(text)
}

/** The line that a head of several lines begins with: the last one before it that stands as far in. */
function beginning(lines: readonly string[], at: number): number {
  const indent = indentOf(lines[at] ?? '')
  const isPart = (line: string) => line.trim() === '' || indentOf(line) > indent || /^\s*[)}]/.test(line)
  let first = at - 1
  while (first > 0 && isPart(lines[first] ?? '')) first -= 1
  return first
}

/** The last name before the parameters: of a declaration, a method, or what an arrow function is given to. */
function nameOf(line: string): string {
  const declared = /\bfunction\*? ?([\w$]+)/.exec(line) ?? /\b(?:const|let) ([\w$]+)/.exec(line)
  const named = declared ?? /^\s*(?:(?:export|default|static|async|get|set|private|readonly) )*\*?([#\w$.]+)/.exec(line)
  return named?.[1] ?? 'anonymous'
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}
