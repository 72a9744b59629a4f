import { type Place, recordKind } from '@inkbridge/types'

/** A kind of a host: an upright bar as high as its level, above which nothing of it is seen. */
const gauge = {
  ...recordKind<{ readonly level: number }, 'acme.gauge'>({
    kind: 'acme.gauge',
    props: {
      level: {
        parse: (value) => (typeof value === 'number' && value >= 0 && value <= 1 ? value : undefined),
        fallback: 0,
      },
    },
    style: { uses: ['color'] },
  }),
  outline: ({ at }: Gauge) => [{ points: cornersOf(at, 1), closed: true }],
  draw: ({ at, level }: Gauge) => [
    { type: 'text', text: `level ${level}`, x: at.x, y: at.y, face, fill: '#0b6e4f', isRtl: false, turn: at },
  ],
  hasLetters: true,
}

interface Gauge {
  readonly at: Place
  readonly level: number
}

const face = { font: 'sans', size: 13, bold: false, italic: false }

function cornersOf({ x, y, w, h }: Place, level: number): readonly number[] {
  const top = y + h * (1 - level)
  return [x, top, x + w, top, x + w, y + h, x, y + h]
}

/** As the module of the setting KINDS exports them. */
export const kinds = [gauge]
