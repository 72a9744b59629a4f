import { inSlices, Pace, type Steps } from '@inkbridge/board'
import type { Box, InkName, Shape } from '@inkbridge/types'
import { type DisplayItem, type LettersItem, paperOf, type Theme, walk } from '../display.ts'
import { grow, intersection, overlaps, placeBox } from '../geometry.ts'
import { boundsSteps, finder, resolveAll, resolveSteps } from '../scene/scene.ts'
import { boundsOf, builtInKinds, type Drawing, drawn, hasText, type Kinds } from '../shapes.ts'
import { cssFont, type TextLayout } from '../text.ts'
import { Content, type PageView } from './content.ts'
import { Deflated, deflateFilter } from './deflated.ts'
import { Letters } from './letters.ts'
import { annotation } from './link-areas.ts'
import { PageDrawing } from './page-drawing.ts'
import { pdfColor } from './pdf-color.ts'
import { PdfFile } from './pdf-file.ts'
import type { PdfFonts } from './pdf-fonts.ts'
import { type ImagesOfFile, PdfImages } from './pdf-images.ts'
import { Resources } from './pdf-resources.ts'
import { Subsetter } from './subsetter.ts'
import { type Ref, real, refTo, textString } from './syntax.ts'

/** A page: shapes, bottom to top, and the part of the board that it shows. */
export interface PdfPage {
  readonly shapes: readonly Shape[]
  /** Default: all shapes, with a margin. What is outside is not in the file. */
  readonly crop?: Box
  /** Its name in the outline of the document. Default: it is not in it. */
  readonly title?: string
}

export interface PdfOptions {
  readonly theme: Theme
  readonly layout: TextLayout
  /** The kinds of shapes. Default: the built-in ones. */
  readonly kinds?: Kinds
  /** As in `SvgOptions`. */
  readonly paper: boolean | InkName
  /** As in `SvgOptions`. */
  readonly jumps?: boolean
  readonly fonts: PdfFonts
  /** Loads pictures. Default: placeholders. */
  readonly image?: ImagesOfFile
  /** The title of the document. */
  readonly title: string
  /** The address of the board, for links to places on it. Without it, they open nothing. */
  readonly address?: string
  /** Ends the work: the promise is rejected with its reason. */
  readonly signal?: AbortSignal
  /** Called while shapes are drawn, with their number so far and in all. */
  progress?(done: number, all: number): void
  /** Maximum size of the file, bytes; a larger one is rejected with `PictureTooLong`. Default: unlimited. */
  readonly maxBytes?: number
}

/** Space around the content of a page without a crop, world units. */
const margin = 24
const emptyBox: Box = { minX: 0, minY: 0, maxX: 480, maxY: 320 }
/** Points per world unit, which is a CSS pixel: 1/96 inch. */
const pointsPerUnit = 0.75
/** Smallest and largest side of a page, points (ISO 32000-1, annex C). */
const [leastSide, largestSide] = [3, 14_400]

/** A page that is ready to be drawn. */
interface ResolvedPage {
  readonly shapes: readonly Shape[]
  readonly crop: Box | undefined
  readonly title: string | undefined
  readonly look: Drawing
}

/**
 * Writes pages as a PDF 1.7 file, with real text in embedded fonts and live links. Pure: the same in browsers and on
 * servers. It rests every few milliseconds.
 */
export async function pdfOf(pages: readonly PdfPage[], options: PdfOptions): Promise<Uint8Array> {
  const { kinds = builtInKinds, layout, signal } = options
  const pace = new Pace(signal)
  signal?.throwIfAborted()
  const drawing = { kinds, layout, theme: options.theme }
  await textLoaded(pages, drawing, pace)
  const resolved: ResolvedPage[] = []
  for (const { shapes: all, crop, title } of pages) {
    const shapes = await inSlices(resolveSteps(all, drawing), signal)
    const look = options.jumps ? { ...drawing, shapesIn: finder(shapes, drawing) } : drawing
    resolved.push({ shapes, crop, title, look })
    await pace.pause()
  }
  return new Document(options, pace, resolved).write()
}

