import { type CommandGroup, type Editor, formats } from '@inkbridge/canvas'
import { WordFinder } from '@inkbridge/canvas/fold'
import { type BoardWords, commandLabel, shortKey, shownKey, toolLabel } from '../locale/locale.ts'

/** A key, and its effect. */
interface HelpEntry {
  readonly id: string
  readonly label: string
  readonly synonyms: string
  readonly keys: readonly string[]
}

/** Keys under one heading. */
export interface HelpGroup {
  readonly name: 'tools' | 'edit' | 'arrange' | 'select' | 'view' | 'pointer' | 'writing'
  readonly entries: readonly HelpEntry[]
}

const commandGroups = {
  edit: ['history', 'edit', 'insert', 'library', 'copy-as', 'move', 'link', 'image'],
  arrange: ['group', 'order', 'align', 'flip', 'convert', 'frame'],
  select: ['select'],
  view: ['view', 'paper', 'board', 'help'],
} as const satisfies { readonly [Name in HelpGroup['name']]?: readonly CommandGroup[] }

/** Returns all keys in groups, from the registers that also act on them. */
export function helpGroups(
  { tools, commands }: Pick<Editor, 'tools' | 'commands'>,
  words: BoardWords,
): readonly HelpGroup[] {
  const { t, find } = words
  const commandsIn = (groups: readonly CommandGroup[]): readonly HelpEntry[] =>
    commands
      .filter(({ group, keys }) => groups.includes(group) && keys.length > 0)
      .map((command) => ({
        id: command.id,
        label: commandLabel(command, words),
        synonyms: find(`synonyms.${command.id}`) ?? '',
        keys: command.keys.slice(0, 1).map((key) => shownKey(key, words)),
      }))
  const toolEntries = tools
    .filter(({ keys }) => keys.length > 0)
    .map((tool) => ({
      id: tool.name,
      label: toolLabel(tool, words),
      synonyms: find(`synonyms.tool-${tool.name}`) ?? '',
      keys: tool.keys.map(shortKey),
    }))
  const zoomKeys = t('help.zoomKeys', { modifier: shownKey('Mod', words) })
  return [
    { name: 'tools', entries: toolEntries },
    { name: 'edit', entries: commandsIn(commandGroups.edit) },
    { name: 'arrange', entries: commandsIn(commandGroups.arrange) },
    { name: 'select', entries: commandsIn(commandGroups.select) },
    { name: 'view', entries: commandsIn(commandGroups.view) },
    {
      name: 'pointer',
      entries: [
        { id: 'pan', label: t('help.pan'), synonyms: '', keys: [t('help.panKeys')] },
        { id: 'zoom', label: t('help.zoom'), synonyms: '', keys: [zoomKeys] },
      ],
    },
    {
      name: 'writing',
      entries: formats.map(({ id, key }) => ({
        id,
        label: t(`format.${id}`),
        synonyms: '',
        keys: [shownKey(key, words)],
      })),
    },
  ]
}

/** Returns the groups with the entries that all typed words fit, by their label, other words for it, or their keys. */
export function findHelp(groups: readonly HelpGroup[], typed: string): readonly HelpGroup[] {
  const wanted = typed
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => new WordFinder(word))
  const fits = ({ label, synonyms, keys }: HelpEntry) =>
    wanted.every((word) => word.isIn(`${label} ${synonyms} ${keys.join(' ')}`))
  return groups
    .map(({ name, entries }) => ({ name, entries: entries.filter(fits) }))
    .filter(({ entries }) => entries.length > 0)
}
