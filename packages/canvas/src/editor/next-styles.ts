import { defaultStyle, type Shape, type Style, type StyleChange, type StyleKey } from '@inkbridge/types'
import { isCalled } from '../shapes/capabilities.ts'
import type { Kinds } from '../shapes/kind.ts'
import type { ToolEntry } from '../tools/entry.ts'
import type { ToolName } from '../tools/name.ts'
import { only } from './styles.ts'

/** What the next shape looks like: what was set last. */
export interface NextStyles {
  /** By whatever tool, for all that use it. */
  readonly shared: StyleChange
  /** What tools keep for themselves: `ToolEntry.own`. */
  readonly own: { readonly [Name in ToolName]?: StyleChange }
}

export const noStyles: NextStyles = { shared: {}, own: {} }

type Styled = Pick<ToolEntry, 'name' | 'styles' | 'style' | 'own' | 'made'>

/** The style of the next shape of a tool. */
export function nextStyle({ shared, own }: NextStyles, tool: Styled | undefined): Style {
  if (!tool) return defaultStyle
  const common = tool.styles.filter((key) => !tool.own?.includes(key))
  return merged({ ...defaultStyle, ...tool.style }, { ...only(shared, common), ...own[tool.name] })
}

function merged(style: Style, change: StyleChange): Style {
  const entries = Object.entries({ ...style, ...change }).filter(([, value]) => value !== null && value !== undefined)
  return { ...defaultStyle, ...(Object.fromEntries(entries) as Partial<Style>) }
}

/** After something was set for the next shape of a tool. */
export function withNext(styles: NextStyles, tool: Styled, change: StyleChange): NextStyles {
  const isOwn = (key: string) => tool.own?.includes(key as StyleKey) ?? false
  const keys = Object.keys(change) as StyleKey[]
  const [mine, common] = [
    only(change, keys.filter(isOwn)),
    only(
      change,
      keys.filter((key) => !isOwn(key)),
    ),
  ]
  return {
    shared: { ...styles.shared, ...common },
    own: { ...styles.own, [tool.name]: { ...styles.own[tool.name], ...mine } },
  }
}

/** After something was set for shapes: it is what the tools make next that would have made them. */
export function withNextLike(
  styles: NextStyles,
  shapes: readonly Shape[],
  change: StyleChange,
  { tools, kinds }: { readonly tools: readonly Styled[]; readonly kinds: Kinds },
): NextStyles {
  const keys = Object.keys(change) as StyleKey[]
  const using = tools.filter((tool) => tool.styles.some((key) => keys.includes(key)))
  const makers = using.filter((tool) => shapes.some((shape) => hasMade(tool, shape, kinds)))
  return makers.reduce((before, tool) => withNext(before, tool, only(change, tool.styles)), styles)
}

function hasMade({ name, made }: Styled, shape: Shape, kinds: Kinds): boolean {
  return made ? made(shape, kinds) : isCalled(shape, name)
}
