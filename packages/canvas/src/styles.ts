import { defaultStyle, type Shape, type Style, type StyleChange } from '@inkbridge/types'
import { noteColor } from './shapes/note.ts'
import { hasCorners, hasInside, hasRoom } from './shapes.ts'
import type { ToolName } from './tools.ts'

/** What a tool begins with, where it is not what all begin with. */
const initial: { readonly [Name in ToolName]?: Style } = {
  highlighter: { color: 'amber', width: 20, nib: 'highlighter' },
  arrow: { ...defaultStyle, endHead: 'arrow' },
  note: { ...defaultStyle, fill: noteColor },
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

/** All that a style may say. */
const keys = [
  'color',
  'width',
  'fill',
  'pattern',
  'dash',
  'corners',
  'look',
  'startHead',
  'endHead',
  'opacity',
  'nib',
  'streamline',
  'route',
  'font',
  'size',
  'align',
  'valign',
  'fit',
] as const satisfies readonly (keyof Style)[]

export function mixedKeys(shapes: readonly Shape[]): readonly (keyof Style)[] {
  return keys.filter((key) => shapes.some(({ style }) => style[key] !== shapes[0]?.style[key]))
}

/** Looking at more shapes than these for what they have in common takes too long. */
const fewShapes = 500

/** What of a style the panel offers for some shapes: what all of them have. */
export function styleKeysOf(shapes: readonly Shape[]): readonly (keyof Style)[] {
  const few = shapes.length <= fewShapes
  const all = (test: (shape: Shape) => boolean) => shapes.every(test)
  const isPen = all(({ kind, style }) => kind === 'ink' && style.nib !== 'highlighter')
  const isInk = isPen || all(({ kind }) => kind === 'ink')
  const isWords = all(({ kind }) => kind === 'text')
  if (all(({ kind }) => kind === 'frame')) return ['fill']
  const isNote = all(({ kind }) => kind === 'note')
  const plain = !isInk && all(({ kind }) => kind !== 'ink' && kind !== 'text' && kind !== 'note')
  const written = few && all((shape) => hasRoom(shape) && (isWords || isNote || shape.text !== undefined))
  const inside = written && all(({ kind }) => kind !== 'text' && kind !== 'line')
  return [
    ...(isNote ? (['fill'] as const) : []),
    'color',
    ...(plain || isInk ? (['width'] as const) : []),
    ...(few && all(hasInside) ? (['fill', 'pattern'] as const) : []),
    ...(plain ? (['dash', 'look'] as const) : []),
    ...(plain && few && all((shape) => shape.kind === 'line' || hasCorners(shape)) ? (['corners'] as const) : []),
    ...(all((shape) => shape.kind === 'line') ? (['route', 'startHead', 'endHead'] as const) : []),
    ...(isPen ? (['nib', 'streamline'] as const) : []),
    ...(written ? (['font', 'size'] as const) : []),
    ...(written && all(({ kind }) => kind !== 'line') ? (['align'] as const) : []),
    ...(inside ? (['valign', 'fit'] as const) : []),
    'opacity',
  ]
}

/** All of a style, what it does not say as null: to be laid over another. */
export function wholeStyle(style: Style): StyleChange {
  return Object.fromEntries(keys.map((key) => [key, style[key] ?? null])) as StyleChange
}

/** What of a style a shape can have. */
export function stylesFor(shape: Shape, style: StyleChange): StyleChange {
  return only(style, styleKeysOf([shape]))
}

/** What of a style is wanted for something else. */
export function pickedFrom(style: Style, wanted: readonly (keyof Style)[]): StyleChange {
  return only(wholeStyle(style), wanted)
}

function only(style: StyleChange, wanted: readonly (keyof Style)[]): StyleChange {
  return Object.fromEntries(Object.entries(style).filter(([key]) => wanted.includes(key as keyof Style))) as StyleChange
}
