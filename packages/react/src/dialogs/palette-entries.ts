import { type Command, type Editor, type EditorState, isOffered } from '@inkbridge/canvas'
import { WordFinder } from '@inkbridge/canvas/fold'
import { type InkName, inks, type StyleChange } from '@inkbridge/types'
import { menuPlace } from '../controls/controls.ts'
import { type BoardWords, commandLabel, toolLabel } from '../locale/locale.ts'
import { fieldsFor, isSet, type StyleField } from '../panels/panels.ts'

/** An entry of the list of all commands. */
export interface PaletteEntry {
  readonly id: string
  readonly label: string
  /** Other words for it. */
  readonly synonyms: string
  readonly key?: string | undefined
  /** Where else it is found; null: nowhere. */
  readonly place: string | null
  /** It is on already. */
  readonly isOn: boolean
  /** Found by its words only, and not listed without any. */
  readonly isMinor?: true
  run(): void
}

type State = Pick<EditorState, 'facts' | 'styles' | 'style' | 'mixed' | 'settings' | 'keepTool' | 'viewing' | 'tool'>

/** The part of an editor that entries need. */
type Acting = Pick<Editor, 'commands' | 'tools' | 'act' | 'setTool' | 'setStyle'>

/** Returns everything a person can do now: commands, tools and styles. */
export function paletteEntries(editor: Acting, state: State, words: BoardWords): readonly PaletteEntry[] {
  return [
    ...commandEntries(editor, state, words),
    ...toolEntries(editor, state, words),
    ...styleEntries(editor, state, words),
  ]
}

function commandEntries(editor: Acting, state: State, words: BoardWords): readonly PaletteEntry[] {
  return editor.commands
    .filter((command) => !command.hiddenIn?.includes('palette') && isOffered(command, state.facts))
    .map((command) => ({
      id: command.id,
      label: commandLabel(command, words),
      synonyms: words.find(`synonyms.${familyOf(command)}`) ?? '',
      key: command.keys[0],
      place: menuPlace(command, words),
      isOn: command.isOn?.(state) ?? false,
      run: () => void editor.act(command),
    }))
}

/** Commands of one family share their synonyms. */
function familyOf({ id, group }: Command): string {
  return group === 'convert' || group === 'paper' ? group : id
}

function toolEntries(editor: Acting, { facts, tool }: State, words: BoardWords): readonly PaletteEntry[] {
  return editor.tools
    .filter(({ group }) => !facts.readOnly || group === 'look')
    .map((entry) => ({
      id: `tool-${entry.name}`,
      label: toolLabel(entry, words),
      synonyms: words.find(`synonyms.tool-${entry.name}`) ?? '',
      key: entry.keys[0],
      place: words.t('palette.toolbar'),
      isOn: entry.name === tool,
      run: () => editor.setTool(entry.name),
    }))
}

function styleEntries(editor: Acting, { style, styles, mixed }: State, words: BoardWords): readonly PaletteEntry[] {
  if (!style) return []
  const { t } = words
  return fieldsFor(styles).flatMap((field) =>
    choicesOf(field, words).map(({ value, change }) => ({
      id: `style-${field.name}-${value}`,
      label: t('palette.style', { field: t(field.label), value }),
      synonyms: words.find(`synonyms.style-${field.name}`) ?? '',
      place: t('palette.stylePanel'),
      isOn: !field.keys.some((key) => mixed.includes(key)) && isSet({ change }, style),
      isMinor: true as const,
      run: () => editor.setStyle(change),
    })),
  )
}

interface Choice {
  readonly value: string
  readonly change: StyleChange
}

function choicesOf(field: StyleField, { t }: BoardWords): readonly Choice[] {
  if (field.options) return field.options.map(({ label, change }) => ({ value: t(label), change }))
  const colored = (of: (ink: InkName) => StyleChange) =>
    inks.map((ink) => ({ value: t(`ink.${ink}`), change: of(ink) }))
  if (field.name === 'ink') return colored((color) => ({ color }))
  if (field.name === 'paper') return colored((fill) => ({ fill }))
  if (field.name !== 'fill') return []
  return [{ value: t('pattern.none'), change: { fill: null } }, ...colored((fill) => ({ fill }))]
}

/**
 * Returns the entries that all typed words fit, best first: those with that label, those with the first word as a word of the label, those
 * whose label begins with it, those with all of them in the label, then those with some among their synonyms.
 */
export function findEntries(entries: readonly PaletteEntry[], typed: string): readonly PaletteEntry[] {
  const wanted = typed
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => new WordFinder(word))
  if (wanted.length === 0) return entries.filter(({ isMinor }) => !isMinor)
  const [first] = typed.trim().split(/\s+/)
  const whole = new WordFinder(typed)
  const rankIn = (label: string) => {
    if (label.length === typed.trim().length && whole.begins(label)) return -1
    const isWord = label
      .split(/[^\p{L}\p{N}]+/u)
      .some((word) => word.length === first?.length && wanted[0]?.begins(word))
    return isWord ? 0 : wanted[0]?.begins(label) ? 1 : 2
  }
  const rankOf = ({ label, synonyms, isMinor }: PaletteEntry) => {
    const behind = isMinor ? 0.5 : 0
    if (wanted.every((word) => word.isIn(label))) return rankIn(label) + behind
    return wanted.every((word) => word.isIn(`${label} ${synonyms}`)) ? 3 + behind : Number.POSITIVE_INFINITY
  }
  return entries
    .map((entry) => ({ entry, rank: rankOf(entry) }))
    .filter(({ rank }) => Number.isFinite(rank))
    .sort((a, b) => a.rank - b.rank)
    .map(({ entry }) => entry)
}
