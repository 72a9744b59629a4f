/** Reads a list of pages such as `1-3, 7`, each once and in its order; null: it is not one, or of pages there are not. */
export function parsePageNumbers(text: string, count: number): readonly number[] | null {
  const parts = text
    .replace(/\s*[-–]\s*/g, '-')
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
  const ranges = parts.map((part) => rangeOf(part, count))
  const numbers = new Set<number>()
  for (const range of ranges) {
    if (!range) return null
    for (let number = range[0]; number <= range[1]; number += 1) numbers.add(number)
  }
  return numbers.size > 0 ? [...numbers] : null
}

/** Reads `7`, `2-5`, or `4-`, which ends at the last page. */
function rangeOf(part: string, count: number): readonly [first: number, last: number] | null {
  const [, from = '', dash, to = ''] = /^(\d{1,6})(?:(-)(\d{0,6}))?$/.exec(part) ?? []
  const first = Number(from)
  const last = dash === undefined ? first : to === '' ? count : Number(to)
  return first >= 1 && first <= last && last <= count ? [first, last] : null
}

/** Writes the first pages of a file as a list. */
export function firstPages(count: number): string {
  return count === 1 ? '1' : `1-${count}`
}
