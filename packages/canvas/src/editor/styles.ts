import { defaultStyle, type Shape, type Style, type StyleChange, type StyleKey } from '@inkbridge/types'
import type { Kinds } from '../shapes/kind.ts'
import { styleKeys } from '../shapes/style-keys.ts'
import { stylesOf } from '../shapes.ts'
import type { ToolName } from '../tools/name.ts'

/** The style of the next shape by tool; a tool that is missing has the default one. */
export type ToolStyles = { readonly [Name in ToolName]?: Style }

export function toolStyle(styles: ToolStyles, tool: ToolName): Style {
  return styles[tool] ?? defaultStyle
}

export function withToolStyle(styles: ToolStyles, tool: ToolName, change: StyleChange): ToolStyles {
  return { ...styles, [tool]: merged(toolStyle(styles, tool), change) }
}

function merged(style: Style, change: StyleChange): Style {
  const entries = Object.entries({ ...style, ...change }).filter(([, value]) => value !== null && value !== undefined)
  return { ...defaultStyle, ...(Object.fromEntries(entries) as Partial<Style>) }
}

/** The style of the first; `mixedKeys` says where the others differ. */
export function styleOf(shapes: readonly Shape[]): Style {
  return shapes[0]?.style ?? defaultStyle
}

export function mixedKeys(shapes: readonly Shape[]): readonly StyleKey[] {
  return styleKeys.filter((key) => shapes.some(({ style }) => style[key] !== shapes[0]?.style[key]))
}

/** What of a style the panel offers for some shapes: what all of them show. */
export function styleKeysOf(shapes: readonly Shape[], kinds: Kinds): readonly StyleKey[] {
  const lists = new Set(shapes.map((shape) => stylesOf(shape, kinds)))
  const [first = [], ...others] = lists
  return first.filter((key) => others.every((keys) => keys.includes(key)))
}

/** All of a style, what it does not say as null: to be laid over another. */
export function wholeStyle(style: Style): StyleChange {
  return Object.fromEntries(styleKeys.map((key) => [key, style[key] ?? null])) as StyleChange
}

/** What of a style a shape can have. */
export function stylesFor(shape: Shape, style: StyleChange, kinds: Kinds): StyleChange {
  return only(style, styleKeysOf([shape], kinds))
}

/** What of a style is wanted for something else. */
export function pickedFrom(style: Style, wanted: readonly StyleKey[]): StyleChange {
  return only(wholeStyle(style), wanted)
}

function only(style: StyleChange, wanted: readonly StyleKey[]): StyleChange {
  return Object.fromEntries(Object.entries(style).filter(([key]) => wanted.includes(key as StyleKey))) as StyleChange
}
