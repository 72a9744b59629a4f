import { Menu } from '@base-ui/react/menu'
import { type Command, type CommandGroup, type Editor, type Facts, isOffered } from '@inkbridge/canvas'
import type { ScreenPoint } from '@inkbridge/types'
import { ChevronRight } from 'lucide-react'
import { useRef } from 'react'
import { useEditorState } from './hooks.ts'
import { shownKey } from './keys.ts'
import { commandLabel } from './labels.ts'
import { useWords } from './locale/context.tsx'
import { usePortalRoot } from './portal.ts'

interface ContextMenuProps {
  readonly editor: Editor
  /** Where on the canvas; null: closed. */
  readonly at: ScreenPoint | null
  readonly canvas: HTMLElement
  readonly onClose: () => void
}

/** Sections of the menu, with and without a selection. A section with a name is a submenu. */
const sections: { readonly [where in 'selection' | 'board']: readonly Section[] } = {
  selection: [
    { group: 'edit' },
    { group: 'group' },
    { group: 'order', name: 'menu.order' },
    { group: 'align', name: 'menu.align' },
    { group: 'flip', name: 'menu.flip' },
    { group: 'convert', name: 'menu.convert' },
    { group: 'frame', name: 'menu.frame' },
    { group: 'link' },
  ],
  board: [
    { group: 'edit' },
    { group: 'select' },
    { group: 'history' },
    { group: 'group' },
    { group: 'frame', name: 'menu.frame' },
    { group: 'view', name: 'menu.view' },
    { group: 'paper', name: 'menu.paper' },
    { group: 'link' },
  ],
}

interface Section {
  readonly group: CommandGroup
  readonly name?: `menu.${'order' | 'align' | 'flip' | 'convert' | 'frame' | 'view' | 'paper'}`
}

/** What can be done with what was clicked on, from the list of commands. */
export function ContextMenu({ editor, at, canvas, onClose }: ContextMenuProps) {
  const { t } = useWords()
  const portal = usePortalRoot()
  const { facts } = useEditorState(editor, ({ facts }) => ({ facts }))
  const shown = sections[facts.selected > 0 ? 'selection' : 'board']
    .map((section) => ({ ...section, entries: offered(editor.commands, section.group, facts) }))
    .filter(({ entries }) => entries.length > 0)
  // While it closes it stays where it was.
  const last = useRef<ScreenPoint>({ x: 0, y: 0 })
  if (at) last.current = at
  const anchor = {
    getBoundingClientRect: () => {
      const { left, top } = canvas.getBoundingClientRect()
      return new DOMRect(left + last.current.x, top + last.current.y, 0, 0)
    },
  }
  return (
    <Menu.Root open={at !== null} onOpenChange={(open) => !open && onClose()} modal={false}>
      <Menu.Portal {...portal}>
        <Menu.Positioner anchor={anchor} align="start" side="bottom" sideOffset={2} className="ink-layer">
          <Menu.Popup className="ink-card ink-menu ink-context-menu">
            {shown.map(({ group, name, entries }, index) => {
              const before = shown[index - 1]
              return (
                <Menu.Group key={group}>
                  {before && !(name && before.name) && <Menu.Separator className="ink-menu-line" />}
                  {name ? (
                    <More name={t(name)} entries={entries} editor={editor} at={last.current} />
                  ) : (
                    <Items entries={entries} editor={editor} at={last.current} />
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

interface ItemsProps {
  readonly entries: readonly Command[]
  readonly editor: Editor
  /** Where the menu is. */
  readonly at: ScreenPoint
}

function Items({ entries, editor, at }: ItemsProps) {
  const words = useWords()
  return entries.map((entry) => (
    <Menu.Item key={entry.id} className="ink-menu-item" onClick={() => editor.act(entry, { at })}>
      {commandLabel(entry, words)}
      {entry.keys[0] && <kbd>{shownKey(entry.keys[0], words)}</kbd>}
    </Menu.Item>
  ))
}

/** A menu beside the menu. */
function More({ name, entries, editor, at }: ItemsProps & { readonly name: string }) {
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
            <Items entries={entries} editor={editor} at={at} />
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
