import { boxFamily, type Shape } from '@inkbridge/types'
import type { Scene } from '../scene/scene.ts'
import { isBindable, isContainer, takesWords } from '../shapes.ts'

/** What decides which commands make sense. */
export interface Facts {
  readonly readOnly: boolean
  /** How many shapes are selected, and how many of them are locked, are box shapes, have a link, or have text. */
  readonly selected: number
  readonly locked: number
  readonly boxed: number
  readonly linked: number
  readonly worded: number
  /** How many things move on their own: shapes and groups. */
  readonly units: number
  readonly groups: number
  /** Of the whole board. */
  readonly anyLocked: boolean
  readonly anyHidden: boolean
  /** There is a style to be pasted. */
  readonly style: boolean
  /** How many frames are selected. */
  readonly frames: number
  /** An arrow can be bound to the selected shape. */
  readonly bindable: boolean
  /** Exactly two shapes are selected, and an arrow can connect them. */
  readonly connectable: boolean
  /** One shape is selected, and its text or its name can be edited. */
  readonly writable: boolean
}

/** Of a board with nothing on it. */
export const noFacts: Facts = {
  readOnly: false,
  selected: 0,
  locked: 0,
  boxed: 0,
  linked: 0,
  worded: 0,
  units: 0,
  groups: 0,
  anyLocked: false,
  anyHidden: false,
  style: false,
  frames: 0,
  bindable: false,
  connectable: false,
  writable: false,
}

/** What is so of some shapes that are selected; `grouped`: how many of them are in groups that are selected as such. */
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
    boxed: count((shape) => kinds.of(shape).family === boxFamily),
    linked: count(({ link }) => link),
    worded: count(({ text }) => text),
    frames: count((shape) => isContainer(shape, kinds)),
    bindable: shapes.length === 1 && areBindable,
    connectable: shapes.length === 2 && areBindable,
    writable: only !== undefined && shapes.length === 1 && !only.locked && takesWords(only, kinds),
  }
}
