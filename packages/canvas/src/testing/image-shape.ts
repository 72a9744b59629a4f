import type { AssetId, ImageShape, ShapeId } from '@inkbridge/types'
import { defaultStyle } from '@inkbridge/types'

export const sampleAsset = 'a'.repeat(42).concat('A') as AssetId

/** An image of 400 x 200 pixels, 200 x 100 world units at the origin. */
export function imageShape(more: Partial<ImageShape> = {}): ImageShape {
  return {
    ...{ id: 'i' as ShapeId, kind: 'image', order: 'a1', style: defaultStyle, asset: sampleAsset, size: [400, 200] },
    at: { x: 0, y: 0, w: 200, h: 100, rotation: 0 },
    ...more,
  }
}
