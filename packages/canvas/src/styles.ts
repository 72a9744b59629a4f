import { defaultStyle, type Shape, type Style, type StyleChange } from '@inkbridge/types'
import { isClosed } from './shapes/ink.ts'
import type { ToolName } from './tools.ts'

/** What a tool begins with, where it is not what all begin with. */
const initial: { readonly [Name in ToolName]?: Style } = {
  highlighter: { color: 'amber', width: 20, nib: 'highlighter' },
}

/** The style of the next shape, kept for each tool. */
export class ToolStyles {
  readonly #styles = new Map<ToolName, Style>()

  of(tool: ToolName): Style {
    return this.#styles.get(tool) ?? initial[tool] ?? defaultStyle
  }

  change(tool: ToolName, change: StyleChange): void {
    this.#styles.set(tool, merged(this.of(tool), change))
  }
}

function merged(style: Style, change: StyleChange): Style {
  const entries = Object.entries({ ...style, ...change }).filter(([, value]) => value !== null && value !== undefined)
  return { ...defaultStyle, ...(Object.fromEntries(entries) as Partial<Style>) }
}

/** The style of the first; `mixedKeys` says where the others differ. */
export function styleOf(shapes: readonly Shape[]): Style {
  return shapes[0]?.style ?? defaultStyle
}

export function mixedKeys(shapes: readonly Shape[]): readonly (keyof Style)[] {
  const keys: readonly (keyof Style)[] = ['color', 'width', 'fill', 'opacity', 'nib', 'streamline']
  return keys.filter((key) => shapes.some(({ style }) => style[key] !== shapes[0]?.style[key]))
}

/** Looking at more shapes than these for what they have in common takes too long. */
const fewShapes = 500

/** What of a style the panel offers for some shapes: what all of them have. */
export function styleKeysOf(shapes: readonly Shape[]): readonly (keyof Style)[] {
  const few = shapes.length <= fewShapes
  const isPen = shapes.every(({ kind, style }) => kind === 'ink' && style.nib !== 'highlighter')
  const hasInside = few && shapes.every((shape) => hasInsideOf(shape))
  const ink = isPen ? (['nib', 'streamline'] as const) : []
  return ['color', 'width', ...(hasInside ? (['fill'] as const) : []), ...ink]
}

function hasInsideOf(shape: Shape): boolean {
  if (shape.kind === 'ink') return shape.style.nib !== 'highlighter' && isClosed(shape)
  return shape.kind === 'rect' || shape.kind === 'ellipse'
}
