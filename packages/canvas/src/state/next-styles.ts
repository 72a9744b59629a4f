import { defaultStyle, type Shape, type Style, type StyleChange, type StyleKey } from '@inkbridge/types'
import type { ToolName } from '../plan/plan.ts'
import { isOfKind, type Kinds } from '../shapes.ts'
import type { ToolEntry } from '../tools.ts'
import { only } from './styles.ts'

/** The style of the next shape: the values set last. */
export interface NextStyles {
  /** For all tools. */
  readonly shared: StyleChange
  /** For one tool only: `ToolEntry.own`. */
  readonly own: { readonly [Name in ToolName]?: StyleChange }
}

export const noStyles: NextStyles = { shared: {}, own: {} }

type Styled = Pick<ToolEntry, 'name' | 'styles' | 'style' | 'own' | 'made'>

/** Returns the style of the next shape of a tool. */
export function nextStyle({ shared, own }: NextStyles, tool: Styled | undefined): Style {
  if (!tool) return defaultStyle
  const common = tool.styles.filter((key) => !tool.own?.includes(key))
  return merged({ ...defaultStyle, ...tool.style }, { ...only(shared, common), ...own[tool.name] })
}

function merged(style: Style, change: StyleChange): Style {
  const entries = Object.entries({ ...style, ...change }).filter(([, value]) => value !== null && value !== undefined)
  return { ...defaultStyle, ...(Object.fromEntries(entries) as Partial<Style>) }
}

/** Returns the styles after a change for the next shape of a tool. */
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

/** Returns the styles after a change of existing shapes: the tools that make such shapes continue with it. */
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

/** Returns the tool that makes such shapes. */
export function makerOf<Tool extends Styled>(shape: Shape, tools: readonly Tool[], kinds: Kinds): Tool | undefined {
  return tools.find((tool) => hasMade(tool, shape, kinds))
}

function hasMade({ name, made }: Styled, shape: Shape, kinds: Kinds): boolean {
  return made ? made(shape, kinds) : isOfKind(shape, name)
}
