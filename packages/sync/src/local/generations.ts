import type { BoardFace, KeptGeneration } from './local-store.ts'

/** The generation of the stored copy; null before the server's first answer. */
export function generationOf(face: BoardFace | null | undefined): number | null {
  return face ? (face.generation ?? 1) : null
}

/** The last valid state of a damaged generation has its number, negative, and comes after it. */
export function isLaterGeneration(generation: number, other: number): boolean {
  const rank = (number: number) => Math.abs(number) * 2 + (number < 0 ? 1 : 0)
  return rank(generation) > rank(other)
}

interface StoredUpdate {
  readonly generation: number
  readonly bytes: Uint8Array
  readonly unsaved: number
}

/** Stored copies by generation, earliest first. */
export function byGeneration(kept: readonly StoredUpdate[]): readonly KeptGeneration[] {
  return grouped(kept).map(([generation, group]) => ({
    generation,
    updates: group.map(({ bytes }) => bytes),
    unsaved: group.reduce((sum, { unsaved }) => sum + unsaved, 0),
  }))
}

/** Values by their generation, earliest first. */
export function grouped<Thing extends { readonly generation: number }>(
  things: readonly Thing[],
): readonly (readonly [number, readonly Thing[]])[] {
  const groups = new Map<number, Thing[]>()
  for (const thing of things) groups.set(thing.generation, [...(groups.get(thing.generation) ?? []), thing])
  return [...groups].sort(([a], [b]) => (isLaterGeneration(a, b) ? 1 : -1))
}
