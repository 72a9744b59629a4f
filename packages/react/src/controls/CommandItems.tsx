import { Menu } from '@base-ui/react/menu'
import type { Command, Editor } from '@inkbridge/canvas'
import type { ScreenPoint } from '@inkbridge/types'
import { Check, type LucideIcon } from 'lucide-react'
import { commandLabel, shownKey, useWords } from '../locale/locale.ts'
import { useEditorState } from '../ui/ui.ts'

interface CommandItemsProps {
  readonly editor: Editor
  readonly commands: readonly Command[]
  /** The place of the menu in the view, if commands depend on it. */
  readonly at?: ScreenPoint
  readonly icons?: { readonly [id: string]: LucideIcon }
}

/** Commands as menu items; toggles that are on have a check mark. */
export function CommandItems({ editor, commands, at, icons }: CommandItemsProps) {
  const words = useWords()
  const state = useEditorState(editor, ({ settings, keepTool, viewing }) => ({ settings, keepTool, viewing }))
  return commands.map((command) => {
    const Icon = icons?.[command.id]
    const run = () => void editor.act(command, at ? { at } : {})
    const content = (
      <>
        {Icon && <Icon size={16} strokeWidth={1.75} aria-hidden="true" />}
        {commandLabel(command, words)}
        {command.keys[0] && <kbd>{shownKey(command.keys[0], words)}</kbd>}
      </>
    )
    if (!command.isOn)
      return (
        <Menu.Item key={command.id} className="ink-menu-item" onClick={run}>
          {content}
        </Menu.Item>
      )
    return (
      <Menu.CheckboxItem
        key={command.id}
        className="ink-menu-item"
        closeOnClick
        checked={command.isOn(state)}
        onCheckedChange={run}
      >
        {content}
        <Menu.CheckboxItemIndicator className="ink-menu-check">
          <Check size={16} strokeWidth={2} aria-hidden="true" />
        </Menu.CheckboxItemIndicator>
      </Menu.CheckboxItem>
    )
  })
}
