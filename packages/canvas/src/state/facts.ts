import { boxFamily, type Shape } from '@inkbridge/types'
import type { Scene } from '../scene/scene.ts'
import { hasEditableText, isBindable, isContainer } from '../shapes.ts'

/** Facts that decide which commands are available. */
export interface Facts {
  readonly readOnly: boolean
  /** Numbers of selected shapes, and of those locked, box shapes, with a link, or with text. */
  readonly selected: number
  readonly locked: number
  readonly boxShapes: number
  readonly linked: number
  readonly withText: number
  /** Number of selected units: shapes and groups. */
  readonly units: number
  readonly groups: number
  /** On the whole board. */
  readonly anyLocked: boolean
  readonly anyHidden: boolean
  /** A style has been copied. */
  readonly style: boolean
  /** Numbers of selected shapes that show an asset, and of those cropped. */
  readonly images: number
  readonly cropped: number
  /** Number of selected frames. */
  readonly frames: number
  /** An arrow can be bound to the selected shape. */
  readonly bindable: boolean
  /** Exactly two shapes are selected, and an arrow can connect them. */
  readonly connectable: boolean
  /** One shape is selected, and its text or its name can be edited. */
  readonly writable: boolean
}

/** Facts of an empty board. */
export const noFacts: Facts = {
  readOnly: false,
  selected: 0,
  locked: 0,
  boxShapes: 0,
  linked: 0,
  withText: 0,
  units: 0,
  groups: 0,
  anyLocked: false,
  anyHidden: false,
  style: false,
  images: 0,
  cropped: 0,
  frames: 0,
  bindable: false,
  connectable: false,
  writable: false,
}

/** Returns the facts of selected shapes; `grouped`: the number of those in selected groups. */
export function factsOf(
  shapes: readonly Shape[],
  known: { readonly readOnly: boolean; readonly groups: number; readonly grouped: number; readonly hasStyle: boolean },
  { hasLocked, hasHidden, kinds }: Pick<Scene, 'hasLocked' | 'hasHidden' | 'kinds'>,
): Facts {
  const count = (test: (shape: Shape) => unknown) => shapes.reduce((sum, shape) => sum + (test(shape) ? 1 : 0), 0)
  const { readOnly, groups, grouped, hasStyle } = known
  const [only] = shapes
  const areBindable = shapes.length <= 2 && shapes.every((shape) => isBindable(shape, kinds))
  return {
    readOnly,
    units: shapes.length - grouped + groups,
    groups,
    anyLocked: hasLocked,
    anyHidden: hasHidden,
    style: hasStyle,
    selected: shapes.length,
    locked: count(({ locked }) => locked),
    boxShapes: count((shape) => kinds.of(shape).family === boxFamily),
    linked: count(({ link }) => link),
    withText: count(({ text }) => text),
    images: count((shape) => kinds.of(shape).asset),
    cropped: count((shape) => kinds.of(shape).removeCrop?.(shape)),
    frames: count((shape) => isContainer(shape, kinds)),
    bindable: shapes.length === 1 && areBindable,
    connectable: shapes.length === 2 && areBindable,
    writable: only !== undefined && shapes.length === 1 && !only.locked && hasEditableText(only, kinds),
  }
}
