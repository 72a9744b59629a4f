import type { Crop } from '@inkbridge/types'
import { maxAltLength } from '@inkbridge/types'
import { placeholder } from './read-box.ts'
import { linkOf, opacityStyle } from './read-style.ts'
import type { Base, Reading, Sources } from './reading.ts'
import type { CropProps, ImageProps, ImageRecord } from './records.ts'
import { placeAt, type Space } from './space.ts'

const origin = { x: 0, y: 0 }
/** Characters of a file's name. */
const maxName = 255

export function readImage({ props, opacity }: ImageRecord, space: Space, base: Base, sources: Sources): Reading {
  const record = sources.asset(props.assetId)
  const asset = sources.picture(props.assetId)
  if (!record || !asset) {
    const source = record?.props.src ?? ''
    const address = props.url || (source.startsWith('http') ? source : '')
    const name = props.altText || record?.props.name || 'image'
    const box = placeholder(space, base, { ...props, name, opacity })
    const placeholderReason = source.startsWith('data:') ? 'unsupported-image' : 'missing-image'
    return { shape: { ...box, ...linkOf(address) }, offset: origin, placeholder: placeholderReason }
  }
  const { w = props.w, h = props.h, name, isAnimated } = record.props
  const crop = cropOf(props.crop)
  return {
    shape: {
      ...base,
      kind: 'image',
      at: flipped(placeAt(space, origin, props.w, props.h), props),
      style: { color: 'ink', width: 4, ...opacityStyle(opacity) },
      asset,
      size: [side(w), side(h)],
      ...(crop ? { crop } : {}),
      ...(props.crop?.isCircle ? { mask: 'ellipse' } : {}),
      ...(props.altText ? { alt: props.altText.slice(0, maxAltLength) } : {}),
      ...(name ? { name: name.slice(0, maxName) } : {}),
      ...(isAnimated ? { animated: true } : {}),
      ...linkOf(props.url),
    },
    offset: origin,
  }
}

function flipped(at: ReturnType<typeof placeAt>, { flipX, flipY }: ImageProps): ReturnType<typeof placeAt> {
  const turned = flipY ? { ...at, rotation: at.rotation + (at.rotation > 0 ? -Math.PI : Math.PI) } : at
  return flipX !== flipY ? { ...turned, mirrored: true } : turned
}

/** A side of a picture in whole pixels. */
function side(value: number): number {
  return Math.min(65_535, Math.max(1, Math.round(value)))
}

function cropOf(crop: CropProps | null): Crop | undefined {
  if (!crop) return undefined
  const inside = (value: number) => Math.min(1, Math.max(0, value))
  const [left, top] = [inside(crop.topLeft.x), inside(crop.topLeft.y)]
  const [w, h] = [inside(crop.bottomRight.x) - left, inside(crop.bottomRight.y) - top]
  const isPart = w >= 1e-4 && h >= 1e-4 && (w < 1 || h < 1)
  return isPart ? [left, top, w, h] : undefined
}
