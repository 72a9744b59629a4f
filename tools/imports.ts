import { posix } from 'node:path'

/** The files that a file imports or re-exports by a relative path, types included, as paths like its own. */
export function importsOf(path: string, text: string): readonly string[] {
  const specifiers = [...text.matchAll(/^(?:import|export)\b[^'"`;]*?\bfrom ['"](\.[^'"]+)['"]/gm)]
  const bare = [...text.matchAll(/^import ['"](\.[^'"]+)['"]/gm)]
  return [...specifiers, ...bare].map(([, specifier = '']) => posix.join(posix.dirname(path), specifier))
}

/** The import cycles among files: each with all files that reach each other (Tarjan, 1972). */
export function cyclesIn(imports: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const cycles: string[][] = []
  const visit = (file: string): void => {
    index.set(file, index.size)
    low.set(file, index.size - 1)
    stack.push(file)
    for (const next of imports.get(file) ?? []) {
      if (!imports.has(next)) continue
      if (!index.has(next)) visit(next)
      if (stack.includes(next)) low.set(file, Math.min(low.get(file) ?? 0, low.get(next) ?? 0))
    }
    if (low.get(file) !== index.get(file)) return
    const group = stack.splice(stack.indexOf(file))
    if (group.length > 1 || imports.get(file)?.includes(file)) cycles.push(group.sort())
  }
  for (const file of imports.keys()) if (!index.has(file)) visit(file)
  return cycles
}

/** Names that several files of one package have, by package and name, with their number. */
export function alike(paths: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const path of paths) {
    const [, unit = '', name = ''] = /^((?:packages|apps)\/[^/]+)\/(?:.*\/)?([^/]+)\.tsx?$/.exec(path) ?? []
    // Next names its pages by their folders.
    if (unit === '' || name === 'index' || path.startsWith('apps/web/app/')) continue
    const key = `${unit} ${name.toLowerCase()}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return Object.fromEntries(
    [...counts].filter(([, count]) => count > 1).sort(([one], [other]) => (one < other ? -1 : 1)),
  )
}

/**
 * How many imports of a package or program go around the door of a folder: from outside of it to another file than the
 * one named after it, which stands in the folder or beside it; in upper case if it is a component. Tests may look behind
 * doors.
 */
export function aroundDoors(imports: ReadonlyMap<string, readonly string[]>): Readonly<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const [from, all] of imports) {
    const [, unit = ''] = /^((?:packages|apps)\/[^/]+)\/src\//.exec(from) ?? []
    if (unit === '' || isTest(from)) continue
    const folderOf = (path: string) => /^\/src\/([^/]+)\//.exec(path.slice(unit.length))?.[1]
    for (const to of all) {
      const folder = to.startsWith(`${unit}/src/`) ? folderOf(to) : undefined
      const isDoor = folder === folderOf(from) || from.startsWith(`${unit}/src/${folder}.`)
      if (folder === undefined || isDoor || to.toLowerCase().startsWith(`${unit}/src/${folder}/${folder}.`)) continue
      counts.set(unit, (counts.get(unit) ?? 0) + 1)
    }
  }
  return Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1)))
}

function isTest(path: string): boolean {
  return /\.test\.tsx?$|\/testing\//.test(path)
}
