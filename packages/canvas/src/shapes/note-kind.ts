import { type NewShape, type NoteShape, noteRecord, type Place, type WorldPoint } from '@inkbridge/types'
import { colorOf, type DisplayItem, type LettersItem, noteOf, type Theme } from '../display.ts'
import { Path, resizedAbout, sidesOf } from '../geometry.ts'
import type { ShapeLabels } from '../locale.ts'
import { type Room, wordsIn } from '../text.ts'
import type { Attribution, KindOnCanvas } from './kind.ts'

/** Side of a sticky note, and its padding, world units. */
export const noteSide = 200
const padding = 18
/** Height of the author's name at the bottom, world units. */
const footer = 22
const radius = 3
/** Shadow layers, one over another: offset down, spread, and opacity. */
const shadows = [
  [1, 0.5, 0.07],
  [3, 2, 0.05],
  [7, 5, 0.04],
] as const

const usual = {
  fill: noteRecord.style.defaults?.fill ?? 'amber',
  align: 'start',
  valign: 'top',
  fit: 'shrink',
} as const

function room({ at, style, by }: NoteShape): Room {
  return {
    x: at.x + padding,
    y: at.y + padding,
    w: Math.max(1, at.w - 2 * padding),
    h: Math.max(1, at.h - 2 * padding - (by ? footer : 0)),
    wraps: true,
    align: style.align ?? usual.align,
    valign: style.valign ?? usual.valign,
    fit: style.fit ?? usual.fit,
  }
}

export const note: KindOnCanvas<NoteShape> = {
  outline: ({ at }) => [sidesOf(at)],
  touch: 'all',
  hasLetters: true,
  usual,
  textRoom: room,
  bindable: true,
  textGround: ({ style }, theme) => noteOf(style.fill ?? usual.fill, theme),
  stray: () => 14,
  next: ({ at: { w } }) => ({ w, h: w, isJoined: false, make: attributedNote }),

  draw({ at, style, by, made }, { theme, layout, detail }): readonly DisplayItem[] {
    const faded = style.opacity === undefined ? {} : { opacity: style.opacity }
    const items: DisplayItem[] = []
    if (Math.min(at.w, at.h) > 24 * detail)
      for (const [down, out, dark] of shadows) {
        const path = new Path().roundedRect(at.x - out / 2, at.y + down, at.w + out, at.h + out / 2, radius + out)
        items.push({ type: 'path', path, fill: '#000000', opacity: dark * (style.opacity ?? 1), turn: at })
      }
    const fill = noteOf(style.fill ?? usual.fill, theme)
    items.push({ type: 'path', path: new Path().roundedRect(at.x, at.y, at.w, at.h, radius), fill, ...faded, turn: at })
    if (by && 12 > 3 * detail) items.push({ ...signature(signatureText(by, made, layout.labels), at, theme), turn: at })
    return items
  },

  resolve(shape, { layout }) {
    const words = shape.text && wordsIn(shape, room(shape), layout)
    if (!words) return shape
    const { at, by } = shape
    const least = words.laid.height + 2 * padding + (by ? footer : 0)
    return least <= at.h ? shape : { ...shape, at: resizedAbout(at, at.w, least, 0, 0) }
  },
}

/** Returns a sticky note with its author and creation time. */
export function attributedNote(base: Pick<NewShape, 'id' | 'at' | 'style'>, { author, now }: Attribution) {
  return { ...base, kind: 'note', ...(author ? { by: author } : {}), made: now } as const
}

/** Returns the place of a new note with its top left at a point, rounded to whole units. */
export function notePlace({ x, y }: WorldPoint): Place {
  return { x: Math.round(x), y: Math.round(y), w: noteSide, h: noteSide, rotation: 0 }
}

function signatureText(by: string, made: number | undefined, labels: ShapeLabels): string {
  return made === undefined ? by : `${by} · ${labels.date(made)}`
}

function signature(text: string, { x, y, h }: NoteShape['at'], theme: Theme): LettersItem {
  return {
    type: 'text',
    text,
    x: x + padding,
    y: y + h - padding + 3,
    face: { font: 'sans', size: 12, bold: false, italic: false },
    fill: colorOf('ink', theme),
    isRtl: false,
    opacity: 0.6,
  }
}
