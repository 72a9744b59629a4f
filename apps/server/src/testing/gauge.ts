import { type Place, recordKind } from '@inkbridge/types'

/** A kind of a host: a vertical bar whose height is its level. */
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

/** The export that the setting KINDS expects. */
export const kinds = [gauge]
