import { colorOf, type Kind, type KindOnCanvas, Path, type Polyline, styled } from '@inkbridge/canvas/picture'
import { type Place, recordKind, type ShapeWith } from '@inkbridge/types'

interface Level {
  /** Position of the needle, 0 to 1. */
  readonly level: number
}

/** A half-round dial with a needle. */
export type Gauge = ShapeWith<Level, 'acme.gauge'>

/** The record half, for boards, bots and servers. Neither half needs a DOM: servers draw it, too. */
export const gaugeRecord = recordKind<Level, 'acme.gauge'>({
  kind: 'acme.gauge',
  props: {
    level: {
      parse: (value) => (typeof value === 'number' && value >= 0 && value <= 1 ? value : undefined),
      fallback: 0.5,
    },
  },
  style: { uses: ['color', 'width', 'fill', 'pattern', 'look', 'opacity'] },
})

/** The picture half: how it is drawn, and what can be done with it. */
const picture: KindOnCanvas<Gauge> = {
  bindable: true,
  hasInside: () => true,
  fields: [
    {
      label: 'Level',
      prop: 'level',
      options: [
        { label: 'Low', value: 0.1 },
        { label: 'Half', value: 0.5 },
        { label: 'High', value: 0.9 },
      ],
    },
  ],
  outline: ({ at }) => [dial(at)],

  /** All of the dial can be clicked, and the upper corners of its box cannot. */
  hit({ at }, point, tolerance) {
    const [across, up] = [point.x - (at.x + at.w / 2), at.y + at.h - point.y]
    if (up < -tolerance) return null
    return Math.hypot(across / (at.w / 2 + tolerance), up / (at.h + tolerance)) <= 1 ? 'on' : null
  },

  draw(shape, { theme, detail }) {
    const { at, level, style } = shape
    const edge = new Path().polygon(dial(at).points)
    const tip = onDial(at, level, 0.8)
    const needle = new Path().moveTo(at.x + at.w / 2, at.y + at.h).lineTo(tip.x, tip.y)
    const faded = style.opacity === undefined ? {} : { opacity: style.opacity }
    const stroke = { stroke: colorOf(style.color, theme), width: style.width * 1.5 }
    return [...styled(shape, edge, edge, theme, detail), { type: 'path', path: needle, ...stroke, ...faded, turn: at }]
  },
}

export const gauge: Kind = { ...gaugeRecord, ...picture }

/** As a server's `KINDS` expects them. */
export const kinds = [gauge]

const steps = 32

function dial(at: Place): Polyline {
  const arc = Array.from({ length: steps + 1 }, (_, step) => onDial(at, step / steps, 1))
  return { points: arc.flatMap(({ x, y }) => [x, y]), closed: true }
}

/** The point at a level, from left to right, at this distance from the centre of the dial. */
function onDial(
  { x, y, w, h, mirrored }: Place,
  level: number,
  far: number,
): { readonly x: number; readonly y: number } {
  const angle = Math.PI * (mirrored ? level : 1 - level)
  return { x: x + w / 2 + (Math.cos(angle) * w * far) / 2, y: y + h - Math.sin(angle) * h * far }
}
