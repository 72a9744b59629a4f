import type { InkShape, LineShape, Shape, Style, StyleKey } from '@inkbridge/types'
import type { Kinds, NextShape } from './kind.ts'
import { usualOfAll } from './style-keys.ts'

/** Whether a shape is a line: its kind says that it connects, and it has points. */
export function connects(shape: Shape | undefined, kinds: Kinds): shape is LineShape {
  return shape !== undefined && kinds.of(shape).connects === true && 'points' in shape
}

/** Whether a shape is a stroke, of which pieces can be erased. */
export function isErasableInParts(shape: Shape | undefined, kinds: Kinds): shape is InkShape {
  return shape !== undefined && kinds.of(shape).erasableInParts === true
}

/** Whether other shapes can be in a shape. */
export function isContainer(shape: Shape | undefined, kinds: Kinds): boolean {
  return shape !== undefined && kinds.of(shape).container === true
}

/** The title of a shape, as the name of a frame; null: its kind has none. */
export function titleOf(shape: Shape, kinds: Kinds): string | null {
  const { title } = kinds.of(shape)
  return title === undefined ? null : String(propOf(shape, title) ?? '')
}

/** A property of a shape, whatever its kind is; undefined: it is absent. */
export function propOf(shape: Shape, name: string): unknown {
  return Object.hasOwn(shape, name) ? shape[name as keyof Shape] : undefined
}

/** Whether lines can be bound to a shape. */
export function isBindable(shape: Shape, kinds: Kinds): boolean {
  return kinds.of(shape).bindable === true
}

/** Whether the place of a shape follows from its words. */
export function isSizedByText(shape: Shape, kinds: Kinds): boolean {
  return kinds.of(shape).sizedByText === true
}

/** Whether somebody is still drawing it. */
export function isWet(shape: Shape | undefined): boolean {
  return shape !== undefined && 'wet' in shape && shape.wet === true
}

/** How much work drawing a shape is, in strokes of sixty points. */
export function effortOf(shape: Shape | undefined, kinds: Kinds): number {
  return (shape && kinds.of(shape).effort?.(shape)) ?? 1
}

/** The values that absent parts of a style have for a kind, by its name. */
export function usualOf(name: string, { all }: Kinds): Partial<Style> {
  return { ...usualOfAll, ...all.find(({ kind }) => kind === name)?.usual }
}

/** Whether a shape is of the kind of this name. */
export function isCalled({ kind }: Shape, name: string): boolean {
  return kind === name
}

/** Whether one can write in a shape. */
export function hasRoom(shape: Shape, kinds: Kinds): boolean {
  return kinds.of(shape).textRoom !== undefined
}

/** Whether a shape has words of its own: those in it, or a name. */
export function takesWords(shape: Shape, kinds: Kinds): boolean {
  return hasRoom(shape, kinds) || isContainer(shape, kinds)
}

/** What comes next to a shape, when one goes on; null: nothing does. */
export function nextOf(shape: Shape, kinds: Kinds): NextShape | null {
  return kinds.of(shape).next?.(shape) ?? null
}

/** Whether a shape encloses something that can be filled. */
export function hasInside(shape: Shape, kinds: Kinds): boolean {
  return kinds.of(shape).hasInside?.(shape) ?? false
}

/** What of a style a shape shows. */
export function stylesOf(shape: Shape, kinds: Kinds): readonly StyleKey[] {
  const kind = kinds.of(shape)
  return kind.styles?.(shape) ?? kind.style.uses
}
