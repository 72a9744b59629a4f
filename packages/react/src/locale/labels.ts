import { type Command, isHostId, type ToolEntry } from '@inkbridge/canvas'
import { inks, parseBoxedKind } from '@inkbridge/types'
import type { BoardWords } from './context.tsx'

/** Returns the label of a tool: its own, else the interface's, else its name. */
export function toolLabel({ name, label }: Pick<ToolEntry, 'name' | 'label'>, { t }: Pick<BoardWords, 't'>): string {
  return label ?? (isHostId(name) ? name : t(`tool.${name}`))
}

/** Returns the label of a command: its own, else the interface's, else its id. */
export function commandLabel({ id, label }: Pick<Command, 'id' | 'label'>, words: BoardWords): string {
  const { t, find, format } = words
  if (label) return label
  const [prefix, rest = ''] = splitAt(id, id.indexOf('-'))
  const kind = parseBoxedKind(rest)
  if (prefix === 'convert' && kind) return t('command.convert', { shape: format.inSentence(t(`tool.${kind}`)) })
  const ink = inks.find((each) => each === rest)
  if (prefix === 'paper')
    return t('command.paper', { color: format.inSentence(t(ink ? `ink.${ink}` : 'command.plainPaper')) })
  return find(`command.${id}`) ?? id
}

/** Returns the displayed key of a command in an editor's list; undefined: none. */
export function commandKey(commands: readonly Command[], id: string): string | undefined {
  return commands.find((command) => command.id === id)?.keys[0]
}

function splitAt(text: string, at: number): readonly [string, string] {
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
