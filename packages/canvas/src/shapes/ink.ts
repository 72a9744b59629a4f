import type { InkShape } from '@inkbridge/types'
import { getStroke } from 'perfect-freehand'
import { colorOf } from '../palette.ts'
import { type KindOnCanvas, number } from './kind.ts'

/** How much wider than its width a stroke may get, and how much of that pressure decides: less where it is only guessed from speed. */
const sizePerWidth = 1.25
const thinning = { measured: 0.6, simulated: 0.35 }

export const ink: KindOnCanvas<InkShape> = {
  outline: (shape) => ({ points: placed(shape), closed: false }),

  draw(shape, theme) {
    const { color, width, opacity } = shape.style
    const fill = colorOf(color, theme)
    return [
      {
        type: 'path',
        path: inkPath(shape, width * sizePerWidth),
        fill,
        ...(opacity === undefined ? {} : { opacity }),
        turn: shape.at,
      },
    ]
  },
}

/** The points where the stroke is now. */
function placed({ points, at, born }: InkShape): number[] {
  const [scaleX, scaleY] = [born.w > 0 ? at.w / born.w : 1, born.h > 0 ? at.h / born.h : 1]
  const flat: number[] = []
  for (let index = 0; index < points.length; index += 1) {
    flat.push(at.x + ((points.x[index] ?? 0) - born.x) * scaleX, at.y + ((points.y[index] ?? 0) - born.y) * scaleY)
  }
  return flat
}

function inkPath(shape: InkShape, size: number): string {
  const { pressure, length } = shape.points
  const flat = placed(shape)
  const input = Array.from({ length }, (_, index): [number, number, number] => [
    flat[2 * index] ?? 0,
    flat[2 * index + 1] ?? 0,
    pressure?.[index] ?? 0.5,
  ])
  const outline = getStroke(input, {
    size,
    thinning: pressure === null ? thinning.simulated : thinning.measured,
    smoothing: 0.5,
    streamline: 0.5,
    simulatePressure: pressure === null,
    last: !shape.wet,
  })
  return smoothPath(outline)
}

/** A closed curve through the middles of the outline's sides, its points as controls. */
function smoothPath(outline: readonly (readonly number[])[]): string {
  const [first, second] = outline
  if (!first || !second) return ''
  const middle = (a: readonly number[], b: readonly number[]) =>
    `${number(((a[0] ?? 0) + (b[0] ?? 0)) / 2)} ${number(((a[1] ?? 0) + (b[1] ?? 0)) / 2)}`
  const parts = [`M${middle(first, second)}`]
  for (let at = 1; at <= outline.length; at += 1) {
    const [control, next] = [outline[at % outline.length] ?? first, outline[(at + 1) % outline.length] ?? first]
    parts.push(`Q${number(control[0] ?? 0)} ${number(control[1] ?? 0)} ${middle(control, next)}`)
  }
  return `${parts.join('')}Z`
}
