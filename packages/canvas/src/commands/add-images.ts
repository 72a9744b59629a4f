import type { AssetId, Box, Edit, NewShape, Place, ShapeId, WorldPoint } from '@inkbridge/types'
import { defaultStyle } from '@inkbridge/types'
import type { ReadImage } from '../images.ts'
import { cornerInView } from '../paste.ts'
import type { Plan } from '../plan/plan.ts'

/** An image whose bytes are kept. */
export interface AddedImage extends Omit<ReadImage, 'bytes'> {
  readonly asset: AssetId
  readonly alt?: string
}

/** Gap between images added together, world units. */
const gap = 24
/** Maximum part of the view that an image covers when it is added. */
const maxPart = 0.6

/**
 * Adds images in rows around a point, but within view, each at its own size but no larger than fits there, and selects
 * them.
 */
export function planImages(
  images: readonly AddedImage[],
  { about, view, newId }: { readonly about: WorldPoint; readonly view: Box; newId(): ShapeId },
): Plan {
  const sizes = images.map((image) => shownSize(image, view, images.length))
  const columns = Math.ceil(Math.sqrt(images.length))
  const [across, down] = [Math.max(...sizes.map(([w]) => w)) + gap, Math.max(...sizes.map(([, h]) => h)) + gap]
  const rows = Math.ceil(images.length / columns)
  const corner = cornerInView(columns * across - gap, rows * down - gap, { about, view })
  const shapes = images.map((image, index): NewShape => {
    const [w, h] = sizes[index] ?? image.size
    const [column, row] = [index % columns, Math.floor(index / columns)]
    const x = Math.round(corner.x + column * across + (across - gap - w) / 2)
    const y = Math.round(corner.y + row * down + (down - gap - h) / 2)
    return imageShape(image, { x, y, w, h, rotation: 0 }, newId())
  })
  return planShapes(shapes)
}

/** Makes a shape of an image. */
export function imageShape({ asset, size, ...own }: AddedImage, at: Place, id: ShapeId): NewShape {
  return { id, kind: 'image', at, style: defaultStyle, asset, size, ...own }
}

/** Adds shapes and selects them. */
export function planShapes(shapes: readonly NewShape[]): Plan {
  const edits = shapes.map((shape): Edit => ({ type: 'create', shape }))
  return { edits, selection: shapes.map(({ id }) => id), tool: 'select' }
}

/** Returns the size of an added image, world units; several share the view. */
function shownSize({ size: [width, height] }: AddedImage, view: Box, count: number): readonly [number, number] {
  const part = maxPart / Math.ceil(Math.sqrt(count))
  const scale = Math.min(1, ((view.maxX - view.minX) * part) / width, ((view.maxY - view.minY) * part) / height)
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))]
}
