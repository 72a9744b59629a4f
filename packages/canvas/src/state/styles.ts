import { defaultStyle, type Shape, type Style, type StyleChange, type StyleKey } from '@inkbridge/types'
import { type Kinds, styleKeys, stylesOf, usualOfAll } from '../shapes.ts'

/** Returns all parts of a style, null if absent. */
export function wholeStyle(style: Style): StyleChange {
  return Object.fromEntries(styleKeys.map((key) => [key, style[key] ?? null])) as StyleChange
}

/** The joint style of several shapes, with the defaults of their kinds. */
export interface JointStyle {
  /** Each part of the first shape with that part. */
  readonly style: Style
  /** Parts that at least one shape has. */
  readonly keys: readonly StyleKey[]
  /** Parts in which the shapes that have them differ. */
  readonly mixed: readonly StyleKey[]
}

/** Returns the style that the panel shows for several shapes. */
export function jointStyle(shapes: readonly Shape[], kinds: Kinds): JointStyle {
  const said = new Map<StyleKey, unknown>()
  const mixed = new Set<StyleKey>()
  for (const shape of shapes) {
    const usual: Partial<Style> = { ...usualOfAll, ...kinds.of(shape).usual }
    for (const key of stylesOf(shape, kinds)) {
      if (mixed.has(key)) continue
      const value = shape.style[key] ?? usual[key]
      if (!said.has(key)) said.set(key, value)
      else if (said.get(key) !== value) mixed.add(key)
    }
  }
  const inOrder = (keys: { has(key: StyleKey): boolean }) => styleKeys.filter((key) => keys.has(key))
  const style = Object.entries({ ...(shapes[0]?.style ?? defaultStyle), ...Object.fromEntries(said) })
  return {
    style: {
      ...defaultStyle,
      ...(Object.fromEntries(style.filter(([, value]) => value !== undefined)) as Partial<Style>),
    },
    keys: inOrder(said),
    mixed: inOrder(mixed),
  }
}

/** Returns the parts of a style that a shape supports, with or without text in it. */
export function stylesFor(shape: Shape, style: StyleChange, kinds: Kinds): StyleChange {
  return only(style, stylesOf({ ...shape, text: shape.text ?? [] }, kinds))
}

/** Returns the given parts of a style. */
export function pickedFrom(style: Style, wanted: readonly StyleKey[]): StyleChange {
  return only(wholeStyle(style), wanted)
}

export function only(style: StyleChange, wanted: readonly StyleKey[]): StyleChange {
  return Object.fromEntries(Object.entries(style).filter(([key]) => wanted.includes(key as StyleKey))) as StyleChange
}