/** Resolves when text can be laid out in its own fonts, except fonts that fail to load. */
async function textLoaded(pages: readonly PdfPage[], drawing: Drawing, pace: Pace): Promise<void> {
  const { layout, kinds } = drawing
  const written = pages.flatMap(({ shapes }) => shapes.filter((shape) => hasText([shape], kinds)))
  if (written.length === 0) return
  await layout.load()
  const loading: Promise<void>[] = []
  const load = ({ face, text }: LettersItem) => loading.push(layout.fonts.load({ css: cssFont(face), text }))
  // One by one: all at once would block a page.
  for (const shape of written) {
    for (const alone of resolveAll([shape], drawing))
      walk(drawn(alone, drawing), { item: (item) => item.type === 'text' && load(item) })
    await pace.pause()
  }
  await Promise.allSettled(loading)
}

/** A file while it is written. */
class Document {
  readonly #options: PdfOptions
  readonly #pace: Pace
  readonly #pages: readonly ResolvedPage[]
  readonly #file: PdfFile
  readonly #resources: Resources
  readonly #letters: Letters
  readonly #images: PdfImages
  readonly #tree: Ref
  readonly #all: number
  #done = 0

  constructor(options: PdfOptions, pace: Pace, pages: readonly ResolvedPage[]) {
    this.#options = options
    this.#pace = pace
    this.#pages = pages
    this.#file = new PdfFile(options.maxBytes)
    this.#resources = new Resources(this.#file)
    this.#letters = new Letters(options.fonts, this.#resources)
    this.#images = new PdfImages(this.#resources, options.image)
    this.#tree = this.#file.reserve()
    this.#all = pages.reduce((sum, { shapes }) => sum + shapes.length, 0)
  }

