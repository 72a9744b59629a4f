import type { Shape, ShapeId } from '@inkbridge/types'

/** Whether two versions of a shape differ at most in their parent. */
export function differInParent(before: Shape, after: Shape): boolean {
  const isSame = (key: string) => key === 'parent' || before[key as keyof Shape] === after[key as keyof Shape]
  return Object.keys(after).every(isSame) && Object.keys(before).every(isSame)
}

/** Returns a shape with another parent, or with none. */
export function withParent(shape: Shape, parent: ShapeId | undefined): Shape {
  if (parent) return { ...shape, parent }
  const { parent: _, ...free } = shape
  return free
}
