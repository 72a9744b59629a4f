import type { AssetId, Shape } from '@inkbridge/types'
import type { Scene } from '../scene/scene.ts'

/** Returns the shapes that show some of these assets. */
export function shapesShowing(scene: Scene, assets: ReadonlySet<AssetId>): readonly Shape[] {
  return scene.all().filter((shape) => {
    const asset = scene.kinds.of(shape).asset?.(shape)
    return asset !== undefined && assets.has(asset)
  })
}

/** Whether a shape can be drawn here now, at this many pixels per world unit; starts loading its picture otherwise. */
export function isDrawable(shape: Shape, { kinds, images }: Scene, scale: number): boolean {
  const asset = kinds.of(shape).asset?.(shape)
  return asset === undefined || images.get(asset, shape.at.w * scale) !== null
}
