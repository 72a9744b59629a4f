import { phonePx } from '../ui/ui.ts'

/** On a phone narrower than this, CSS pixels, sharing is in the menu. */
const smallPhonePx = 360

/** The input of the layout. */
export interface BarRoom {
  /** Width of the board, CSS pixels. */
  readonly width: number
  /** Buttons have touch size. */
  readonly isTouch: boolean
  /** Places that all tools need in the toolbar, and dividers between their groups. */
  readonly tools: { readonly places: number; readonly dividers: number }
}

/** The layout of the bars: what has no place in a bar is behind one of its buttons. */
export interface BarLayout {
  readonly isPhone: boolean
  /** As a bar, as one button that opens it, or in the menu. */
  readonly zoom: 'bar' | 'button' | 'menu'
  readonly share: 'bar' | 'menu'
  /** Places for faces in the bar, including the own one and the count of others. */
  readonly faces: number
  /** Places in the toolbar, including the button for other tools. */
  readonly places: number
}

/** As in the style sheet, CSS pixels. */
const sizes = { padding: 10, gap: 2, divider: 13, value: 58, edge: 12, between: 8, phoneEdge: 8, phoneTool: 46 }

/**
 * Returns the layout: as the width shrinks, zoom folds first, then the toolbar; on a phone the toolbar has its own row.
 */
export function barLayout({ width, isTouch, tools }: BarRoom): BarLayout {
  const { padding, gap, divider, value, edge, between, phoneEdge, phoneTool } = sizes
  if (width < phonePx) {
    const places = Math.floor((width - 2 * phoneEdge - padding + gap) / (phoneTool + gap))
    const share = width < smallPhonePx ? 'menu' : 'bar'
    return { isPhone: true, zoom: 'menu', share, faces: 2, places: Math.min(places, tools.places) }
  }
  const button = isTouch ? 44 : 36
  const history = padding + 2 * button + gap
  const whole = padding + 5 * button + value + divider + 6 * gap
  const folded = padding + value
  // The toolbar is centred: the wider neighbour counts on both sides.
  const room = (zoom: number) => width - 2 * (edge + Math.max(history, zoom) + between)
  const lines = tools.dividers * (divider + gap)
  const fits = (zoom: number) => Math.floor((room(zoom) - padding - lines + gap) / (button + gap))
  const isWhole = fits(whole) >= tools.places
  const places = Math.min(tools.places, isWhole ? tools.places : fits(folded))
  return { isPhone: false, zoom: isWhole ? 'bar' : 'button', share: 'bar', faces: 5, places }
}

/** The tools that keep their place longest, and those that lose it first. */
const [last, first] = [
  ['select', 'pen', 'text', 'rect', 'eraser', 'arrow', 'note'],
  ['hand', 'ellipse', 'diamond', 'frame', 'bucket'],
] as const satisfies readonly (readonly string[])[]

interface Named {
  readonly name: string
}

/** Splits the families of tools into those that have a place and those behind the last button. */
export function foldTools<Tool extends Named>(
  families: readonly (readonly Tool[])[],
  places: number,
): { readonly shown: readonly (readonly Tool[])[]; readonly more: readonly Tool[] } {
  if (families.length <= places) return { shown: families, more: [] }
  const rank = ([tool]: readonly Tool[]) => {
    const kept = (last as readonly string[]).indexOf(tool?.name ?? '')
    const folded = (first as readonly string[]).indexOf(tool?.name ?? '')
    return kept >= 0 ? kept : last.length + (folded >= 0 ? 1 + folded : 0)
  }
  const byRank = [...families].sort((a, b) => rank(a) - rank(b))
  const kept = new Set(byRank.slice(0, Math.max(0, places - 1)))
  return {
    shown: families.filter((family) => kept.has(family)),
    more: families.filter((family) => !kept.has(family)).flat(),
  }
}
