import { keysBetween } from '../../order.ts'

/**
 * Indices of siblings, bottom to top: those they have, where these are in order, and new ones between them for the
 * others.
 */
export function indicesFor(given: readonly (string | null)[]): readonly string[] {
  const kept = longestRise(given)
  const result: string[] = []
  let low: string | null = null
  let passed = 0
  for (let at = 0; at < given.length; ) {
    while ((kept[passed] ?? given.length) < at) passed += 1
    const next = kept[passed] ?? given.length
    const high = given[next] ?? null
    if (next > at) result.push(...keysBetween(low, high, next - at, () => 0.5))
    if (high !== null) result.push(high)
    low = high
    at = next + 1
  }
  return result
}

/** The positions of a longest rising sequence (Schensted 1961). */
function longestRise(given: readonly (string | null)[]): readonly number[] {
  const before: (number | undefined)[] = []
  const ends: number[] = []
  for (const [index, key] of given.entries()) {
    if (key === null) continue
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((given[ends[middle] ?? 0] ?? '') < key) low = middle + 1
      else high = middle
    }
    before[index] = low > 0 ? ends[low - 1] : undefined
    ends[low] = index
  }
  const rise: number[] = []
  for (let at = ends.at(-1); at !== undefined; at = before[at]) rise.push(at)
  return rise.reverse()
}
