import type { Crop, Edit, ImageShape, Place } from '@inkbridge/types'
import type { DisplayItem } from '../display.ts'
import { Path, rotateAbout, sidesOf } from '../geometry.ts'
import type { KindField, KindOnCanvas } from './kind.ts'

const whole: Crop = [0, 0, 1, 1]
/** Smallest side that an image can be cropped to, world units. */
const leastSide = 8

const fields: readonly KindField[] = [
  {
    label: 'corners',
    prop: 'radius',
    options: [
      { label: 'sharp', value: null },
      { label: 'soft', value: 16 },
      { label: 'round', value: 48 },
    ],
  },
  {
    label: 'shape',
    prop: 'mask',
    options: [
      { label: 'rectangle', value: null },
      { label: 'ellipse', value: 'ellipse' },
    ],
  },
]

/** An image. Corner handles scale it and keep its proportions; side handles crop it. */
export const image: KindOnCanvas<ImageShape> = {
  outline: ({ at, mask }) => (mask === 'ellipse' ? [{ points: ellipsePoints(at), closed: true }] : [sidesOf(at)]),
  touch: 'all',
  bindable: true,
  keepsProportions: true,
  description: 'alt',
  asset: ({ asset }) => asset,
  fields,
  removeCrop: (shape) => (shape.crop ? uncropped(shape) : null),

  draw(shape): readonly DisplayItem[] {
    const { at, asset, size, crop, thumbhash, alt, style } = shape
    const clip = clipOf(shape)
    return [
      {
        type: 'image',
        asset,
        at,
        size,
        ...(crop ? { crop } : {}),
        ...(clip ? { clip } : {}),
        ...(thumbhash ? { thumbhash } : {}),
        ...(alt ? { alt } : {}),
        ...(style.opacity === undefined ? {} : { opacity: style.opacity }),
      },
    ]
  },

  resize(shape, { side, at, isAlone }): readonly Edit[] {
    if (side.length === 2 || !isAlone) return [{ type: 'place', id: shape.id, at }]
    // Dragged past the opposite side.
    if ((at.mirrored ?? false) !== (shape.at.mirrored ?? false)) return []
    return [cropped(shape, at)]
  },
}

/** Returns an edit that shows the part of an image in a place, as far as it reaches. */
function cropped({ id, at, crop = whole }: ImageShape, to: Place): Edit {
  const about = middle(at)
  const moved = rotateAbout(middle(to), about, -at.rotation)
  const sign = at.mirrored ? -1 : 1
  const [x0, x1] = along(crop[0], crop[2], at.w, (moved.x - about.x) * sign, to.w)
  const [y0, y1] = along(crop[1], crop[3], at.h, moved.y - about.y, to.h)
  const [unitX, unitY] = [at.w / crop[2], at.h / crop[3]]
  const [w, h] = [(x1 - x0) * unitX, (y1 - y0) * unitY]
  const centre = {
    x: about.x + ((x0 + x1) / 2 - crop[0] - crop[2] / 2) * unitX * sign,
    y: about.y + ((y0 + y1) / 2 - crop[1] - crop[3] / 2) * unitY,
  }
  const { x, y } = rotateAbout(centre, about, at.rotation)
  const [left, top, right, bottom] = [rounded(x0), rounded(y0), rounded(x1), rounded(y1)]
  const part: Crop = [left, top, rounded(right - left), rounded(bottom - top)]
  const isWhole = part.every((value, index) => Math.abs(value - (whole[index] ?? 0)) < 1e-6)
  return { type: 'props', id, props: { crop: isWhole ? null : part }, at: { ...at, x: x - w / 2, y: y - h / 2, w, h } }
}

/** A fraction to a millionth: far below a pixel of the largest image. */
function rounded(fraction: number): number {
  return Math.round(fraction * 1e6) / 1e6
}

/** Returns an edit that shows all of an image, in the same size. */
function uncropped(shape: ImageShape): Edit {
  const { at, crop = whole } = shape
  const [w, h] = [at.w / crop[2], at.h / crop[3]]
  const sign = at.mirrored ? -1 : 1
  const centre = {
    x: at.x + at.w / 2 + (0.5 - crop[0] - crop[2] / 2) * w * sign,
    y: at.y + at.h / 2 + (0.5 - crop[1] - crop[3] / 2) * h,
  }
  const { x, y } = rotateAbout(centre, middle(at), at.rotation)
  return cropped(shape, { ...at, x: x - w / 2, y: y - h / 2, w, h })
}

/**
 * Returns the part of one side that is shown, as fractions of the image: of a side that shows `from` to `from + part` in
 * `length` world units, when its middle moves by a distance and its length becomes `to`.
 */
function along(from: number, part: number, length: number, by: number, to: number): readonly [number, number] {
  const perUnit = part / length
  const centre = from + part / 2 + by * perUnit
  const half = (Math.max(leastSide, to) * perUnit) / 2
  const low = Math.max(0, Math.min(1 - Math.min(1, 2 * half), centre - half))
  return [low, Math.max(low + Math.min(1, leastSide * perUnit), Math.min(1, centre + half))]
}

function middle({ x, y, w, h }: Place): { readonly x: number; readonly y: number } {
  return { x: x + w / 2, y: y + h / 2 }
}

/** Returns the path a picture is cut to; null: its box. */
function clipOf({ at: { x, y, w, h }, mask, radius }: ImageShape): Path | null {
  if (mask === 'ellipse') return new Path().ellipse(x + w / 2, y + h / 2, w / 2, h / 2)
  return radius ? new Path().roundedRect(x, y, w, h, radius) : null
}

/** Corners of the polygon that stands for an ellipse in hit tests. */
const ellipseCorners = 48

function ellipsePoints({ x, y, w, h }: Place): readonly number[] {
  return Array.from({ length: ellipseCorners }, (_, index) => {
    const angle = (index / ellipseCorners) * 2 * Math.PI
    return [x + (w / 2) * (1 + Math.cos(angle)), y + (h / 2) * (1 + Math.sin(angle))]
  }).flat()
}
