import type { Edit, LineShape, Place, Shape } from '@inkbridge/types'
import { resizedAbout } from '../geometry.ts'
import { connects, isSizedByText } from './capabilities.ts'
import type { Kinds } from './kind.ts'

/** Converts an edit of the resolved place of a shape into an edit of its stored place. */
export function toStored(edit: Edit & { readonly type: 'place' }, stored: Shape, shown: Shape, kinds: Kinds): Edit {
  if (connects(shown, kinds)) {
    const props = { points: shown.points, ...movedPins(shown, edit.at) }
    return { type: 'props', id: edit.id, props, at: edit.at }
  }
  const [before, now] = [stored.at, shown.at]
  // The stored height of a shape that grew with its text stays.
  const isGrown = before.w === now.w && before.h < now.h && !isSizedByText(shown, kinds)
  if (!isGrown || edit.at.w !== now.w || edit.at.h !== now.h) return edit
  return { ...edit, at: resizedAbout(edit.at, before.w, before.h, 0, 0) }
}

/** Returns the pins of a line, moved with it; nothing if it was not only moved. */
function movedPins({ at: before, pins }: LineShape, at: Place): Partial<Pick<LineShape, 'pins'>> {
  const by = { x: at.x - before.x, y: at.y - before.y }
  const isMoved = at.w === before.w && at.h === before.h && at.rotation === before.rotation
  if (!pins || pins.length === 0 || !isMoved || (by.x === 0 && by.y === 0)) return {}
  return { pins: pins.map((pin) => ({ ...pin, at: pin.at + by[pin.axis] })) }
}
