import { defaultStyle, type Shape, type Style, type StyleChange } from '@inkbridge/types'
import type { ToolName } from './tools.ts'

/** The style of the next shape, kept for each tool. */
export class ToolStyles {
  readonly #styles = new Map<ToolName, Style>()

  of(tool: ToolName): Style {
    return this.#styles.get(tool) ?? defaultStyle
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
  const keys: readonly (keyof Style)[] = ['color', 'width', 'fill', 'opacity']
  return keys.filter((key) => shapes.some(({ style }) => style[key] !== shapes[0]?.style[key]))
}
