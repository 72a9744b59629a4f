/** Side of an SVG image without a size of its own, pixels. */
const defaultSide = 512
/** Maximum side of a rasterized SVG image, pixels. */
const maxSide = 4_096

/**
 * Rasterizes an SVG file this wide, pixels; null: as large as it says. As an image, it runs no scripts and loads nothing.
 * Rejects when the file is broken.
 */
export async function rasterized(file: Blob, width: number | null): Promise<ImageBitmap> {
  const url = URL.createObjectURL(new Blob([file], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const [own, high] = [image.naturalWidth || defaultSide, image.naturalHeight || defaultSide]
    const scale = Math.min((width ?? own) / own, maxSide / own, maxSide / high)
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(own * scale))
    canvas.height = Math.max(1, Math.round(high * scale))
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await createImageBitmap(canvas)
  } finally {
    URL.revokeObjectURL(url)
  }
}

/** Rasterizes an SVG file as a PNG file; see `rasterized`. */
export async function rasterizedBlob(file: Blob, width: number | null): Promise<Blob | null> {
  const bitmap = await rasterized(file, width)
  const canvas = document.createElement('canvas')
  canvas.width = bitmap.width
  canvas.height = bitmap.height
  canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap)
  return new Promise((resolve) => canvas.toBlob(resolve))
}