  async write(): Promise<Uint8Array> {
    const file = this.#file
    const { theme, title, kinds = builtInKinds, layout } = this.#options
    const empty = { shapes: [], crop: undefined, title: undefined, look: { kinds, layout, theme } }
    const refs: Ref[] = []
    // A file must have a page.
    for (const page of this.#pages.length > 0 ? this.#pages : [empty]) refs.push(await this.#page(page))
    await this.#fonts()
    this.#resources.write()
    file.put(`<</Type/Pages/Count ${refs.length}/Kids[${refs.map(refTo).join(' ')}]>>`, this.#tree)
    const outline = this.#outline(refs)
    const root = file.put(
      `<</Type/Catalog/Pages ${refTo(this.#tree)}${outline}/ViewerPreferences<</DisplayDocTitle true>>>>`,
    )
    const info = file.put(`<</Title${textString(title)}/Producer${textString('Inkbridge')}>>`)
    return file.end({ root, info })
  }

  async #page({ shapes, crop, look }: ResolvedPage): Promise<Ref> {
    const file = this.#file
    const view = await inSlices(viewSteps(shapes, crop, look), this.#options.signal)
    const scale = scaleOf(view)
    const [width, height] = [view.maxX - view.minX, view.maxY - view.minY].map((side) =>
      Math.max(leastSide, side * scale),
    )
    const size = { width: width ?? leastSide, height: height ?? leastSide }
    const out = new Deflated()
    const content = new Content(out, this.#resources)
    const drawing = new PageDrawing(
      content,
      { letters: this.#letters, images: this.#images },
      { view, scale },
      this.#options.address,
    )
    content.add(`1 0 0 -1 0 ${real(size.height)} cm 1 J 1 j\n`)
    for (const shape of shapes) await this.#draw(shape, { view, scale }, crop !== undefined, look, drawing)
    drawing.end()
    const contents = this.#contents(out.end(), content.isBlended, size)
    const links = drawing.links.flatMap((link) => annotation(link, view, scale, size.height) ?? [])
    const annotations = links.length > 0 ? `/Annots[${links.map((link) => refTo(file.put(link))).join(' ')}]` : ''
    return file.put(
      `<</Type/Page/Parent ${refTo(this.#tree)}/MediaBox[0 0 ${real(size.width)} ${real(size.height)}]` +
        `/Resources ${refTo(this.#resources.ref)}/Group<</S/Transparency/CS/DeviceRGB>>` +
        `/Contents[${contents.map(refTo).join(' ')}]${annotations}>>`,
    )
  }

  async #draw(
    shape: Shape,
    { view, scale }: PageView,
    isCropped: boolean,
    look: Drawing,
    drawing: PageDrawing,
  ): Promise<void> {
    if (this.#pace.isOver) {
      this.#options.progress?.(this.#done, this.#all)
      await this.#pace.rest()
    }
    this.#done += 1
    const box = boundsOf(shape, look)
    if (isCropped && !overlaps(box, view)) return
    const items = drawn(shape, look)
    await this.#lettersLoaded(items)
    await this.#images.load(items, scale)
    await this.#file.compressed()
    drawing.add(items)
    const visible = (shape.clips ?? []).map(placeBox).reduce(intersection, box)
    if (items.length > 0) drawing.addLink(shape.link, visible)
  }

  async #lettersLoaded(items: readonly DisplayItem[]): Promise<void> {
    const { library } = this.#letters
    const missing: LettersItem[] = []
    walk(items, {
      item: (item) => item.type === 'text' && !library.has(item.text, item.face) && missing.push(item),
    })
    await Promise.all(missing.map(({ text, face }) => library.load(text, face)))
  }

  /** Writes what a page shows, on its paper. */
  #contents(drawn: Uint8Array, isBlended: boolean, size: Size): readonly Ref[] {
    const file = this.#file
    const paper = file.putStream('', new TextEncoder().encode(this.#paper(size)))
    if (!isBlended) return [paper, file.putStream(deflateFilter, drawn)]
    // Isolation: blending applies to the drawing, not to the paper, as on the board.
    const group = file.putStream(
      `/Type/XObject/Subtype/Form/BBox[0 0 ${real(size.width)} ${real(size.height)}]/Resources ${refTo(this.#resources.ref)}` +
        `/Group<</S/Transparency/I true/CS/DeviceRGB>>${deflateFilter}`,
      drawn,
    )
    return [paper, file.putStream('', new TextEncoder().encode(`${this.#resources.addGroup(group)} Do\n`))]
  }

  #paper({ width, height }: Size): string {
    const { paper, theme } = this.#options
    if (paper === false) return ''
    const { rgb } = pdfColor(paperOf(paper === true ? null : paper, theme))
    return `q ${rgb} rg 0 0 ${real(width)} ${real(height)} re f Q\n`
  }

  async #fonts(): Promise<void> {
    this.#options.progress?.(this.#all, this.#all)
    const { fonts } = this.#resources
    if (fonts.length === 0) return
    const subsetter = await Subsetter.open(await this.#options.fonts.subsetter())
    for (const font of fonts) {
      this.#resources.writeFont(font, subsetter)
      await this.#pace.pause()
    }
  }

  /** Writes the outline (ISO 32000-1, section 12.3.3). Returns its entry of the catalogue. */
  #outline(pages: readonly Ref[]): string {
    const file = this.#file
    const titled = this.#pages.flatMap(({ title }, index) => {
      const page = pages[index]
      return title !== undefined && page !== undefined ? [{ title, page, ref: file.reserve() }] : []
    })
    const [first, last] = [titled[0], titled.at(-1)]
    if (!first || !last) return ''
    const outline = file.reserve()
    for (const [index, { title, page, ref }] of titled.entries()) {
      const [before, after] = [titled[index - 1], titled[index + 1]]
      const siblings = `${before ? `/Prev ${refTo(before.ref)}` : ''}${after ? `/Next ${refTo(after.ref)}` : ''}`
      file.put(`<</Title${textString(title)}/Parent ${refTo(outline)}${siblings}/Dest[${refTo(page)}/Fit]>>`, ref)
    }
    file.put(`<</Type/Outlines/First ${refTo(first.ref)}/Last ${refTo(last.ref)}/Count ${titled.length}>>`, outline)
    return `/Outlines ${refTo(outline)}`
  }
}

/** Width and height of a page, points. */
interface Size {
  readonly width: number
  readonly height: number
}

/** Returns the part of the board that a page shows. */
function* viewSteps(shapes: readonly Shape[], crop: Box | undefined, drawing: Drawing): Steps<Box> {
  if (crop && isBox(crop)) return crop
  const box = yield* boundsSteps(shapes, drawing)
  return box && isBox(box) ? grow(box, margin) : emptyBox
}

function isBox({ minX, minY, maxX, maxY }: Box): boolean {
  return [minX, minY, maxX, maxY].every(Number.isFinite) && minX <= maxX && minY <= maxY
}

/** Returns points per world unit: the board's own size, or less for a board larger than the largest page. */
function scaleOf({ minX, minY, maxX, maxY }: Box): number {
  return Math.min(pointsPerUnit, largestSide / (maxX - minX), largestSide / (maxY - minY))
}
