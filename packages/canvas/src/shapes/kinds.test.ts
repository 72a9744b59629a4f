import { defaultStyle, type Shape } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { sidesOf } from '../geometry/polyline.ts'
import { pictureOf } from '../picture.ts'
import { Scene } from '../scene.ts'
import { svgOf } from '../svg.ts'
import { plain } from '../testing/plain.ts'
import { rectAt } from '../testing/script.ts'
import type { Kind } from './kind.ts'
import { areBuiltIn, builtIn, builtInKinds, createKinds } from './kinds.ts'

/** Touched in its left half only, and drawn as one word. */
const gauge: Kind = {
  kind: 'gauge',
  bindable: true,
  styles: () => ['color'],
  outline: ({ at }) => [sidesOf(at)],
  hit: ({ at }, { x }) => (x < at.x + at.w / 2 ? 'on' : null),
  draw: ({ at: { x, y } }) => [
    {
      type: 'text',
      text: 'full',
      x,
      y,
      face: { font: 'sans', size: 12, bold: false, italic: false },
      fill: '#102030',
      isRtl: false,
    },
  ],
}
const kinds = createKinds([...builtIn, gauge])
const shape = { ...rectAt('g', 0, 0, 100, 40), kind: 'gauge', style: defaultStyle } as unknown as Shape

test('a kind that is handed in is drawn and hit as it says, and lines can be bound to it', () => {
  const scene = new Scene([shape], { ...plain, kinds })
  const hits = [20, 80].map((x) => scene.at({ x, y: 20 }, 1)?.id)
  expect(hits).toEqual(['g', undefined])
  expect(scene.holdable({ x: 20, y: 20 }, 1)?.id).toBe('g')
  expect(svgOf([shape], { ...plain, kinds, theme: 'light', paper: false }).svg).toContain('>full</text>')
})

test('a kind that a canvas does not know is shown as a placeholder with its name', () => {
  const [, name] = pictureOf([shape], { theme: 'light', layout: plain.layout })
  expect(name).toMatchObject({ type: 'text', text: 'Unsupported shape: gauge' })
  expect(builtInKinds.of(shape).placeholder).toBe(true)
})

test('what has only the built-in kinds can draw for a canvas with these, or fewer, and for no other', () => {
  expect([builtInKinds, createKinds(builtIn.slice(3)), kinds].map(areBuiltIn)).toEqual([true, true, false])
})

test('two kinds of one name are refused', () => {
  expect(() => createKinds([gauge, { ...gauge }])).toThrow('got "gauge" twice')
})
