import { type Color, defaultStyle, inks, patterns, richText, type Shape, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { drawn } from '../shapes/drawn.ts'
import { builtInKinds as kinds } from '../shapes/kinds.ts'
import { wordsColorOf } from '../shapes/words.ts'
import { countingLayout } from '../testing/counting.ts'
import { contrast, leastContrast, mixed } from './contrast.ts'
import type { LeafItem } from './display-list.ts'
import { palette, type Theme } from './palette.ts'

const layout = await countingLayout()
const base = {
  id: 'a' as ShapeId,
  order: 'a0',
  at: { x: 0, y: 0, w: 200, h: 100, rotation: 0 },
  text: richText('Boats'),
}
const colors: readonly Color[] = [...inks, '#000000', '#ffffff', '#808080', '#ff0000']

/** Returns a colour as it looks on the board; `#rrggbbaa` is translucent. */
function seen(color: string, theme: Theme): string {
  const part = color.length === 9 ? Number.parseInt(color.slice(7), 16) / 255 : 1
  return mixed(color.slice(0, 7), palette[theme].canvas, part)
}

/** The background of a shape's text, and the text itself, as drawn. */
function drawnWith(shape: Shape, theme: Theme): { readonly grounds: readonly string[]; readonly words: string } {
  const items = drawn(shape, { theme, kinds, layout }) as readonly LeafItem[]
  const words = items.find((item) => item.type === 'text' && item.text === 'Boats')
  const paths = items.filter((item) => item.type === 'path')
  const [inside] = paths.filter(({ fill, opacity }) => fill && opacity === undefined)
  const ground = inside?.fill ?? paths[0]?.stroke ?? ''
  if (words?.type !== 'text') throw new Error('there are no words')
  // The board shows between the lines.
  return { grounds: inside ? [seen(ground, theme)] : [ground, palette[theme].canvas], words: words.fill }
}

test.each<Theme>(['light', 'dark'])('text is readable on every fill, in every colour and pattern (%s)', (theme) => {
  const hard: string[] = []
  for (const color of colors)
    for (const fill of colors) {
      for (const pattern of [undefined, ...patterns]) {
        const style = { ...defaultStyle, color, fill, ...(pattern ? { pattern } : {}) }
        const { grounds, words } = drawnWith({ ...base, kind: 'rect', style }, theme)
        // Between lines of a custom colour text may be less readable, but never less than on both.
        const read = grounds.filter((ground) => contrast(ground, words) >= leastContrast).length
        if (read < (fill.startsWith('#') || color.startsWith('#') ? 1 : grounds.length))
          hard.push(`${color} on ${pattern ?? 'tint'} ${fill}: ${words} on ${grounds.join()}`)
      }
      const { grounds, words } = drawnWith({ ...base, kind: 'note', style: { ...defaultStyle, color, fill } }, theme)
      if (contrast(grounds[0] ?? '', words) < leastContrast) hard.push(`${color} on a note of ${fill}`)
    }
  expect(hard).toEqual([])
})

test('a fill is a separate tone: box, text and line stay distinct in one colour, and default text is unchanged', () => {
  for (const theme of ['light', 'dark'] as const)
    for (const color of inks) {
      const style = { ...defaultStyle, color, fill: color, pattern: 'solid' } as const
      const { grounds } = drawnWith({ ...base, kind: 'rect', style }, theme)
      expect(grounds[0]).not.toBe(palette[theme].inks[color])
    }
  const plain: Shape = { ...base, kind: 'rect', style: { ...defaultStyle, color: 'red' } }
  expect(wordsColorOf(plain, { kinds, theme: 'light' })).toBe(palette.light.inks.red)
  expect(
    wordsColorOf({ ...plain, style: { ...plain.style, fill: 'ink', pattern: 'solid' } }, { kinds, theme: 'light' }),
  ).not.toBe(palette.light.inks.red)
})
