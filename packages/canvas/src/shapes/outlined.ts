import type { ShapeBase } from '@inkbridge/types'
import { colorOf, type Theme } from '../palette.ts'
import type { DisplayItem } from './kind.ts'

/** A path drawn with a shape's stroke and fill. */
export function outlined({ at, style }: ShapeBase, path: string, theme: Theme): readonly DisplayItem[] {
  const { color, width, fill, opacity } = style
  return [
    {
      type: 'path',
      path,
      stroke: colorOf(color, theme),
      width,
      ...(fill ? { fill: `${colorOf(fill, theme)}33` } : {}),
      ...(opacity === undefined ? {} : { opacity }),
      turn: at,
    },
  ]
}
