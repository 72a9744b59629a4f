import type { Color, ShapeBase } from '@inkbridge/types'
import type { Path } from '../geometry/path.ts'
import { colorOf, type Theme } from '../palette.ts'
import type { DisplayItem } from './kind.ts'

/** A path drawn with a shape's stroke and fill. */
export function outlined({ at, style }: ShapeBase, path: Path, theme: Theme): readonly DisplayItem[] {
  const { color, width, fill, opacity } = style
  return [
    {
      type: 'path',
      path,
      stroke: colorOf(color, theme),
      width,
      ...(fill ? { fill: tint(fill, theme) } : {}),
      ...(opacity === undefined ? {} : { opacity }),
      turn: at,
    },
  ]
}

/** The colour of an inside: a fifth of it, so that what lies below is seen. */
export function tint(fill: Color, theme: Theme): string {
  return `${colorOf(fill, theme)}33`
}
