import type { Edit, TextShape } from '@inkbridge/types'
import { resizedAbout, sidesOf } from '../geometry.ts'
import { type Room, wordsIn } from '../text.ts'
import type { KindOnCanvas } from './kind.ts'

/** Minimum width of a text without wrapping: room for a caret. */
const leastWidth = 2
/** Minimum width of a wrapping text, world units: less would wrap every letter. */
const leastWrapped = 24
const [smallestSize, largestSize] = [4, 400]

const usual = { align: 'start' } as const

function room({ at, style, wraps }: TextShape): Room {
  const { x, y, w } = at
  return { x, y, w, h: 0, wraps: wraps === true, align: style.align ?? usual.align, valign: 'top', fit: 'grow' }
}

/** A text on the board: as high as its lines, and as wide if it does not wrap. */
export const text: KindOnCanvas<TextShape> = {
  outline: ({ at }) => [sidesOf(at)],
  draw: () => [],
  touch: 'all',
  usual,
  textRoom: room,
  sizedByText: true,
  bindable: true,
  next: ({ at: { w, h } }) => ({ w, h, isJoined: true, make: (base) => ({ ...base, kind: 'text', wraps: true }) }),

  resolve(shape, { layout }) {
    const words = wordsIn(shape, room(shape), layout)
    if (!words) return shape
    const { at, style, wraps } = shape
    const [w, h] = [wraps ? at.w : Math.max(leastWidth, Math.ceil(words.laid.width)), words.laid.height]
    const fixed = style.align === 'center' ? 0.5 : style.align === 'end' ? 1 : 0
    return w === at.w && h === at.h ? shape : { ...shape, at: resizedAbout(at, w, h, fixed, 0) }
  },

  /** Side handles change its width, corner handles its font size; its height follows. */
  resize({ id }, { side, before, at, size }): readonly Edit[] {
    if (side === 'e' || side === 'w')
      return [
        { type: 'place', id, at: { ...at, w: Math.max(leastWrapped, at.w) } },
        { type: 'props', id, props: { wraps: true } },
      ]
    const scale = side === 'n' || side === 's' ? at.h / Math.max(1, before.h) : at.w / Math.max(1, before.w)
    const scaled = Math.min(largestSize, Math.max(smallestSize, Math.round(size * scale)))
    return [
      { type: 'place', id, at },
      { type: 'style', id, style: { size: scaled } },
    ]
  },
}
