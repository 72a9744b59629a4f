import type { Box } from '@inkbridge/types'
import type { PathItem } from '../display.ts'
import type { Deflated } from './deflated.ts'
import type { Resources } from './pdf-resources.ts'
import { factor, real } from './syntax.ts'

/** A colour, width, … as last written, so that it is not repeated. */
interface GraphicsState {
  readonly fill: string
  readonly stroke: string
  readonly line: string
  readonly look: string
}

/** The part of the board on a page: world units and points are related by `(world - origin) * scale`. */
export interface PageView {
  readonly view: Box
  /** Points per world unit. */
  readonly scale: number
}

/** Writes a content stream, in points from the top left of a page with y downwards (ISO 32000-1, section 8). */
export class Content {
  readonly #out: Deflated
  readonly #resources: Resources
  readonly #saved: GraphicsState[] = []
  #state: GraphicsState = { fill: '', stroke: '', line: '', look: '' }
  isBlended = false

  constructor(out: Deflated, resources: Resources) {
    this.#out = out
    this.#resources = resources
  }

  add(operators: string): void {
    this.#out.add(operators)
  }

  /** Saves the graphics state until the matching `restore`. */
  save(): void {
    this.#saved.push(this.#state)
    this.add('q\n')
  }

  restore(): void {
    const saved = this.#saved.pop()
    if (!saved) throw new Error('expected a saved graphics state, got none')
    this.#state = saved
    this.add('Q\n')
  }

  /** Rotates what follows about a point, radians clockwise. */
  rotate(angle: number, x: number, y: number): void {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
    const [left, down] = [x - x * cos + y * sin, y - x * sin - y * cos]
    this.add(`${factor(cos)} ${factor(sin)} ${factor(-sin)} ${factor(cos)} ${real(left)} ${real(down)} cm\n`)
  }

  /** @param rgb as in `PdfColor` */
  setFill(rgb: string): void {
    if (this.#state.fill !== rgb) this.add(`${rgb} rg\n`)
    this.#state = { ...this.#state, fill: rgb }
  }

  setStroke(rgb: string): void {
    if (this.#state.stroke !== rgb) this.add(`${rgb} RG\n`)
    this.#state = { ...this.#state, stroke: rgb }
  }

  /** Sets the width and the dashes of lines, points. Dashes that a canvas ignores are ignored. */
  setLine(width: number, dash: readonly number[]): void {
    const isDashed = dash.every((each) => Number.isFinite(each) && each >= 0) && dash.some((each) => real(each) !== '0')
    const line = `${real(width)} w [${isDashed ? dash.map(real).join(' ') : ''}] 0 d\n`
    if (this.#state.line !== line) this.add(line)
    this.#state = { ...this.#state, line }
  }

  /** Sets opacity, from 0 to 1, and blend mode. */
  setLook(alpha: number, blend?: PathItem['blend']): void {
    this.isBlended ||= blend !== undefined
    const look = this.#resources.stateOf(alpha, blend)
    if (this.#state.look !== look) this.add(`${look} gs\n`)
    this.#state = { ...this.#state, look }
  }
}
