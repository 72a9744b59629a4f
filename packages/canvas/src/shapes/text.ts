import type { TextShape } from '@inkbridge/types'
import { resizedAbout } from '../geometry/box.ts'
import { sidesOf } from '../geometry/polyline.ts'
import { type Room, wordsIn } from '../text/words.ts'
import type { KindOnCanvas } from './kind.ts'
import { letterKeys } from './style-keys.ts'

/** The least width of a text that is as long as its lines: there is room for a caret. */
const leastWidth = 2

function room({ at, style, wraps }: TextShape): Room {
  const { x, y, w } = at
  return { x, y, w, h: 0, wraps: wraps === true, align: style.align ?? 'start', valign: 'top', fit: 'grow' }
}

const keys = ['color', ...letterKeys, 'align', 'opacity'] as const

/** Words on the board: as high as they are, and as wide where they do not wrap. */
export const text: KindOnCanvas<TextShape> = {
  outline: ({ at }) => [sidesOf(at)],
  draw: () => [],
  styles: () => keys,
  touch: 'all',
  room,
  next: ({ at: { w, h } }) => ({ w, h, isJoined: true, make: (base) => ({ ...base, kind: 'text', wraps: true }) }),

  settle(shape, { layout }) {
    const words = wordsIn(shape, room(shape), layout)
    if (!words) return shape
    const { at, style, wraps } = shape
    const [w, h] = [wraps ? at.w : Math.max(leastWidth, Math.ceil(words.laid.width)), words.laid.height]
    const fixed = style.align === 'center' ? 0.5 : style.align === 'end' ? 1 : 0
    return w === at.w && h === at.h ? shape : { ...shape, at: resizedAbout(at, w, h, fixed, 0) }
  },
}
