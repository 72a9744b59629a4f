import { PNG } from 'pngjs'
import { ssim } from 'ssim.js'

/** Returns the structural similarity of two pictures, up to 1 (Wang et al. 2004), over the area that both have. */
export function likeness(one: Buffer, other: Buffer): number {
  const [a, b] = [PNG.sync.read(one), PNG.sync.read(other)]
  const [width, height] = [Math.min(a.width, b.width), Math.min(a.height, b.height)]
  return ssim(cropped(a, width, height), cropped(b, width, height)).mssim
}

function cropped(picture: PNG, width: number, height: number) {
  const part = new PNG({ width, height })
  PNG.bitblt(picture, part, 0, 0, width, height, 0, 0)
  const data = new Uint8ClampedArray(part.data)
  for (let at = 0; at < data.length; at += 4) if (isPaper(data, at)) data.fill(255, at, at + 4)
  return { data, width, height }
}

/** Whether a pixel is nearly white and grey: paper differs between programs, and ours has dots. */
function isPaper(data: Uint8ClampedArray, at: number): boolean {
  const channels = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0]
  return Math.min(...channels) > 205 && Math.max(...channels) - Math.min(...channels) < 16
}
