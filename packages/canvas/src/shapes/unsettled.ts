import type { Edit, Shape } from '@inkbridge/types'
import { resizedAbout } from '../geometry/box.ts'
import { connects, isSizedByText } from './capabilities.ts'
import type { Kinds } from './kind.ts'

/** Where a shape is to be shown, as where the board is to have it. */
export function unsettled(edit: Edit & { readonly type: 'place' }, stored: Shape, shown: Shape, kinds: Kinds): Edit {
  if (connects(shown, kinds)) return { type: 'props', id: edit.id, props: { points: shown.points }, at: edit.at }
  const [before, now] = [stored.at, shown.at]
  // What grew with its words stays as high as it was made.
  const isGrown = before.w === now.w && before.h < now.h && !isSizedByText(shown, kinds)
  if (!isGrown || edit.at.w !== now.w || edit.at.h !== now.h) return edit
  return { ...edit, at: resizedAbout(edit.at, before.w, before.h, 0, 0) }
}
