import { inks } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { contrast } from './contrast.ts'
import { overPaper, palette, paperOf, type Theme } from './palette.ts'

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

test('a colour blended on paper looks as it does over it', () => {
  // Half grey multiplied with this paper: the plain colour must be lighter by that.
  expect(overPaper('#808080', 'multiply', '#c0c0c0')).toBe('rgb(170 170 170)')
  expect(overPaper('#c0c0c0', 'screen', '#808080')).toBe('rgb(129 129 129)')
})
