/**
 * Where shapes may be known by name: outside a folder `shapes` code asks a kind for its capabilities, not for its name.
 */
const mayNotCompare = /^packages\/(?:board|canvas|react)\/src\/(?!shapes\/|.*\.test\.tsx?$|testing\/).*\.tsx?$/

/** Finds comparisons of a kind's name, and branches on it; asking whether a value has a name is allowed. */
const comparisons = [
  /(?<!typeof [\w.?]*)\bkind (?:===|!==) (?!undefined\b|'')/g,
  /'[\w-]+' (?:===|!==) [\w.?]*\bkind\b/g,
  /\bswitch \([\w.?]*\bkind\)/g,
]

/** The number of comparisons of a shape's kind in files where none is allowed, by path. */
export function comparedKinds(path: string, text: string): Readonly<Record<string, number>> {
  if (!mayNotCompare.test(path)) return {}
  const count = comparisons.reduce((sum, each) => sum + [...text.matchAll(each)].length, 0)
  return count > 0 ? { [path]: count } : {}
}
