import type { LettersItem } from '../display.ts'
import { families } from '../text.ts'
import type { Content, PageView } from './content.ts'
import { FontLibrary, type LoadedFile, weightOf } from './font-library.ts'
import { type PdfColor, pdfColor } from './pdf-color.ts'
import type { DrawnText, PdfFonts } from './pdf-fonts.ts'
import type { Resources } from './pdf-resources.ts'
import { type Glyph, Shaper } from './shaper.ts'
import { factor, hex, real } from './syntax.ts'

/** Characters that a canvas draws as a space. */
const blanks = /\p{Cc}/gu
/** Slope of letters whose family has no italic, as browsers draw them. */
const slope = 0.25
/** Text in a substitute that is wider than on the board is narrowed to fit, at most to this part. */
const narrowest = 0.5

/** The box for a character that no font has: its width, relative to the size, and the lines around it. */
const [boxWidth, boxLine] = [0.6, 0.05]

/** Glyphs of one font, or text that no font has. */
interface Run {
  readonly glyphs: readonly Glyph[]
  /** Null: without glyphs. */
  readonly font: LoadedFile | null
  /** No font has the text: its glyphs are invisible, and the picture is shown, or a box for each. */
  readonly isMissing: boolean
  readonly picture: DrawnText | null
  /** World units. */
  readonly advance: number
}

/** Writes text into content streams. */
export class Letters {
  readonly library: FontLibrary
  readonly #fonts: PdfFonts
  readonly #resources: Resources
  readonly #shaper = new Shaper()
  readonly #pictures = new Map<string, DrawnText | null>()
  readonly #pictureNames = new Map<DrawnText, string | null>()

  constructor(fonts: PdfFonts, resources: Resources) {
    this.#fonts = fonts
    this.#resources = resources
    this.library = new FontLibrary(fonts)
  }

  /** Writes a text, whose fonts must be loaded. */
  write(item: LettersItem, content: Content, page: PageView): void {
    const runs = this.#runsOf({ ...item, text: item.text.replace(blanks, ' ') })
    const total = runs.reduce((sum, { advance }) => sum + advance, 0)
    const { face, width: wide = total, anchor = 0, opacity = 1 } = item
    const own = families[face.font].names
    const isSubstituted = runs.some(({ font, isMissing }) => isMissing || !own.includes(`'${font?.file.family}'`))
    const stretch = isSubstituted && total > wide && wide > 0 ? Math.max(narrowest, wide / total) : 1
    const color = pdfColor(item.fill)
    content.setFill(color.rgb)
    content.setLook(color.alpha * opacity)
    let x = item.x + (wide - total * stretch) * anchor
    for (const run of runs) {
      const at = { x: (x - page.view.minX) * page.scale, y: (item.y - page.view.minY) * page.scale }
      if (run.picture) this.#show(run.picture, at, page.scale, stretch, content)
      else if (run.isMissing) boxes(run.glyphs.length, face.size * page.scale, at, color, stretch, content)
      content.add(this.#operators(run, item, at, page.scale, stretch))
      x += run.advance * stretch
    }
  }

  /** Returns the runs of a text in visual order. */
  #runsOf(item: LettersItem): readonly Run[] {
    const { text, face, isRtl } = item
    const runs = this.library.piecesOf(text, face).map(({ text, font }) => {
      if (!font) return this.#missing(text, item)
      const glyphs = this.#shaper.glyphsOf(text, font.face, weightOf(face), isRtl)
      const thousandths = glyphs.reduce((sum, { advance }) => sum + advance, 0)
      return { glyphs, font, isMissing: false, picture: null, advance: (thousandths * face.size) / 1_000 }
    })
    return isRtl ? runs.reverse() : runs
  }

