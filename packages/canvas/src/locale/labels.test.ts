import type { ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { pictureOf } from '../picture.ts'
import { countingMeasure } from '../testing/counting.ts'
import { loadedFonts } from '../text/font-resources.ts'
import { createTextLayout } from '../text/layout.ts'
import { maxFrameLabel, shapeLabels } from './labels.ts'

const base = { style: { color: 'ink', width: 2 }, locked: false, hidden: false, link: null } as const

test.each([
  ['en', ['Frame', 'Unsupported shape: hologram', 'Ada · Nov 29, 2026']],
  ['de-AT', ['Rahmen', 'Nicht unterstützte Form: hologram', 'Ada · 29.11.2026']],
  ['fr', ['Frame', 'Unsupported shape: hologram', 'Ada · Nov 29, 2026']],
])('in %s shapes draw their texts in that language, or in English', (locale, texts) => {
  const layout = createTextLayout({ measure: countingMeasure(), fonts: loadedFonts, locale })
  const at = { x: 0, y: 0, w: 200, h: 200, rotation: 0 }
  const shapes = [
    { ...base, id: 'f' as ShapeId, kind: 'frame', at, order: 'a0', name: '' },
    { ...base, id: 'u' as ShapeId, kind: 'unknown', was: 'hologram', at, order: 'a1' },
    { ...base, id: 'n' as ShapeId, kind: 'note', at, order: 'a2', by: 'Ada', made: Date.UTC(2026, 10, 29) },
  ] as unknown as Parameters<typeof pictureOf>[0]
  const items = pictureOf(shapes, { theme: 'light', layout })
  expect(items.flatMap((item) => (item.type === 'text' ? [item.text] : []))).toEqual(texts)
})

test('the title of an unnamed frame fits the frame in every language', () => {
  for (const locale of ['en', 'de']) expect(shapeLabels(locale).frame.length).toBeLessThanOrEqual(maxFrameLabel)
})
