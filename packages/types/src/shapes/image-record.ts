import type { AssetId } from '../ids.ts'
import { parseAssetId } from '../ids.ts'
import { type RecordKind, recordKind } from './record-kind.ts'
import type { ShapeBase } from './shape.ts'

/** A picture from a file. Its bytes are an asset of the board, outside the document. */
export interface ImageShape extends ShapeBase {
  readonly kind: 'image'
  readonly asset: AssetId
  /** Width and height of the whole picture as shown upright, pixels. */
  readonly size: ImageSize
  /** A preview of about 25 bytes in base64, shown until the bytes are there: https://evanw.github.io/thumbhash */
  readonly thumbhash?: string
  /** The shown part, in fractions of the picture; absent: all of it. */
  readonly crop?: Crop
  /** The shape it is cut to; absent: its box. */
  readonly mask?: 'ellipse'
  /** Corner radius, world units; absent: 0. */
  readonly radius?: number
  /** The description for people who do not see it. */
  readonly alt?: string
  /** The name of the file it came from. */
  readonly name?: string
  /** The file moves; its first frame is shown. */
  readonly animated?: true
}

export type ImageSize = readonly [width: number, height: number]
/** A part of a picture, as fractions from 0 to 1. */
export type Crop = readonly [x: number, y: number, width: number, height: number]

/** Maximum length of a description, characters. */
export const maxAltLength = 2_000
/** Maximum length of a file name, characters. */
const maxFileName = 255
/** Maximum side of a picture, pixels. */
const maxSide = 65_535
/** The smallest part that can be cropped to, as a fraction of a side. */
const leastCrop = 1e-4

export const imageRecord: RecordKind<Omit<ImageShape, keyof ShapeBase>, 'image'> = recordKind({
  kind: 'image',
  props: {
    asset: { parse: (value) => parseAssetId(value) ?? undefined, required: true },
    size: { parse: parseSize, required: true },
    thumbhash: { parse: (value) => (isText(value, 64) && /^[0-9A-Za-z+/]*={0,2}$/.test(value) ? value : undefined) },
    crop: { parse: parseCrop, fault: (value) => (value === null || parseCrop(value) ? null : '"crop" is invalid') },
    mask: optional((value) => (value === 'ellipse' ? value : undefined)),
    radius: optional((value) => (typeof value === 'number' && value >= 0 && value <= 1e6 ? value : undefined)),
    alt: { parse: (value) => (isText(value, maxAltLength) ? value : undefined) },
    name: { parse: (value) => (isText(value, maxFileName) ? value : undefined) },
    animated: optional((value) => (value === true ? value : undefined)),
  },
  style: { uses: ['opacity'] },
})

/** A property that null removes. */
function optional<Value>(parse: (value: unknown) => Value | undefined) {
  return {
    parse,
    fault: (value: unknown) =>
      value === null || parse(value) !== undefined ? null : 'a property of an image is invalid',
  }
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value.length <= longest
}

function isSide(value: unknown): value is number {
  return typeof value === 'number' && value >= 1 && value <= maxSide
}

function parseSize(value: unknown): ImageSize | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined
  const [width, height] = value as readonly unknown[]
  return isSide(width) && isSide(height) ? [width, height] : undefined
}

function parseCrop(value: unknown): Crop | undefined {
  if (!Array.isArray(value) || value.length !== 4) return undefined
  const [x, y, w, h] = value as readonly unknown[]
  const isPart = (each: unknown): each is number => typeof each === 'number' && each >= 0 && each <= 1
  if (!(isPart(x) && isPart(y) && isPart(w) && isPart(h))) return undefined
  return w >= leastCrop && h >= leastCrop && x + w <= 1 + 1e-9 && y + h <= 1 + 1e-9 ? [x, y, w, h] : undefined
}
