import type { AssetId, Crop, Edit, ImageShape, Place, ShapeId } from '@inkbridge/types'
import { defaultStyle } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { plain } from '../testing/plain.ts'
import { play } from '../testing/script.ts'
import { select } from '../tools/select/select.ts'
import { drawn } from './drawn.ts'
import { image } from './image-kind.ts'

const asset = 'a'.repeat(42).concat('A') as AssetId

function imageAt(at: Partial<Place>, crop?: Crop): ImageShape {
  return {
    ...{ id: 'i' as ShapeId, kind: 'image', order: 'a1', style: defaultStyle, asset, size: [400, 200] },
    at: { x: 0, y: 0, w: 200, h: 100, rotation: 0, ...at },
    ...(crop ? { crop } : {}),
  }
}

/** What the last edits of a drag do to the image. */
function dragged(shape: ImageShape, script: string): Edit | undefined {
  return play(select, script, { shapes: [shape], selection: [shape.id] }).edits.at(-1)?.[0]
}

test('a corner scales an image and keeps its proportions, which Shift frees', () => {
  expect(dragged(imageAt({}), 'down 208,108 · move 250,120 · up 308,128')).toMatchObject({ at: { w: 300, h: 150 } })
  expect(dragged(imageAt({}), 'down 208,108 · move 250,120 · up 308,128 shift')).toMatchObject({
    at: { w: 300, h: 120 },
  })
})

test.each([
  ['the right side', {}, undefined, 'down 208,50 · move 180,50 · up 158,50', [0, 0, 0.75, 1], [0, 0, 150, 100]],
  ['the left side', {}, undefined, 'down -8,50 · move 10,50 · up 42,50', [0.25, 0, 0.75, 1], [50, 0, 150, 100]],
  ['the bottom', {}, undefined, 'down 100,108 · move 100,90 · up 100,58', [0, 0, 1, 0.5], [0, 0, 200, 50]],
  [
    'a mirrored one',
    { mirrored: true },
    undefined,
    'down 208,50 · move 180,50 · up 158,50',
    [0.25, 0, 0.75, 1],
    [0, 0, 150, 100],
  ],
  [
    'a side outwards, as far as the picture goes',
    {},
    [0, 0, 0.5, 1],
    'down 208,50 · move 300,50 · up 608,50',
    null,
    [0, 0, 400, 100],
  ],
] as const)('dragging %s crops', (_name, at, crop, script, part, [x, y, w, h]) => {
  expect(dragged(imageAt(at, crop), script)).toEqual({
    ...{ type: 'props', id: 'i', props: { crop: part } },
    at: { x, y, w, h, rotation: 0, ...at },
  })
})

test('a rotated image is cropped at the side that is dragged, and its other sides stay', () => {
  // A quarter turn about 100, 50: its right side is below, at y 150.
  const edit = dragged(imageAt({ rotation: Math.PI / 2 }), 'down 100,158 · move 100,130 · up 100,108')
  const { props, at } = edit as Edit & { type: 'props' }
  expect((props.crop as Crop).map((value) => Math.round(value * 100) / 100)).toEqual([0, 0, 0.75, 1])
  expect([at?.x, at?.y, at?.w, at?.h].map((value) => Math.round(value ?? 0))).toEqual([25, -25, 150, 100])
})

test('removing a crop shows all of the picture where its part was', () => {
  expect(image.removeCrop?.(imageAt({}, [0.5, 0, 0.5, 1]))).toEqual({
    ...{ type: 'props', id: 'i', props: { crop: null } },
    at: { x: -200, y: 0, w: 400, h: 100, rotation: 0 },
  })
  expect(image.removeCrop?.(imageAt({}))).toBe(null)
})

test('an image is drawn as one item, with all that is known of it', () => {
  const shape: ImageShape = {
    ...imageAt({}, [0, 0, 0.5, 1]),
    alt: 'A cat',
    mask: 'ellipse',
    style: { ...defaultStyle, opacity: 0.5 },
  }
  const [item, ...others] = drawn(shape, { ...plain, theme: 'light' })
  expect(others).toEqual([])
  expect(item).toMatchObject({ type: 'image', asset, at: shape.at, crop: [0, 0, 0.5, 1], alt: 'A cat', opacity: 0.5 })
})
