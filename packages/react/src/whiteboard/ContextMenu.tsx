import { Menu } from '@base-ui/react/menu'
import { type Command, type CommandGroup, type Editor, type Facts, isOffered } from '@inkbridge/canvas'
import type { ScreenPoint } from '@inkbridge/types'
import { ChevronRight } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { CommandItems, contextMenu } from '../controls/controls.ts'
import { useWords } from '../locale/locale.ts'
import { useEditorState, useFinalFocus, useOpenBoard, usePortalRoot, useUi } from '../ui/ui.ts'

/** The context menu, from the list of commands. */
export function ContextMenu() {
  const { editor, canvas, ui } = useOpenBoard()
  const { at } = useUi(({ menu }) => ({ at: menu }))
  const { t } = useWords()
  const portal = usePortalRoot()
  const finalFocus = useFinalFocus()
  const { facts } = useEditorState(editor, ({ facts }) => ({ facts }))
  const shown = contextMenu[facts.selected > 0 ? 'selection' : 'board']
    .map((section) => ({ ...section, commands: offered(editor.commands, section.group, facts) }))
    .filter(({ commands }) => commands.length > 0)
  // The canvas receives no presses beside an open menu: suppress the browser's menu.
  useEffect(() => {
    const root = canvas.parentElement
    const listener = (event: Event) => event.target === root && event.preventDefault()
    root?.addEventListener('contextmenu', listener)
    return () => root?.removeEventListener('contextmenu', listener)
  }, [canvas])
  // It keeps its place while closing.
  const last = useRef<ScreenPoint>({ x: 0, y: 0 })
  if (at) last.current = at
  const anchor = {
    getBoundingClientRect: () => {
      const { left, top } = canvas.getBoundingClientRect()
      return new DOMRect(left + last.current.x, top + last.current.y, 0, 0)
    },
  }
  return (
    <Menu.Root open={at !== null} onOpenChange={(open) => !open && ui.change({ menu: null })} modal={false}>
      <Menu.Portal {...portal}>
        <Menu.Positioner anchor={anchor} align="start" side="bottom" sideOffset={2} className="ink-layer">
          <Menu.Popup className="ink-card ink-menu ink-context-menu" finalFocus={finalFocus}>
            {shown.map(({ group, name, commands }, index) => {
              const before = shown[index - 1]
              return (
                <Menu.Group key={group}>
                  {before && !(name && before.name) && <Menu.Separator className="ink-menu-line" />}
                  {name ? (
                    <More name={t(name)} commands={commands} editor={editor} at={last.current} />
                  ) : (
                    <CommandItems commands={commands} editor={editor} at={last.current} />
                  )}
                </Menu.Group>
              )
            })}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

interface MoreProps {
  readonly name: string
  readonly commands: readonly Command[]
  readonly editor: Editor
  /** The place of the menu in the view. */
  readonly at: ScreenPoint
}

/** A submenu. */
function More({ name, ...items }: MoreProps) {
  const portal = usePortalRoot()
  return (
    <Menu.SubmenuRoot>
      <Menu.SubmenuTrigger className="ink-menu-item">
        {name}
        <ChevronRight size={14} strokeWidth={1.75} aria-hidden="true" />
      </Menu.SubmenuTrigger>
      <Menu.Portal {...portal}>
        <Menu.Positioner className="ink-layer" sideOffset={2} alignOffset={-6}>
          <Menu.Popup className="ink-card ink-menu ink-context-menu">
            <CommandItems {...items} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.SubmenuRoot>
  )
}

function offered(commands: readonly Command[], group: CommandGroup, facts: Facts): readonly Command[] {
  return commands.filter(
    (entry) => entry.group === group && isOffered(entry, facts) && !entry.hiddenIn?.includes('menu'),
  )
}
