import type { Shape } from '@inkbridge/types'
import { type KindField, type Kinds, propOf } from '../shapes.ts'

/** A field of the style panel, with its value for the selection. */
export interface ShownField extends KindField {
  /** The value of the first shape. */
  readonly value: unknown
  /** Other shapes have another value. */
  readonly mixed: boolean
}

const none: readonly ShownField[] = []

/** Returns the fields that the kinds of all given shapes have. */
export function fieldsOf(shapes: readonly Shape[], kinds: Kinds): readonly ShownField[] {
  const [first, ...others] = shapes
  const fields = first && kinds.of(first).fields
  if (!fields) return none
  return fields
    .filter((field) => others.every((shape) => kinds.of(shape).fields?.includes(field)))
    .map((field) => {
      const read = (shape: Shape) => propOf(shape, field.prop) ?? null
      const value = read(first)
      return { ...field, value, mixed: others.some((shape) => read(shape) !== value) }
    })
}
