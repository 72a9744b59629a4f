import type { Box, Place } from '@inkbridge/types'
import { type DisplayItem, type ImageItem, type LeafItem, type LettersItem, type PathItem, walk } from '../display.ts'
import { intersection, Path } from '../geometry.ts'
import type { Content, PageView } from './content.ts'
import type { Letters } from './letters.ts'
import { addressOf, type LinkArea, lettersBox } from './link-areas.ts'
import { PathOperators } from './path-operators.ts'
import { pdfColor } from './pdf-color.ts'
import type { PdfImages } from './pdf-images.ts'
import { real } from './syntax.ts'

/** A clip: its operators, and its box in points; null: nothing is inside. */
interface Clip {
  readonly operators: string
  readonly box: Box | null
}

/** Draws display lists onto a page. Successive items with the same clips share them. */
export class PageDrawing {
  readonly #content: Content
  readonly #letters: Letters
  readonly #page: PageView
  readonly #board: string | undefined
  readonly #images: Pick<PdfImages, 'nameOf'>
  /** The clips of the next item, outermost first. */
  readonly #clips: Clip[] = []
  /** The clips that are in force, outermost first. */
  readonly #open: string[] = []
  readonly links: LinkArea[] = []

  /** @param board as in `addressOf` */
  constructor(
    content: Content,
    { letters, images }: { readonly letters: Letters; readonly images: Pick<PdfImages, 'nameOf'> },
    page: PageView,
    board: string | undefined,
  ) {
    this.#content = content
    this.#letters = letters
    this.#images = images
    this.#page = page
    this.#board = board
  }

  /** Draws items, whose fonts and pictures must be loaded. */
  add(items: readonly DisplayItem[]): void {
    walk(items, {
      item: (item) => this.#item(item),
      enter: (by) => this.#clips.push(this.#clipOf(by)),
      leave: () => this.#clips.pop(),
    })
  }

  /** Makes a box open an address, unless it may not be followed. */
  addLink(link: string | undefined, box: Box): void {
    const address = addressOf(link, this.#board)
    if (address !== null) this.links.push({ box, address })
  }

  /** Ends the page. */
  end(): void {
    this.#close(0)
  }

  #clipOf(by: Path): Clip {
    const path = this.#operatorsOf(by)
    // Without a path, a clip must hide everything.
    return { operators: `${path.toString() || '0 0 m 0 0 l\n'}W n\n`, box: path.box }
  }

  #operatorsOf(path: Path): PathOperators {
    const { view, scale } = this.#page
    const operators = new PathOperators()
    path.onto(operators, view.minX, view.minY, scale)
    return operators
  }

  #item(item: LeafItem): void {
    this.#clip()
    const turn = item.type === 'image' ? item.at : item.turn
    const isTurned = turn !== undefined && turn.rotation !== 0
    if (isTurned) this.#turn(turn)
    if (item.type === 'path') this.#path(item)
    else if (item.type === 'text') this.#text(item)
    else this.#image(item)
    if (isTurned) this.#content.restore()
  }

  /** Draws a picture, mirrored, cut to its shape and its shown part. */
  #image(item: ImageItem): void {
    const name = this.#images.nameOf(item)
    if (name === null) return this.#placeholder(item)
    const { at, crop = [0, 0, 1, 1], clip, opacity = 1 } = item
    const { view, scale } = this.#page
    const [x, y, w, h] = [(at.x - view.minX) * scale, (at.y - view.minY) * scale, at.w * scale, at.h * scale]
    const [width, height] = [w / crop[2], h / crop[3]]
    const [left, bottom] = [x - crop[0] * width, y - crop[1] * height + height]
    if (!(w > 0 && h > 0)) return
    const content = this.#content
    content.save()
    if (at.mirrored) content.add(`-1 0 0 1 ${real(2 * x + w)} 0 cm\n`)
    if (clip) content.add(this.#clipOf(clip).operators)
    else if (item.crop) content.add(`${real(x)} ${real(y)} ${real(w)} ${real(h)} re W n\n`)
    content.setLook(opacity)
    content.add(`${real(width)} 0 0 ${real(-height)} ${real(left)} ${real(bottom)} cm\n${name} Do\n`)
    content.restore()
  }

  /** Draws the area of a picture whose bytes are not there. */
  #placeholder({ at: { x, y, w, h }, clip }: ImageItem): void {
    const path = clip ?? new Path().polygon([x, y, x + w, y, x + w, y + h, x, y + h])
    this.#path({ type: 'path', path, fill: '#8f98a3', opacity: 0.18 })
  }

  /** Makes the clips of the next item those in force. */
  #clip(): void {
    const shared = this.#open.findIndex((clip, index) => clip !== this.#clips[index]?.operators)
    this.#close(shared === -1 ? this.#open.length : shared)
    for (const { operators } of this.#clips.slice(this.#open.length)) {
      this.#content.save()
      this.#content.add(operators)
      this.#open.push(operators)
    }
  }

  /** Ends all but the outermost `count` clips. */
  #close(count: number): void {
    while (this.#open.length > count) {
      this.#open.pop()
      this.#content.restore()
    }
  }

  #turn({ x, y, w, h, rotation }: Place): void {
    const { view, scale } = this.#page
    this.#content.save()
    this.#content.rotate(rotation, (x + w / 2 - view.minX) * scale, (y + h / 2 - view.minY) * scale)
  }

  #path({ path, fill, stroke, width = 1, dash = [], opacity = 1, blend }: PathItem): void {
    const operators = this.#operatorsOf(path).toString()
    if (operators === '') return
    const content = this.#content
    if (fill) {
      const { rgb, alpha } = pdfColor(fill)
      content.setFill(rgb)
      content.setLook(alpha * opacity, blend)
      content.add(`${operators}f\n`)
    }
    if (stroke && width > 0) {
      const { rgb, alpha } = pdfColor(stroke)
      const { scale } = this.#page
      content.setStroke(rgb)
      content.setLook(alpha * opacity, blend)
      content.setLine(
        width * scale,
        dash.map((each) => each * scale),
      )
      content.add(`${operators}S\n`)
    }
  }

  #text(item: LettersItem): void {
    this.#letters.write(item, this.#content, this.#page)
    if (item.link === undefined) return
    const box = this.#clipped(lettersBox(item))
    if (box) this.addLink(item.link, box)
  }

  /** Returns the part of a box within the boxes of the clips; null: none. */
  #clipped(box: Box): Box | null {
    const { view, scale } = this.#page
    let inside = box
    for (const { box: clip } of this.#clips) {
      if (!clip) return null
      const world = {
        minX: clip.minX / scale + view.minX,
        minY: clip.minY / scale + view.minY,
        maxX: clip.maxX / scale + view.minX,
        maxY: clip.maxY / scale + view.minY,
      }
      inside = intersection(inside, world)
      if (inside.minX >= inside.maxX || inside.minY >= inside.maxY) return null
    }
    return inside
  }
}
