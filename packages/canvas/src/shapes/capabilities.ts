import type { InkShape, LineShape, Shape, Style, StyleKey } from '@inkbridge/types'
import type { Kinds, NextShape } from './kind.ts'
import { usualOfAll } from './style-keys.ts'

/** Whether a shape is a line: its kind says that it connects, and it has points. */
export function connects(shape: Shape | undefined, kinds: Kinds): shape is LineShape {
  return shape !== undefined && kinds.of(shape).connects === true && 'points' in shape
}

/** Whether a shape is a stroke that can be partly erased. */
export function isErasableInParts(shape: Shape | undefined, kinds: Kinds): shape is InkShape {
  return shape !== undefined && kinds.of(shape).erasableInParts === true
}

/** Whether other shapes can be in a shape. */
export function isContainer(shape: Shape | undefined, kinds: Kinds): boolean {
  return shape !== undefined && kinds.of(shape).container === true
}

/** Returns the title of a shape, such as the name of a frame; null: its kind has none. */
export function titleOf(shape: Shape, kinds: Kinds): string | null {
  const { title } = kinds.of(shape)
  return title === undefined ? null : String(propOf(shape, title) ?? '')
}

/** Returns the title or the description of a shape; null: its kind has neither. */
export function captionOf(shape: Shape, kinds: Kinds): string | null {
  const { description } = kinds.of(shape)
  return titleOf(shape, kinds) ?? (description === undefined ? null : String(propOf(shape, description) ?? ''))
}

/** Returns a property of a shape of any kind; undefined: absent. */
export function propOf(shape: Shape, name: string): unknown {
  return Object.hasOwn(shape, name) ? shape[name as keyof Shape] : undefined
}

/** Whether lines can be bound to a shape. */
export function isBindable(shape: Shape, kinds: Kinds): boolean {
  return kinds.of(shape).bindable === true
}

/** Whether the size of a shape is determined by its text. */
export function isSizedByText(shape: Shape, kinds: Kinds): boolean {
  return kinds.of(shape).sizedByText === true
}

/** Whether a stroke is still being drawn. */
export function isLive(shape: Shape | undefined): boolean {
  return shape !== undefined && 'wet' in shape && shape.wet === true
}

/** Returns the cost of drawing a shape, in strokes of sixty points. */
export function effortOf(shape: Shape | undefined, kinds: Kinds): number {
  return (shape && kinds.of(shape).effort?.(shape)) ?? 1
}

/** Returns the default style of a kind, by its name. */
export function usualOf(name: string, { all }: Kinds): Partial<Style> {
  return { ...usualOfAll, ...all.find(({ kind }) => kind === name)?.usual }
}

/** Whether a shape is of the kind of this name. */
export function isOfKind({ kind }: Shape, name: string): boolean {
  return kind === name
}

/** Whether a shape can contain text. */
export function hasRoom(shape: Shape, kinds: Kinds): boolean {
  return kinds.of(shape).textRoom !== undefined
}

/** Whether a shape has editable text: in it, or as its name. */
export function hasEditableText(shape: Shape, kinds: Kinds): boolean {
  return hasRoom(shape, kinds) || isContainer(shape, kinds)
}

/** Returns the next shape in a chart after a shape; null: its kind has none. */
export function nextOf(shape: Shape, kinds: Kinds): NextShape | null {
  return kinds.of(shape).next?.(shape) ?? null
}

/** Whether a shape encloses something that can be filled. */
export function hasInside(shape: Shape, kinds: Kinds): boolean {
  return kinds.of(shape).hasInside?.(shape) ?? false
}

/** Returns the parts of a style that a shape shows. */
export function stylesOf(shape: Shape, kinds: Kinds): readonly StyleKey[] {
  const kind = kinds.of(shape)
  return kind.styles?.(shape) ?? kind.style.uses
}
