import { alongCubic } from './cubic.ts'
import { decimals } from './decimals.ts'

/** The methods of a canvas context that draw a path. */
type PathTarget = Pick<CanvasPath, 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'bezierCurveTo' | 'ellipse' | 'closePath'>

const move = 0
const line = 1
const quadratic = 2
const cubic = 3
const oval = 4
const close = 5

/** Numbers after each verb. */
const counts = [2, 2, 4, 6, 4, 0] as const
const letters = ['M', 'L', 'Q', 'C', '', 'Z'] as const
/** Control distance of a quarter circle as a cubic curve (L. Maisonobe, 2003). */
const kappa = 0.5522847498

const rounded = decimals(2)
const shortest = decimals(2, '')

/** Lines and curves, world units: drawn onto a canvas relative to an origin, or written as SVG path data. */
export class Path {
  readonly #verbs: number[] = []
  readonly #numbers: number[] = []

  get isEmpty(): boolean {
    return this.#verbs.length === 0
  }

  /** Whether its last point is its first. */
  get endsAtStart(): boolean {
    const n = this.#numbers
    return n.length > 2 && n[0] === n.at(-2) && n[1] === n.at(-1)
  }

  /** Returns its parts flattened, x0, y0, x1, y1, …, with each cubic curve in `steps` segments. It has no other curves. */
  polylines(steps = 12): readonly (readonly number[])[] {
    const lines: number[][] = []
    let at = 0
    for (const verb of this.#verbs) {
      const numbers = this.#numbers.slice(at, at + (counts[verb as 0] ?? 0))
      const points = lines.at(-1) ?? []
      const [x = 0, y = 0] = points.slice(-2)
      if (verb === move) lines.push(numbers)
      else if (verb === cubic) points.push(...alongCubic(x, y, numbers, steps))
      else if (verb === close) points.push(...points.slice(0, 2))
      else points.push(...numbers.slice(-2))
      at += numbers.length
    }
    return lines
  }

  /** An estimate of its length: the sum of distances between successive points, control points included. */
  get length(): number {
    const n = this.#numbers
    let sum = 0
    for (let at = 2; at + 1 < n.length; at += 2)
      sum += Math.hypot((n[at] ?? 0) - (n[at - 2] ?? 0), (n[at + 1] ?? 0) - (n[at - 1] ?? 0))
    return sum
  }

