import { limits } from '@inkbridge/types'

/** A part of a file as it is there. Its keys may be missing, of any type, or unknown to us. */
export type Raw = Readonly<Record<string, unknown>>

export function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A value as a record; an empty one if it is something else. */
export function rawOf(value: unknown): Raw {
  return isRaw(value) ? value : {}
}

/** The value of a key of its own; undefined: the key is missing. */
export function valueIn(raw: Raw, key: string): unknown {
  return Object.hasOwn(raw, key) ? raw[key] : undefined
}

export function textIn(raw: Raw, key: string): string | null {
  const value = valueIn(raw, key)
  return typeof value === 'string' ? value : null
}

export function listIn(raw: Raw, key: string): readonly unknown[] {
  const value = valueIn(raw, key)
  return Array.isArray(value) ? value : []
}

/** A number within the limits of a board; `otherwise` if it is missing or not a finite number. */
export function numberIn(raw: Raw, key: string, otherwise = 0): number {
  const value = valueIn(raw, key)
  return isNumber(value) ? clamp(value, -limits.maxCoordinate, limits.maxCoordinate) : otherwise
}

export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}

/** The id of an element; null: it has none. */
export function idOf(element: Raw): string | null {
  const id = textIn(element, 'id')
  return id === '' ? null : id
}

export function typeOf(element: Raw): string {
  return textIn(element, 'type') ?? ''
}

/** Whether it is an element that is shown: neither deleted nor the selection box, nor a text without characters. */
export function isShown(element: Raw): boolean {
  const type = typeOf(element)
  if (type === '' || type === 'selection' || valueIn(element, 'isDeleted') === true) return false
  return (
    (type !== 'text' || /\S/.test(wordsIn(element))) && (type !== 'freedraw' || listIn(element, 'points').some(isPoint))
  )
}

/** Whether a value is a point: a list that begins with two finite numbers. */
export function isPoint(value: unknown): value is readonly [number, number, ...unknown[]] {
  return Array.isArray(value) && isNumber(value[0]) && isNumber(value[1])
}

/** The characters of a text, before it was wrapped. */
export function wordsIn(element: Raw): string {
  return textIn(element, 'originalText') || textIn(element, 'text') || ''
}
