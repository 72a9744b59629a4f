import { Buffer, Direction, Font, type Face as HbFace, shape, Variation } from 'harfbuzzjs'

/** A glyph in visual order, from left to right. Lengths in thousandths of the font size. */
export interface Glyph {
  readonly id: number
  /** The text it stands for; empty: that of another glyph of its cluster. */
  readonly text: string
  /** Its width in the font, and how far the next one is. */
  readonly width: number
  readonly advance: number
  /** Its offset from the pen, upwards. */
  readonly dx: number
  readonly dy: number
}

/** Cluster texts are cut to this length, UTF-16 code units: a value of a CMap has at most 512 bytes. */
const maxClusterLength = 128

/** Turns text into glyphs (HarfBuzz). */
export class Shaper {
  readonly #buffer = new Buffer()
  readonly #fonts = new Map<HbFace, Map<number, Font>>()

  /** Returns the glyphs of a text. @param weight of a variable font */
  glyphsOf(text: string, face: HbFace, weight: number, isRtl: boolean): readonly Glyph[] {
    const font = this.#fontOf(face, weight)
    const buffer = this.#buffer
    buffer.reset()
    buffer.addText(text)
    buffer.guessSegmentProperties()
    buffer.setDirection(isRtl ? Direction.RTL : Direction.LTR)
    shape(font, buffer)
    const [infos, positions] = [buffer.getGlyphInfos(), buffer.getGlyphPositions()]
    const thousandths = (units: number) => (units * 1_000) / face.upem
    const glyphs = infos.map(({ codepoint: id, cluster }, index) => {
      const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[index] ?? {}
      const lengths = { width: font.glyphHAdvance(id), advance: xAdvance, dx: xOffset, dy: yOffset }
      return { id, cluster, ...lengths }
    })
    const texts = clusterTexts(text, glyphs)
    return glyphs.map(({ id, width, advance, dx, dy }, index) => ({
      id,
      text: texts[index] ?? '',
      width: thousandths(width),
      advance: thousandths(advance),
      dx: thousandths(dx),
      dy: thousandths(dy),
    }))
  }

  #fontOf(face: HbFace, weight: number): Font {
    const weights = this.#fonts.get(face) ?? new Map<number, Font>()
    this.#fonts.set(face, weights)
    const known = weights.get(weight)
    if (known) return known
    const font = new Font(face)
    font.setVariations([new Variation('wght', weight)])
    weights.set(weight, font)
    return font
  }
}

/** Returns the text of each cluster for its widest glyph, the first of several; nothing for the others. */
function clusterTexts(
  text: string,
  glyphs: readonly { readonly cluster: number; readonly width: number }[],
): readonly string[] {
  const starts = [...new Set(glyphs.map(({ cluster }) => cluster))].sort((a, b) => a - b)
  const widest = new Map<number, number>()
  for (const [index, { cluster, width }] of glyphs.entries()) {
    const best = widest.get(cluster)
    if (best === undefined || width > (glyphs[best]?.width ?? 0)) widest.set(cluster, index)
  }
  const texts: string[] = glyphs.map(() => '')
  for (const [index, start] of starts.entries()) {
    const glyph = widest.get(start)
    if (glyph !== undefined) texts[glyph] = text.slice(start, starts[index + 1]).slice(0, maxClusterLength)
  }
  return texts
}
