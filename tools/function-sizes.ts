import { parseSync, Visitor } from 'oxc-parser'

/** The lengths of all functions of a file, those without a name included; in lines. */
export function functionLengths(path: string, text: string): readonly number[] {
  const lengths: number[] = []
  const measure = ({ start, end }: { readonly start: number; readonly end: number }) => {
    lengths.push(text.slice(start, end).split('\n').length)
  }
  new Visitor({
    FunctionDeclaration: measure,
    FunctionExpression: measure,
    ArrowFunctionExpression: measure,
  }).visit(parseSync(path, text).program)
  return lengths
}

/** The value below which a part of some values lies, 0 to 1; 0 of none. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}
