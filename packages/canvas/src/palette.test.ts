import { inks } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { overPaper, palette, paperOf, type Theme } from './palette.ts'

/** Relative luminance (WCAG 2.2) of `#rrggbb`, 0 to 1. */
function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

test.each<Theme>(['light', 'dark'])(
  'on paper of any ink, ink is read as well as on the plain one, or nearly (%s)',
  (theme) => {
    expect(paperOf(null, theme)).toBe(palette[theme].canvas)
    for (const ink of inks) {
      const paper = paperOf(ink, theme)
      expect(paper).toMatch(/^#[0-9a-f]{6}$/)
      expect(contrast(paper, palette[theme].inks.ink)).toBeGreaterThan(9)
      for (const other of inks)
        expect(contrast(paper, palette[theme].inks[other])).toBeGreaterThan(
          contrast(palette[theme].canvas, palette[theme].inks[other]) * 0.7,
        )
    }
  },
)

test('what is to blend with a paper looks on it as it does over it', () => {
  // Half grey times this paper: laid over it, it must be so much lighter.
  expect(overPaper('#808080', 'multiply', '#c0c0c0')).toBe('rgb(170 170 170)')
  expect(overPaper('#c0c0c0', 'screen', '#808080')).toBe('rgb(129 129 129)')
})
