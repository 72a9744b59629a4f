import { defaultStyle, type Shape, type Style, type StyleChange, type StyleKey } from '@inkbridge/types'
import type { Kinds } from '../shapes/kind.ts'
import { styleKeys } from '../shapes/style-keys.ts'
import { stylesOf } from '../shapes.ts'

/** What a style says, each with its own type: null where it is absent. */
export function wholeStyle(style: Style): StyleChange {
  return Object.fromEntries(styleKeys.map((key) => [key, style[key] ?? null])) as StyleChange
}

/** The style of some shapes as one, what is usual for their kinds filled in, and what they differ in. */
export interface JointStyle {
  /** Each part is that of the first shape that shows it. */
  readonly style: Style
  /** What at least one of them shows. */
  readonly keys: readonly StyleKey[]
  /** In what those differ that show it. */
  readonly mixed: readonly StyleKey[]
}

/** The style that a panel shows of some shapes. */
export function jointStyle(shapes: readonly Shape[], kinds: Kinds): JointStyle {
  const said = new Map<StyleKey, unknown>()
  const mixed = new Set<StyleKey>()
  for (const shape of shapes) {
    const usual: Partial<Style> = kinds.of(shape).usual ?? {}
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

/** What of a style a shape can have: what it shows, or would show if it had words. */
export function stylesFor(shape: Shape, style: StyleChange, kinds: Kinds): StyleChange {
  return only(style, stylesOf({ ...shape, text: shape.text ?? [] }, kinds))
}

/** What of a style is wanted for something else. */
export function pickedFrom(style: Style, wanted: readonly StyleKey[]): StyleChange {
  return only(wholeStyle(style), wanted)
}

export function only(style: StyleChange, wanted: readonly StyleKey[]): StyleChange {
  return Object.fromEntries(Object.entries(style).filter(([key]) => wanted.includes(key as StyleKey))) as StyleChange
}
