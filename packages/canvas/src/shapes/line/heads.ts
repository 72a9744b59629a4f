import type { Head } from '@inkbridge/types'
import { Path } from '../../geometry.ts'

/** An arrowhead, and how much it shortens the line, world units. */
interface DrawnHead {
  readonly path: Path
  /** Filled with the line's colour. */
  readonly isFilled: boolean
  readonly back: number
}

/** An open arrowhead: least length of its strokes, world units, and their angle with the line, radians (as Excalidraw's). */
const open = { least: 25, angle: Math.PI / 9 }

/** Returns the length of the longest head, world units. */
export function headSize(width: number): number {
  return Math.max(open.least, sizeOf(width))
}

/** Returns the length of most heads, world units. */
function sizeOf(width: number): number {
  return 8 + width * 2.5
}

/**
 * Returns a head at a point, of a line that arrives in a direction, radians clockwise from the right.
 *
 * @param room the length of the line's last segment, world units: open heads take at most half of it
 */
export function headAt(
  head: Head,
  x: number,
  y: number,
  direction: number,
  width: number,
  room = Number.POSITIVE_INFINITY,
): DrawnHead {
  const size = sizeOf(width)
  const [sin, cos] = [Math.sin(direction), Math.cos(direction)]
  /** Returns a point of the head: `along` behind its tip, `aside` to the right. */
  const at = (along: number, aside: number) =>
    [x - (along * cos + aside * sin) * size, y - (along * sin - aside * cos) * size] as const
  const line = (path: Path, ...places: readonly (readonly [along: number, aside: number])[]) => {
    places.forEach((place, index) => {
      if (index === 0) path.moveTo(...at(...place))
      else path.lineTo(...at(...place))
    })
    return path
  }
  const circle = (path: Path, along: number, radius: number) =>
    path.ellipse(...at(along, 0), radius * size, radius * size)
  const stroke = Math.min(headSize(width), room / 2) / size
  const [along, aside] = [stroke * Math.cos(open.angle), stroke * Math.sin(open.angle)]
  const path = new Path()
  switch (head) {
    case 'arrow':
      return { path: line(path, [along, -aside], [0, 0], [along, aside]), isFilled: false, back: 0 }
    case 'triangle':
    case 'triangle-outline':
      return closed(line(path, [0, 0], [1, -0.5], [1, 0.5]), head === 'triangle', size)
    case 'diamond':
    case 'diamond-outline':
      return closed(line(path, [0, 0], [0.6, -0.42], [1.2, 0], [0.6, 0.42]), head === 'diamond', size * 1.2)
    case 'dot':
    case 'dot-outline':
      return { path: circle(path, 0.4, 0.4), isFilled: head === 'dot', back: size * 0.8 }
    case 'bar':
      return { path: line(path, [0, -0.5], [0, 0.5]), isFilled: false, back: 0 }
    case 'one':
      return { path: line(path, [0.7, -0.5], [0.7, 0.5]), isFilled: false, back: 0 }
    case 'many':
      return { path: foot(line, path), isFilled: false, back: 0 }
    case 'one-or-many':
      return { path: line(foot(line, path), [1.3, -0.5], [1.3, 0.5]), isFilled: false, back: 0 }
    case 'zero-or-one':
      return { path: circle(line(path, [0.4, -0.5], [0.4, 0.5]), 1, 0.35), isFilled: false, back: 0 }
    case 'zero-or-many':
      return { path: circle(foot(line, path), 1.35, 0.35), isFilled: false, back: 0 }
  }
}

function closed(path: Path, isFilled: boolean, back: number): DrawnHead {
  return { path: path.close(), isFilled, back }
}

/** Draws a crow's foot. */
function foot(
  line: (path: Path, ...places: readonly (readonly [along: number, aside: number])[]) => Path,
  path: Path,
): Path {
  return line(path, [0, -0.5], [1, 0], [0, 0.5])
}

/** Returns an icon of a line from the left that ends in a head: SVG path data in a box of 28 by 20. */
export function headPicture(head: Head | null): {
  readonly line: string
  readonly path: string
  readonly isFilled: boolean
} {
  const tip = { x: 25, y: 10 }
  if (!head) return { line: `M3 10H${tip.x}`, path: '', isFilled: false }
  const { path, isFilled, back } = headAt(head, tip.x, tip.y, 0, 0.6, 2 * sizeOf(0.6))
  return { line: `M3 10H${tip.x - back}`, path: path.toString(), isFilled }
}
