import type { Shape } from '@inkbridge/types'
import { type KindField, type Kinds, propOf } from '../shapes.ts'

/** A field of the style panel, and what it says of some shapes. */
export interface ShownField extends KindField {
  /** Of the first of them. */
  readonly value: unknown
  /** It is another of others. */
  readonly mixed: boolean
}

const none: readonly ShownField[] = []

/** The fields that the kinds of all of some shapes have. */
export function fieldsOf(shapes: readonly Shape[], kinds: Kinds): readonly ShownField[] {
  const [first, ...others] = shapes
  const fields = first && kinds.of(first).fields
  if (!fields) return none
  return fields
    .filter((field) => others.every((shape) => kinds.of(shape).fields?.includes(field)))
    .map((field) => {
      const value = propOf(first, field.prop)
      return { ...field, value, mixed: others.some((shape) => propOf(shape, field.prop) !== value) }
    })
}