  /** Returns the path scaled about the origin. */
  times(scale: number): Path {
    const path = new Path()
    for (const verb of this.#verbs) path.#verbs.push(verb)
    for (const number of this.#numbers) path.#numbers.push(number * scale)
    return path
  }

  moveTo(x: number, y: number): this {
    this.#verbs.push(move)
    this.#numbers.push(x, y)
    return this
  }

  lineTo(x: number, y: number): this {
    this.#verbs.push(line)
    this.#numbers.push(x, y)
    return this
  }

  quadTo(controlX: number, controlY: number, x: number, y: number): this {
    this.#verbs.push(quadratic)
    this.#numbers.push(controlX, controlY, x, y)
    return this
  }

  cubicTo(oneX: number, oneY: number, twoX: number, twoY: number, x: number, y: number): this {
    this.#verbs.push(cubic)
    this.#numbers.push(oneX, oneY, twoX, twoY, x, y)
    return this
  }

  /** Adds an ellipse, clockwise. */
  ellipse(x: number, y: number, radiusX: number, radiusY: number): this {
    this.#verbs.push(oval)
    this.#numbers.push(x, y, radiusX, radiusY)
    return this
  }

  /** Adds a rectangle with rounded corners. */
  roundedRect(x: number, y: number, w: number, h: number, radius: number): this {
    const r = Math.min(radius, w / 2, h / 2)
    return this.moveTo(x + r, y)
      .lineTo(x + w - r, y)
      .quadTo(x + w, y, x + w, y + r)
      .lineTo(x + w, y + h - r)
      .quadTo(x + w, y + h, x + w - r, y + h)
      .lineTo(x + r, y + h)
      .quadTo(x, y + h, x, y + h - r)
      .lineTo(x, y + r)
      .quadTo(x, y, x + r, y)
      .close()
  }

  /** Adds a closed polygon, x0, y0, x1, y1, … */
  polygon(points: readonly number[]): this {
    this.moveTo(points[0] ?? 0, points[1] ?? 0)
    for (let at = 2; at + 1 < points.length; at += 2) this.lineTo(points[at] ?? 0, points[at + 1] ?? 0)
    return this.close()
  }

  close(): this {
    this.#verbs.push(close)
    return this
  }

  /** Adds a half circle from `fromX, fromY` about a centre, clockwise (y down). */
  halfTurn(fromX: number, fromY: number, x: number, y: number): this {
    const [dx, dy] = [fromX - x, fromY - y]
    // Clockwise with y down: a quarter turn takes (dx, dy) to (-dy, dx).
    const quarter = (ax: number, ay: number, bx: number, by: number) =>
      this.cubicTo(x + ax + bx * kappa, y + ay + by * kappa, x + bx + ax * kappa, y + by + ay * kappa, x + bx, y + by)
    quarter(dx, dy, -dy, dx)
    return quarter(-dy, dx, -dx, -dy)
  }

  /**
   * Adds itself to a context's current path, relative to an origin and scaled. A canvas stores coordinates as 32-bit
   * floats, so they must be small to be exact.
   */
  onto(target: PathTarget, originX: number, originY: number, scale: number): void {
    const n = this.#numbers
    let at = 0
    const x = (index: number) => ((n[at + index] ?? 0) - originX) * scale
    const y = (index: number) => ((n[at + index] ?? 0) - originY) * scale
    for (const verb of this.#verbs) {
      if (verb === quadratic) target.quadraticCurveTo(x(0), y(1), x(2), y(3))
      else if (verb === line) target.lineTo(x(0), y(1))
      else if (verb === move) target.moveTo(x(0), y(1))
      else if (verb === cubic) target.bezierCurveTo(x(0), y(1), x(2), y(3), x(4), y(5))
      else if (verb === oval) {
        const [radiusX, radiusY] = [(n[at + 2] ?? 0) * scale, (n[at + 3] ?? 0) * scale]
        target.moveTo(x(0) + radiusX, y(1))
        target.ellipse(x(0), y(1), radiusX, radiusY, 0, 0, 2 * Math.PI)
      } else target.closePath()
      at += counts[verb as 0] ?? 0
    }
  }

  /** Returns SVG path data (SVG 1.1, section 8.3), rounded to hundredths. */
  toString(): string {
    const n = this.#numbers
    const parts: string[] = []
    let at = 0
    for (const verb of this.#verbs) {
      const end = at + (counts[verb as 0] ?? 0)
      if (verb === oval) parts.push(ovalData(n.slice(at, end)))
      else {
        parts.push(letters[verb as 0] ?? '')
        for (let index = at; index < end; index += 1)
          parts.push(index === at ? rounded(n[index] ?? 0) : ` ${rounded(n[index] ?? 0)}`)
      }
      at = end
    }
    return parts.join('')
  }

  /**
   * Returns the same data about half as long: each point relative to the previous one. The points are the same hundredths,
   * so that differences do not add up.
   */
  toRelative(): string {
    const n = this.#numbers
    const parts: string[] = []
    let [at, x, y, startX, startY] = [0, 0, 0, 0, 0]
    for (const verb of this.#verbs) {
      const end = at + (counts[verb as 0] ?? 0)
      if (verb === oval) parts.push(ovalData(n.slice(at, end)))
      else parts.push((letters[verb as 0] ?? '').toLowerCase())
      for (let index = at; verb !== oval && index < end; index += 2) {
        parts.push(relative(hundredths(n[index]) - x, index === at), relative(hundredths(n[index + 1]) - y, false))
      }
      if (verb === oval) [x, y] = [hundredths((n[at] ?? 0) - (n[at + 2] ?? 0)), hundredths(n[at + 1])]
      else if (verb !== close) [x, y] = [hundredths(n[end - 2]), hundredths(n[end - 1])]
      if (verb === move || verb === oval) [startX, startY] = [x, y]
      else if (verb === close) [x, y] = [startX, startY]
      at = end
    }
    return parts.join('')
  }
}

function hundredths(value = 0): number {
  return Math.round(value * 100)
}

/** Writes a difference in hundredths; a sign separates it from the number before. */
function relative(difference: number, isFirst: boolean): string {
  const text = shortest(difference / 100)
  return isFirst || difference < 0 ? text : ` ${text}`
}

function ovalData([x = 0, y = 0, radiusX = 0, radiusY = 0]: readonly number[]): string {
  const [rx, ry, middle] = [rounded(radiusX), rounded(radiusY), rounded(y)]
  const half = (to: number) => `A${rx} ${ry} 0 1 1 ${rounded(to)} ${middle}`
  return `M${rounded(x - radiusX)} ${middle}${half(x + radiusX)}${half(x - radiusX)}Z`
}
