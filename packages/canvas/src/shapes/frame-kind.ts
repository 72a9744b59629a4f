import type { Box, FrameShape } from '@inkbridge/types'
import { colorOf, type DisplayItem, palette } from '../display.ts'
import { Path, sidesOf } from '../geometry.ts'
import { maxFrameLabel } from '../locale.ts'
import type { KindOnCanvas } from './kind.ts'

/** Size of a frame's name, and its distance above the frame, world units. */
const [nameSize, nameGap] = [14, 8]
/** Maximum width of a letter, relative to the size. */
const letter = 0.68
const face = { font: 'sans', size: nameSize, bold: false, italic: false } as const

export const frame: KindOnCanvas<FrameShape> = {
  outline: ({ at }) => [sidesOf(at)],
  touch: 'line',
  title: 'name',
  hasLetters: true,
  handle: nameBox,
  stray: ({ at, name }) => Math.max(nameSize + nameGap * 2, nameBox({ at, name }).maxX - at.x - at.w),

  draw({ at, name, style }, { theme, layout, detail }): readonly DisplayItem[] {
    const path = new Path().polygon(sidesOf(at).points)
    const { muted } = palette[theme]
    const fill = style.fill ? { fill: `${colorOf(style.fill, theme)}14` } : {}
    const items: DisplayItem[] = [{ type: 'path', path, stroke: `${muted}99`, width: 1.5, ...fill, turn: at }]
    if (nameSize > 3 * detail) {
      const text = name || layout.labels.frame
      items.push({ type: 'text', text, x: at.x, y: at.y - nameGap, face, fill: muted, isRtl: false, turn: at })
    }
    return items
  },
}

function nameBox({ at, name }: Pick<FrameShape, 'at' | 'name'>): Box {
  const long = (name.length || maxFrameLabel) * nameSize * letter
  return { minX: at.x, minY: at.y - nameGap - nameSize, maxX: at.x + long, maxY: at.y - 2 }
}
