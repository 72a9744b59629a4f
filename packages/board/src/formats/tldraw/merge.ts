import { isPlainRecord, type PlainRecord } from '../../plain.ts'

/** Coordinates of a board are rounded to 1/64; two of them make up a difference. */
const tolerance = 1 / 24
/** Fractions and angles, which are rounded less. */
const fine = 2e-4

/** Whether values are the same but for the rounding of a board. */
export function isSame(one: unknown, other: unknown): boolean {
  if (typeof one === 'number' && typeof other === 'number') return Math.abs(one - other) <= tolerance
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]))
  if (isPlainRecord(one) && isPlainRecord(other)) {
    const keys = Object.keys(one)
    return keys.length === Object.keys(other).length && keys.every((key) => isSame(one[key], other[key]))
  }
  return one === other
}

/** Numbers without a unit of length. */
const fineKeys: ReadonlySet<string> = new Set(['rotation', 'opacity', 'scale', 'scaleX', 'scaleY', 'crop'])

function isSameIn(key: string, one: unknown, other: unknown): boolean {
  if (!fineKeys.has(key)) return isSame(one, other)
  if (isPlainRecord(one) && isPlainRecord(other))
    return Object.keys({ ...one, ...other }).every((inner) => isSameIn(key, one[inner], other[inner]))
  return typeof one === 'number' && typeof other === 'number' ? Math.abs(one - other) <= fine : one === other
}

/** Fields that only mean something together. */
const joined: readonly (readonly string[])[] = [
  ['size', 'scale'],
  ['h', 'growY'],
  ['geo', 'flipX', 'flipY'],
  ['kind', 'start', 'end', 'bend'],
]

/**
 * The original properties of a shape with what was edited: a property is taken from `now` where that differs from
 * `was`, which is what would have been written if nothing had been edited.
 */
export function merged(original: PlainRecord, was: PlainRecord, now: PlainRecord): PlainRecord {
  const changed = Object.keys(now).filter((key) => !isSameIn(key, was[key], now[key]))
  const together = joined.filter((keys) => keys.some((key) => changed.includes(key))).flat()
  const taken = [...new Set([...changed, ...together])].filter((key) => Object.hasOwn(original, key) && key in now)
  return { ...original, ...Object.fromEntries(taken.map((key) => [key, now[key]])) }
}
