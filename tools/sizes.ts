import { extname } from 'node:path'

/** Line counts from which a file, or a function in it, needs a review of its structure. */
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

/** The counts over a limit in one file: the file by its path, a function by `path name`; in lines. */
export function oversized(path: string, text: string): Readonly<Record<string, number>> {
  const limit = limits[extname(path)]
  // A catalogue of texts is one table, however many texts it has.
  if (!limit || /\/locale\/[a-z]{2}\.ts$/.test(path)) return {}
  const lines = text.replace(/\n$/, '').split('\n')
  const found: Record<string, number> = {}
  if (lines.length > limit.file) found[path] = lines.length
  // The callback of a test, or of a group of tests, does not count as a function.
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
 * The functions of formatted code: one ends at its closing brace, which has the same indentation as the line that the
 * function starts with.
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

/** The first line of a head of several lines: the last one before it with the same indentation. */
function beginning(lines: readonly string[], at: number): number {
  const indent = indentOf(lines[at] ?? '')
  const isPart = (line: string) => line.trim() === '' || indentOf(line) > indent || /^\s*[)}]/.test(line)
  let first = at - 1
  while (first > 0 && isPart(lines[first] ?? '')) first -= 1
  return first
}

/** The last name before the parameters: of a declaration, a method, or the argument an arrow function is passed to. */
function nameOf(line: string): string {
  const declared = /\bfunction\*? ?([\w$]+)/.exec(line) ?? /\b(?:const|let) ([\w$]+)/.exec(line)
  const named = declared ?? /^\s*(?:(?:export|default|static|async|get|set|private|readonly) )*\*?([#\w$.]+)/.exec(line)
  return named?.[1] ?? 'anonymous'
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}
