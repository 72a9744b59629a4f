import { boardFonts, canvasMeasure, cssFont, type Face, type FontFile, pageFontFiles } from '../text.ts'
import { type DrawnText, notoSubstitutes, type PdfFonts, type Substitute } from './pdf-fonts.ts'

interface PageFontsOptions {
  /** Families of the page's style sheets for characters that the board's own lack. Default: `notoSubstitutes`. */
  readonly substitutes?: readonly Substitute[]
}

/** Pixels per world unit of text that no font file has, and the longest side of its picture, pixels. */
const [sharpness, largestSide] = [4, 2_048]

/**
 * Returns the fonts of PDF files in a page: the files in its style sheets. Text that they lack, such as emoji, is drawn
 * with the fonts of the system.
 */
export function browserFonts({ substitutes = notoSubstitutes }: PageFontsOptions = {}): PdfFonts {
  const families = new Set(substitutes.map(({ family }) => family))
  return {
    files: [...boardFonts(), ...pageFontFiles().filter(({ family }) => families.has(family))],
    substitutes,
    read: ({ url }: FontFile) => bytesAt(url),
    subsetter: () => bytesAt(new URL('harfbuzzjs/dist/harfbuzz-subset.wasm', import.meta.url).href),
    draw: drawText,
  }
}

async function bytesAt(url: string): Promise<Uint8Array> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`expected a file at ${url}, got ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}

/** Draws text with the fonts of the system; null: this browser has no canvas, or the text is invisible. */
function drawText(text: string, face: Face, color: string): DrawnText | null {
  const measuring = canvasMeasure.context() as CanvasRenderingContext2D
  measuring.font = cssFont(face)
  const size = measuring.measureText(text)
  const [left, top] = [Math.ceil(size.actualBoundingBoxLeft) + 1, Math.ceil(size.actualBoundingBoxAscent) + 1]
  const w = left + Math.ceil(size.actualBoundingBoxRight) + 1
  const h = top + Math.ceil(size.actualBoundingBoxDescent) + 1
  const scale = Math.min(sharpness, largestSide / w, largestSide / h)
  const [width, height] = [Math.ceil(w * scale), Math.ceil(h * scale)]
  if (!(width > 0 && height > 0)) return null
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width, height })
  const context = canvas.getContext('2d')
  if (!context) return null
  context.scale(scale, scale)
  context.font = cssFont(face)
  context.fillStyle = color
  context.fillText(text, left, top)
  const { data } = context.getImageData(0, 0, width, height)
  const box = { x: -left, y: -top, w: width / scale, h: height / scale }
  return { pixels: data, width, height, box, advance: size.width }
}