  /** Returns text that no font has, which is found and copied all the same. */
  #missing(text: string, { text: whole, face, fill }: LettersItem): Run {
    const font = this.library.anyFor(whole, face)
    const picture = this.#pictureOf(text, { face, fill })
    if (!font) {
      if (!picture) throw new Error('expected at least one font file of the board, got none that could be read')
      return { glyphs: [], font, isMissing: true, picture, advance: picture.advance }
    }
    const texts = picture ? [text] : [...text]
    const width = picture ? (picture.advance * 1_000) / face.size : boxWidth * 1_000
    const glyphs = texts.map((text): Glyph => ({ id: 0, text, width, advance: width, dx: 0, dy: 0 }))
    return { glyphs, font, isMissing: true, picture, advance: (glyphs.length * width * face.size) / 1_000 }
  }

  #pictureOf(text: string, { face, fill }: Pick<LettersItem, 'face' | 'fill'>): DrawnText | null {
    const key = JSON.stringify([text, face, fill])
    const known = this.#pictures.get(key)
    if (known !== undefined) return known
    const picture = this.#fonts.draw?.(text, face, fill) ?? null
    this.#pictures.set(key, picture)
    return picture
  }

  #show(picture: DrawnText, { x, y }: At, scale: number, stretch: number, content: Content): void {
    const { pixels, width, height, box } = picture
    const known = this.#pictureNames.get(picture)
    const name = known === undefined ? this.#resources.addPicture({ type: 'pixels', pixels, width, height }) : known
    this.#pictureNames.set(picture, name)
    if (name === null) return
    const [across, down] = [box.w * scale * stretch, box.h * scale]
    const [left, bottom] = [x + box.x * scale * stretch, y + (box.y + box.h) * scale]
    content.add(`q ${factor(across)} 0 0 ${factor(-down)} ${real(left)} ${real(bottom)} cm ${name} Do Q\n`)
  }

  /** Returns the operators that show glyphs (ISO 32000-1, section 9.4). */
  #operators({ glyphs, font, isMissing }: Run, { face }: LettersItem, at: At, scale: number, stretch: number): string {
    const size = factor(face.size * scale)
    if (size === '0' || font === null || glyphs.length === 0) return ''
    const weight = weightOf(face)
    const slant = face.italic && font.file.descriptors.style !== 'italic' ? slope : 0
    const shown = new Line(face.size * scale)
    for (const glyph of glyphs) {
      const { font: embedded, code } = this.#resources.codeOf(font, weight, glyph)
      shown.add(glyph, embedded.name, code, size)
    }
    const [before, after] = [
      `${stretch === 1 ? '' : `${factor(stretch * 100)} Tz `}${isMissing ? '3 Tr ' : ''}`,
      `${stretch === 1 ? '' : ' 100 Tz'}${isMissing ? ' 0 Tr' : ''}`,
    ]
    return `BT ${before}1 0 ${factor(slant)} -1 ${real(at.x)} ${real(at.y)} Tm ${shown.end()}${after} ET\n`
  }
}

/** Points, from the top left of a page. */
interface At {
  readonly x: number
  readonly y: number
}

/** Draws boxes for characters that no font has. @param size of the font, points */
function boxes(count: number, size: number, at: At, { rgb }: PdfColor, stretch: number, content: Content): void {
  const width = boxWidth * size * stretch
  content.setStroke(rgb)
  content.setLine(boxLine * size, [])
  for (let index = 0; index < count; index += 1) {
    const left = at.x + index * width + width * 0.1
    content.add(`${real(left)} ${real(at.y - size * 0.7)} ${real(width * 0.8)} ${real(size * 0.7)} re S\n`)
  }
}

/** Glyphs in a row, as operands of `TJ`. */
class Line {
  readonly #size: number
  readonly #parts: string[] = []
  #codes = ''
  #font = ''
  #rise = '0'
  /** How far the pen is right of where the next glyph begins, thousandths of the size. */
  #ahead = 0

  /** @param size of the font, points */
  constructor(size: number) {
    this.#size = size
  }

  add({ dx, dy, width, advance }: Glyph, font: string, code: number, size: string): void {
    if (font !== this.#font) {
      this.#flush()
      this.#parts.push(`${font} ${size} Tf`)
      this.#font = font
    }
    const rise = real((dy * this.#size) / 1_000)
    if (rise !== this.#rise) {
      this.#flush()
      this.#parts.push(`${rise} Ts`)
      this.#rise = rise
    }
    const back = real(this.#ahead - dx)
    if (back !== '0') this.#codes += this.#codes === '' ? `${back}<` : `>${back}<`
    else if (this.#codes === '') this.#codes = '<'
    this.#codes += hex(code, 4)
    this.#ahead = (back === '0' ? this.#ahead : dx) + width - advance
  }

  end(): string {
    this.#flush()
    if (this.#rise !== '0') this.#parts.push('0 Ts')
    return this.#parts.join(' ')
  }

  #flush(): void {
    if (this.#codes !== '') this.#parts.push(`[${this.#codes}>]TJ`)
    this.#codes = ''
  }
}
