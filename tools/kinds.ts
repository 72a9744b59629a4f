/** Where shapes are known: what is outside of a folder `shapes` asks a kind what it can, and not what it is called. */
const mayNotCompare = /^packages\/(?:board|canvas|react)\/src\/(?!shapes\/|.*\.test\.tsx?$|testing\/).*\.tsx?$/

/** What compares the name of a kind, or branches on it; whether a value has a name at all may be asked. */
const comparisons = [
  /(?<!typeof [\w.?]*)\bkind (?:===|!==) (?!undefined\b|'')/g,
  /'[\w-]+' (?:===|!==) [\w.?]*\bkind\b/g,
  /\bswitch \([\w.?]*\bkind\)/g,
]

/** How many comparisons of a shape's kind there are in a file where there should be none, by its path. */
export function comparedKinds(path: string, text: string): Readonly<Record<string, number>> {
  if (!mayNotCompare.test(path)) return {}
  const count = comparisons.reduce((sum, each) => sum + [...text.matchAll(each)].length, 0)
  return count > 0 ? { [path]: count } : {}
}
